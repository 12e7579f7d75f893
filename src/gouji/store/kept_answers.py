"""Answers kept by Idempotency-Key: a request sent again changes nothing and is answered as it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from datetime import datetime
from datetime import timedelta

from django.db import IntegrityError
from django.db import transaction

from gouji.store.models import KeptAnswer

KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request was answered; `again` where it had been sent before, `other` where its key was used for something else."""

    status: int
    body: object
    again: bool = False
    other: bool = False


def once(account: int, key: str, request: str, do: Callable[[], tuple[int, object]]) -> Answer:
    """Do what a request asks for and keep the answer with it, in one transaction; where its key is known, give the answer kept.

    `request` is a digest of what is asked for. What `do` raises undoes everything, and the key may be used again.
    """
    now = datetime.now(UTC)
    KeptAnswer.objects.filter(moment__lt=now - KEPT).delete()
    known = _known(account, key, request)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            row = KeptAnswer.objects.create(account_id=account, key=key, request=request, status=0, answer="", moment=now)
            status, body = do()
            row.status, row.answer = status, json.dumps(body, ensure_ascii=False)
            row.save(update_fields=["status", "answer"])
    except IntegrityError:  # the same request, sent twice at the same moment: the other one was first
        known = _known(account, key, request)
        if known is None:
            raise
        return known
    return Answer(status, body)


def _known(account: int, key: str, request: str) -> Answer | None:
    row = KeptAnswer.objects.filter(account_id=account, key=key).first()
    if row is None:
        return None
    if row.request != request:
        return Answer(409, None, other=True)
    return Answer(row.status, json.loads(row.answer), again=True)
