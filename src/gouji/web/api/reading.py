"""Operations that read: books, facts page by page, checks, the explanation of a figure."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from base64 import urlsafe_b64encode
from binascii import Error
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from ninja import Query
from ninja import Router

from gouji.actions.site.ask_report import find_book
from gouji.actions.site.explained import Explained
from gouji.actions.site.explained import explained
from gouji.actions.site.exports import note_export
from gouji.actions.site.fact_lines import FactLine
from gouji.actions.site.fact_lines import Filter
from gouji.actions.site.fact_lines import fact_lines
from gouji.actions.site.fact_lines import page_of
from gouji.actions.site.reading import readable_books
from gouji.actions.site.reading import reading
from gouji.book import Key
from gouji.book import breakdown_parts
from gouji.book import breakdown_text
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.web.api.shapes import BookOut
from gouji.web.api.shapes import ExplanationOut
from gouji.web.api.shapes import FactsAsked
from gouji.web.api.shapes import FactsOut
from gouji.web.api.shapes import Failure
from gouji.web.api.shapes import FigureAsked
from gouji.web.api.shapes import FindingOut
from gouji.web.api.shapes import Text

router = Router()
WRONG: dict[Any, Any] = {401: Failure, 403: Failure, 404: Failure, 409: Failure, 422: Failure, 429: Failure}
"""What every operation may answer instead of doing what was asked."""
_KEY_PARTS = 4


@router.get("/books", response={200: list[BookOut], **WRONG}, summary="账簿列表", operation_id="list_books")
def list_books(request: HttpRequest) -> Any:
    """The books of which the account may see something."""
    return [{"slug": book.slug, "title": book.title, "organisation": book.organisation} for book in readable_books(request.origin)]


@router.get("/books/{slug}/facts", response={200: FactsOut, **WRONG}, summary="数据（按游标翻页）", operation_id="list_facts")
def list_facts(request: HttpRequest, slug: Text, asked: Query[FactsAsked]) -> Any:
    """Facts and stated figures within the account's rights, in the order of their keys."""
    wanted = Filter(asked.indicator, asked.organisation, asked.period, asked.basis, asked.state)
    with reading(request.origin, find_book(slug)) as found:
        if not asked.cursor:
            note_export(request.origin, request.path, "api")
        lines, after = page_of(fact_lines(found, wanted, _key(asked.cursor) if asked.cursor else None), asked.limit)
        return {"items": [_fact(line) for line in lines], "next": _cursor(after) if after is not None else None}


@router.get("/books/{slug}/checks", response={200: list[FindingOut], **WRONG}, summary="校验问题", operation_id="list_checks")
def list_checks(request: HttpRequest, slug: Text, rule: Text = "", organisation: Text = "", severity: Text = "") -> Any:
    """What a check finds in what the account may see, gravest first; at most 5,000."""
    with reading(request.origin, find_book(slug)) as found:
        records = (finding.as_record() for finding in found.findings())
        asked = {"rule": rule, "organisation": organisation, "severity": severity}
        return [record for record in records if all(not value or record[name] == value for name, value in asked.items())][:5000]


@router.get("/books/{slug}/explanation", response={200: ExplanationOut, **WRONG}, summary="一个数字从何而来", operation_id="explain_figure")
def explain_figure(request: HttpRequest, slug: Text, asked: Query[FigureAsked]) -> Any:
    """A figure by the code of its indicator, with its formula, operands, facts and evidence."""
    with reading(request.origin, find_book(slug)) as found:
        period = found.period(asked.period)
        meant = found.indicator(asked.indicator, period)
        try:
            parts = breakdown_text(breakdown_parts(asked.breakdown))
        except ValueError as error:
            raise GoujiError.of("B33", text=asked.breakdown) from error
        figure = found.figure(meant.code, asked.organisation or found.main(), period, parts)
        return _explanation(explained(found, figure, asked.depth))


def _explanation(item: Explained) -> dict[str, Any]:
    record = json.loads(json.dumps(dict(item.record), ensure_ascii=False, default=str))
    return {
        "record": record, "indicator": item.key[0] if item.key is not None else None, "missing": item.missing, "hidden": item.hidden,
        "deeper": item.deeper, "evidence": ["#".join(filter(None, link)) for link in item.references], "parts": list(_parts(item)),
    }


def _parts(item: Explained) -> Iterator[dict[str, Any]]:
    return (_explanation(part) for part in item.parts)


def _fact(line: FactLine) -> dict[str, Any]:
    return {
        "indicator": line.code, "label": line.label, "organisation": line.organisation, "organisation_name": line.place, "period": line.period,
        "breakdown": line.breakdown, "basis": line.basis, "state": line.state, "value": line.value, "unit": line.unit, "source": line.source,
        "evidence": list(line.evidence), "author": line.author, "recorded": line.recorded.isoformat() if line.recorded is not None else None, "note": line.note,
    }


def _cursor(key: Key) -> str:
    return urlsafe_b64encode(json.dumps(key, ensure_ascii=False).encode()).decode().rstrip("=")


def _key(cursor: str) -> Key:
    """The key of a cursor of ours. Raises GoujiError S99."""
    try:
        parts = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (Error, ValueError) as error:
        raise GoujiError.of("S99", name="cursor", reason=_("不是上一页给出的游标")) from error
    if not isinstance(parts, list) or len(parts) != _KEY_PARTS or not all(isinstance(part, str) for part in parts):
        raise GoujiError.of("S99", name="cursor", reason=_("不是上一页给出的游标"))
    return (parts[0], parts[1], parts[2], parts[3])
