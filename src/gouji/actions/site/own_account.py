"""What everybody may do with his own account: name, language, password, second factor, sign-ins. No role is needed, an account is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from datetime import datetime

from gouji.actions.site.asked import today
from gouji.actions.site.origin import Origin
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.rights import Act
from gouji.rights import Role
from gouji.rights import Target
from gouji.rights.policy import MATRIX
from gouji.rights.words import role_words
from gouji.store import second_factor
from gouji.store import trail
from gouji.store.arrivals import end_others
from gouji.store.models import Account
from gouji.store.models import TrailRow
from gouji.store.passwords import password_problems
from gouji.store.units import together

CHANGE, SIGN_IN = "account.change", "session.begin"
_LONGEST = 60
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sign-in of one's own: when, from where, whether it succeeded."""

    moment: datetime
    address: str
    outcome: str


def own(origin: Origin) -> Account:
    """The account that acts. A token acts within its acts only, none of which is one's own account."""
    assert origin.account is not None, "pages of one's own account are reached signed in"
    assert origin.actor is None or origin.actor.acts is None, "tokens do not reach these pages"
    return origin.account


def change_name(origin: Origin, name: str, email: str) -> None:
    """Change what one is called and where mail goes. Raises GoujiError S99."""
    account = own(origin)
    name, email = name.strip(), email.strip()
    if not 1 <= len(name) <= _LONGEST:
        raise GoujiError.of("S99", name=_("姓名"), reason=_("须为 1 至 60 个字"))
    if email and ("@" not in email or any(sign.isspace() for sign in email) or len(email) > 200):  # noqa: PLR2004  # what the column holds
        raise GoujiError.of("S99", name=_("邮箱"), reason=_("写法不对"))
    with together():
        Account.objects.filter(pk=account.pk).update(name=name, email=email)
        trail.append(origin.trail, CHANGE, f"account/{account.pk}", details={"verb": "name"})


def change_password(origin: Origin, old: str, new: str, again: str) -> Account:
    """A new password; sessions begun elsewhere end. Raises GoujiError: the old one is wrong (S93), the new one breaks a rule (S94)."""
    account = own(origin)
    if account.has_usable_password() and not account.check_password(old):
        trail.append(origin.trail, CHANGE, f"account/{account.pk}", trail.FAILED, {"verb": "password"})
        raise GoujiError.of("S93")
    if not account.has_usable_password():
        raise GoujiError.of("S99", name=_("密码"), reason=_("本账号只用单点登录"))
    problems = [_("两次输入不一致")] if new != again else password_problems(new, account)
    if problems:
        raise GoujiError.of("S94", reason=_("；").join(problems) + _("。"))
    with together():
        account.set_password(new)
        account.must_change, account.password_changed = False, datetime.now(UTC)
        account.save(update_fields=["password", "must_change", "password_changed"])
        trail.append(origin.trail, CHANGE, f"account/{account.pk}", details={"verb": "password"})
    return account


def begin_second_factor(origin: Origin) -> str:
    """The address for an authenticator (otpauth://…), to be shown as a QR code; nothing is asked for before it is confirmed."""
    return second_factor.begin(own(origin))


def confirm_second_factor(origin: Origin, code: str, session: str) -> list[str]:
    """Take one-time codes into use; the recovery codes, shown once. Sessions but the one named end: they had begun without a code. Raises GoujiError S92."""
    account = own(origin)
    with together():
        codes = second_factor.confirm(account, code.strip().replace(" ", ""))
        if codes is not None:
            end_others(account.pk, session)
        trail.append(origin.trail, CHANGE, f"account/{account.pk}", trail.DONE if codes else trail.FAILED, {"verb": "second-factor"})
    if codes is None:
        raise GoujiError.of("S92")
    return codes


def roles_wanting_codes(origin: Origin) -> list[Role]:
    """The roles of one's own, running today, whose holders must have one-time codes."""
    assert origin.actor is not None, "pages of one's own account are reached signed in"
    held = {grant.role for grant in origin.actor.grants if grant.runs_on(today())}
    return sorted(held & second_factor.required_roles(), key=list(Role).index) if held else []


def must_set_up_codes(origin: Origin) -> bool:
    """Whether an account may do nothing before it has set up one-time codes."""
    return bool(roles_wanting_codes(origin)) and origin.account is not None and not second_factor.has_one(origin.account)


def renew_recovery_codes(origin: Origin, password: str) -> list[str]:
    """Fresh recovery codes in place of the earlier ones. Raises GoujiError S93."""
    account = _proven(origin, password)
    with together():
        codes = second_factor.new_recovery_codes(account)
        trail.append(origin.trail, CHANGE, f"account/{account.pk}", details={"verb": "recovery-codes"})
    return codes


def remove_second_factor(origin: Origin, password: str) -> None:
    """Do without one-time codes from now on. Raises GoujiError S93; S171 where a role of one's own wants them."""
    account = _proven(origin, password)
    wanting = roles_wanting_codes(origin)
    if wanting:
        raise GoujiError.of("S171", roles=_("、").join(role_words(role) for role in wanting))
    with together():
        second_factor.remove(account)
        trail.append(origin.trail, CHANGE, f"account/{account.pk}", details={"verb": "no-second-factor"})


def own_sign_ins(origin: Origin) -> list[SignIn]:
    """One's own last sign-ins, the newest first."""
    rows = TrailRow.objects.filter(account=own(origin).pk, act=SIGN_IN).order_by("-pk")[:_SHOWN]
    return [SignIn(row.moment, row.address, row.outcome) for row in rows]


def own_acts(origin: Origin) -> list[Act]:
    """The acts that some role of one's own allows somewhere, and that a token may therefore carry."""
    assert origin.actor is not None, "the program itself needs no tokens"
    roles = {Role(grant.role) for grant in origin.actor.grants}
    return [act for act in Act if act is not Act.USE_TOKENS and roles & set(MATRIX[act])]


def target_of_own(origin: Origin) -> Target:
    """What is one's own, as a target of rights."""
    return Target(owner=origin.number)


def _proven(origin: Origin, password: str) -> Account:
    account = own(origin)
    if account.has_usable_password() and not account.check_password(password):
        trail.append(origin.trail, CHANGE, f"account/{account.pk}", trail.FAILED, {"verb": "second-factor"})
        raise GoujiError.of("S93")
    return account
