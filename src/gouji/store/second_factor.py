"""The second factor: one-time codes (TOTP) and recovery codes, kept by django-otp, which also slows down whoever tries many."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.db import transaction
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from gouji.rights import Role
from gouji.store import stamps
from gouji.store.models import Account
from gouji.store.models import SiteSetting
from gouji.store.prepared import Prepared

RECOVERY_CODES = 10
_REQUIRED = "second-factor"
_DEVICES = (
    Prepared(lambda account: TOTPDevice.objects.filter(user_id=account, confirmed=True).values_list("pk"), int),
    Prepared(lambda account: StaticDevice.objects.filter(user_id=account, confirmed=True).values_list("pk"), int),
)


def has_one(account: Account) -> bool:
    """Whether one-time codes are set up."""
    return bool(TOTPDevice.objects.filter(user=account, confirmed=True).exists())


def has_any(account: Account) -> bool:
    """Whether the account has anything that a second step could be taken with; asked once a session."""
    return any(found(account.pk) for found in _DEVICES)


def required_roles() -> frozenset[Role]:
    """The roles whose holders must have one-time codes; none unless the site says so."""
    row = stamps.setting(_REQUIRED)
    return frozenset(Role(name) for name in json.loads(row)) if row else frozenset()


def require_of(roles: Iterable[Role]) -> None:
    """Say of which roles one-time codes are wanted from now on."""
    stamps.forget()
    SiteSetting.objects.update_or_create(pk=_REQUIRED, defaults={"value": json.dumps(sorted(role.value for role in roles), ensure_ascii=False)})


def begin(account: Account) -> str:
    """The address (otpauth://…) that an authenticator takes up from a QR code; counts only once it is confirmed. One that waits is kept, so that a page
    shown twice shows the same.
    """
    device = TOTPDevice.objects.filter(user=account, confirmed=False).first() or TOTPDevice.objects.create(user=account, name="totp", confirmed=False)
    return str(device.config_url)


def confirm(account: Account, code: str) -> list[str] | None:
    """Take the waiting device into use where the code is its own; the recovery codes, to be shown once. None where the code is wrong."""
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().filter(user=account, confirmed=False).first()
        verified = device is not None and device.verify_token(code)
        if device is not None and verified:
            device.confirmed = True
            device.save(update_fields=["confirmed"])
    return new_recovery_codes(account) if verified else None


def new_recovery_codes(account: Account) -> list[str]:
    """Fresh recovery codes, each good for one sign-in; earlier ones count no more."""
    with transaction.atomic():
        StaticDevice.objects.filter(user=account).delete()
        device = StaticDevice.objects.create(user=account, name="recovery", confirmed=True)
        codes = [StaticToken.random_token() for _number in range(RECOVERY_CODES)]
        StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def recovery_codes_left(account: Account) -> int:
    """How many recovery codes have not been used."""
    return int(StaticToken.objects.filter(device__user=account).count())


def remove(account: Account) -> None:
    """Do without a second factor."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user=account).delete()
        StaticDevice.objects.filter(user=account).delete()
