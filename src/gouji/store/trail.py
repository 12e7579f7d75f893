"""The trail: lines appended within the transaction of what they tell, each sealed with the one before; verified, searched, exported.

Rule: GB/T 22239-2019 (date, account, act, outcome; protected from deletion and overwriting), 网络安全法 art. 21 (kept six months and more).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from datetime import datetime
from hashlib import sha256
from threading import local

from django.db import transaction

from gouji.store.locks import for_update
from gouji.store.models import TrailHead
from gouji.store.models import TrailRow
from gouji.store.prepared import Prepared
from gouji.store.prepared import ask
from gouji.store.prepared import insert
from gouji.store.units import in_transaction

DONE, DENIED, FAILED = "done", "denied", "failed"
_LONGEST = 2000
_HEAD, _FOOT = 1, 2
_LAST = Prepared(lambda number: for_update(TrailHead.objects).filter(pk=number), int)
_waiting = local()


@dataclass(frozen=True, slots=True)
class From:
    """Who acts and from where: the account's number (None: nobody signed in, or the program itself) and the network address."""

    account: int | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Broken:
    """The first line that does not follow from the one before: its number, or what is missing at the end."""

    line: int
    reason: str


def append(origin: From, act: str, thing: str = "", outcome: str = DONE, details: Mapping[str, object] | None = None) -> None:
    """Append a line, in the transaction that is open. `details` hold codes, counts and numbers of things: never a name, figure or text of a person."""
    waiting = getattr(_waiting, "lines", None)
    if waiting is not None and (outcome == DENIED or not in_transaction()):
        waiting.append((origin, act, thing, outcome, details))
        return
    _append(origin, act, thing, outcome, details)


@contextmanager
def put_off() -> Iterator[None]:
    """Lines told within are appended at its end, whatever was raised: for blocks that hold a book in memory, since whoever records may wait for that
    book, and for transactions that an error undoes. What is told within a transaction stays part of it, but for denials, which it must not undo.
    """
    if getattr(_waiting, "lines", None) is not None:
        yield
        return
    _waiting.lines = []
    try:
        yield
    finally:
        lines, _waiting.lines = _waiting.lines, None
        for line in lines:
            _append(*line)


def _append(origin: From, act: str, thing: str, outcome: str, details: Mapping[str, object] | None) -> None:
    with transaction.atomic(savepoint=False):  # a line that cannot be written undoes what it tells
        head = hold()
        row = TrailRow(
            moment=datetime.now(UTC), account=origin.account, address=origin.address, act=act, thing=thing, outcome=outcome,
            details=json.dumps(details, ensure_ascii=False, sort_keys=True)[:_LONGEST] if details else "",
        )
        row.seal = seal(row, head.seal)
        insert([row])
        ask("UPDATE store_trail_head SET seal = %s, last = %s WHERE id = %s", [row.seal, row.pk, head.pk])


def hold() -> TrailHead:
    """The head, locked until the transaction ends: lines are appended one after the other."""
    head: TrailHead | None = _LAST.first(_HEAD)
    if head is None:  # nothing was ever told
        TrailHead.objects.get_or_create(pk=_HEAD)
        head = _LAST.first(_HEAD)
    assert head is not None, "just made"
    return head


def seal(row: TrailRow, before: str) -> str:
    """The seal of a line: hex digits of SHA-256 over the seal before it and all that the line says."""
    parts = (
        before, row.moment.astimezone(UTC).isoformat(timespec="microseconds"), "" if row.account is None else str(row.account), row.address, row.act,
        row.thing, row.outcome, row.details,
    )
    return sha256("\x1f".join(parts).encode()).hexdigest()


def verify() -> Broken | None:
    """The first place where the chain is broken; None where it is whole from the last line that was archived (the foot) to the head."""
    base = foot()
    before, last, read = base.seal, base.last, -1
    while True:
        head = TrailHead.objects.filter(pk=_HEAD).first() or TrailHead(pk=_HEAD)
        reached = read
        for row in lines(after=reached):
            if seal(row, before) != row.seal:
                return Broken(row.pk, "altered")
            before, last, read = row.seal, row.pk, row.pk
        if (head.seal, head.last) == (before, last):
            return None
        if read == reached:  # else lines came to it while it was read
            return Broken(head.last, "missing")


def foot() -> TrailHead:
    """The last line that was moved to the archive, from which the chain goes on; before the first where none was."""
    return TrailHead.objects.filter(pk=_FOOT).first() or TrailHead(pk=_FOOT)


def lines(after: int = -1) -> Iterator[TrailRow]:
    """The lines with a higher number, the oldest first."""
    return TrailRow.objects.filter(pk__gt=after).order_by("pk").iterator(chunk_size=2000)
