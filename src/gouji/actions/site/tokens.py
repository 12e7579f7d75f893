"""Tokens for programs: made once and shown once, within acts one has oneself, until a day; taken back at any time."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from hashlib import sha256

from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import origin_of
from gouji.actions.site.origin import require
from gouji.actions.site.own_account import own_acts
from gouji.actions.site.own_account import target_of_own
from gouji.actions.site.words import words_in
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.rights import Act
from gouji.rights import Target
from gouji.store import trail
from gouji.store.models import Token
from gouji.store.units import together

PREFIX = "gouji_"
LONGEST_DAYS = 366
BURST, PER_SECOND = 60, 5
"""How many requests a token may make at once, and how many more each second."""
_THOUSAND = 1000


def make_token(origin: Origin, name: str, acts: Iterable[str], days: int) -> tuple[Token, str]:
    """A token and its text, which is not kept.

    Raises Refused (tokens.use), GoujiError S97: no act, one not one's own, no name, too long a time; S41: too long a name.
    """
    require(origin, Act.USE_TOKENS, target_of_own(origin))
    name = words_in(name, most=60)
    mine = {act.value for act in own_acts(origin)}
    chosen = sorted(set(acts))
    reason = (
        _("没有写用途") if not name else _("没有选择权限") if not chosen else _("含有本人没有的权限") if not mine.issuperset(chosen)
        else _("期限不在范围内") if not 1 <= days <= LONGEST_DAYS else ""
    )
    if reason:
        raise GoujiError.of("S97", reason=reason)
    text = PREFIX + secrets.token_urlsafe(32)
    now = datetime.now(UTC)
    with together():
        token = Token.objects.create(
            account_id=origin.number, name=name, digest=digest_of(text), acts=" ".join(chosen), expires=now + timedelta(days=days),
            level=BURST * _THOUSAND, refilled=now,
        )
        trail.append(origin.trail, Act.USE_TOKENS.value, f"token/{token.pk}", details={"verb": "make", "acts": chosen})
    return token, text


def own_tokens(origin: Origin) -> list[Token]:
    """One's own tokens that have not been taken back. Raises Refused."""
    require(origin, Act.USE_TOKENS, target_of_own(origin))
    return list(Token.objects.filter(account_id=origin.number, revoked__isnull=True).order_by("-pk"))


def revoke_token(origin: Origin, number: int) -> None:
    """Take back a token of one's own; it opens nothing from now on. Raises Refused for somebody else's; one that is not there opens nothing anyway."""
    owner = Token.objects.filter(pk=number).values_list("account_id", flat=True).first() or origin.number
    require(origin, Act.USE_TOKENS, Target(thing=f"token/{number}", owner=owner))
    with together():
        if Token.objects.filter(pk=number, account_id=origin.number, revoked__isnull=True).update(revoked=datetime.now(UTC)):
            trail.append(origin.trail, Act.USE_TOKENS.value, f"token/{number}", details={"verb": "revoke"})


def token_of(text: str) -> Token | None:
    """The token of a text, where it runs and its account is open."""
    if not text.startswith(PREFIX):
        return None
    found = Token.objects.select_related("account").filter(digest=digest_of(text), revoked__isnull=True, expires__gt=datetime.now(UTC)).first()
    return found if found is not None and found.account.is_active else None


def origin_of_token(token: Token, address: str) -> Origin:
    """Who acts when a token is shown: its account, within its acts. Raises Refused where the account may not use tokens (any more)."""
    whole = origin_of(token.account, address)
    require(whole, Act.USE_TOKENS, target_of_own(whole))
    known = {act.value for act in Act}
    return origin_of(token.account, address, frozenset(Act(act) for act in token.acts.split() if act in known))


def take_turn(token: Token) -> int:
    """Count a request against the token's bucket; 0 where it may go on, else after how many seconds it may try again.

    The same for all processes: the bucket is a row, changed only where nobody changed it in between.
    """
    for _attempt in range(5):
        now = datetime.now(UTC)
        since = (now - token.refilled).total_seconds() if token.refilled is not None else BURST
        level = min(BURST * _THOUSAND, token.level + int(since * PER_SECOND * _THOUSAND)) - _THOUSAND
        if level < 0:
            return 1 + -level // (PER_SECOND * _THOUSAND)
        unchanged = Token.objects.filter(pk=token.pk, refilled=token.refilled, level=token.level)
        if unchanged.update(level=level, refilled=now, used=now):
            return 0
        token.refresh_from_db(fields=["level", "refilled"])
    return 1


def digest_of(text: str) -> str:
    """What is kept of a token."""
    return sha256(text.encode()).hexdigest()
