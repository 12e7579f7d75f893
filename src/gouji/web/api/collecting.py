"""Operations of collecting: rounds, what organisations hand in, the cells of a form, figures recorded in batches."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from gouji.actions.site.entry_page import open_entry
from gouji.actions.site.record_figures import Recorded
from gouji.actions.site.record_figures import Typed
from gouji.actions.site.record_figures import record_figures
from gouji.actions.site.round_lists import round_page
from gouji.actions.site.round_lists import rounds_of
from gouji.web.api.access import done_or_rehearsed
from gouji.web.api.reading import WRONG
from gouji.web.api.shapes import CellOut
from gouji.web.api.shapes import CellsIn
from gouji.web.api.shapes import Number
from gouji.web.api.shapes import RecordedOut
from gouji.web.api.shapes import RoundOut
from gouji.web.api.shapes import SubmissionOut

router = Router()


@router.get("/rounds", response={200: list[RoundOut], **WRONG}, summary="填报任务", operation_id="list_rounds")
def list_rounds(request: HttpRequest) -> Any:
    """The rounds of which the account may see the state of some organisation."""
    return [
        {
            "number": line.number, "title": line.title, "form": line.form, "period": line.period, "book": line.book, "opens": line.opens.isoformat(),
            "due": line.due.isoformat(), "closed": line.closed,
        }
        for line in rounds_of(request.origin)
    ]


@router.get("/rounds/{number}/submissions", response={200: list[SubmissionOut], **WRONG}, summary="一项任务下各单位的材料", operation_id="list_submissions")
def list_submissions(request: HttpRequest, number: Number) -> Any:
    """What the organisations hand in for a round, as far as the account may see it."""
    return [
        {
            "number": item.number, "organisation": item.organisation, "organisation_name": item.name, "state": item.state, "filled": item.filled,
            "total": item.total,
        }
        for item in round_page(request.origin, number).handings
    ]


@router.get("/submissions/{number}/facts", response={200: list[CellOut], **WRONG}, summary="一份材料的各格", operation_id="list_cells")
def list_cells(request: HttpRequest, number: Number) -> Any:
    """The cells of the form, with what stands in them and the version that says so."""
    entry = open_entry(request.origin, number, registers=False)
    return [
        {
            "key": cell.key, "label": cell.label, "kind": cell.kind, "text": cell.text, "unit": cell.unit, "state": cell.state, "former": cell.former,
            "version": cell.version, "table": table.name,
        }
        for table in entry.tables for cell in table.cells()
    ]


@router.post("/submissions/{number}/facts", response={200: RecordedOut, **WRONG}, summary="成批填报", operation_id="record_facts")
def record_facts(request: HttpRequest, number: Number, body: CellsIn) -> Any:
    """Record figures: good cells are taken together, faulty ones and those changed by others meanwhile come back, each with a code."""
    cells = [Typed(cell.key, cell.value, cell.seen, cell.note) for cell in body.cells]

    def do() -> tuple[int, Any]:
        return 200, _recorded(record_figures(request.origin, number, cells), dry_run=body.dry_run)

    return done_or_rehearsed(request, body, do)


def _recorded(done: Recorded, *, dry_run: bool) -> dict[str, Any]:
    return {
        "dry_run": dry_run, "saved": {key: 0 if dry_run else version for key, version in done.saved.items()}, "state": done.state,
        "faults": [
            {"key": item.key, "code": item.code, "message": item.message, "advice": item.advice, "value": item.value} for item in done.faults
        ],
        "conflicts": [
            {"key": item.key, "value": item.value, "who": item.who, "when": item.when.isoformat(), "version": item.version, "mine": item.mine}
            for item in done.conflicts
        ],
    }
