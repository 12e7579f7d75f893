"""How many cells of a form are filled, by organisation, kept beside the live book: after a change only what changed is counted again."""

from __future__ import annotations

from gouji.actions.site.kept_form import kept_form
from gouji.catalogue import Form
from gouji.reckon import Context
from gouji.reckon import Reckoner
from gouji.reports.entry import INPUT
from gouji.store.live import LiveBook

_Place = tuple[str, str, str]


class _Counts:
    """The cells of one form in one period (indicator, period, breakdown), and which of them each organisation has filled."""

    def __init__(self, version: int, cells: frozenset[_Place]) -> None:
        self.version = version
        self.cells = cells
        self.filled: dict[str, set[_Place]] = {}


def filled_counts(live: LiveBook, reckoner: Reckoner, form: Form, first: Context, organisations: list[str]) -> tuple[dict[str, int], int]:
    """How many cells each organisation has filled, and of how many; the form is laid out as for the first. The lock of the live book is held."""
    name = ("counts", form.name, first.period.text)
    known = live.kept.get(name)
    if not isinstance(known, _Counts) or not _caught_up(live, reckoner, known):
        cells = (cell for table in kept_form(live, form, first).tables(reckoner, registers=False) for cell in table.cells() if cell.kind == INPUT)
        known = live.kept[name] = _Counts(live.version, frozenset((cell.indicator, cell.period, cell.breakdown) for cell in cells))
    for organisation in organisations:
        if organisation not in known.filled:
            known.filled[organisation] = {cell for cell in known.cells if _is_filled(reckoner, organisation, cell)}
    return {organisation: len(known.filled[organisation]) for organisation in organisations}, len(known.cells)


def _caught_up(live: LiveBook, reckoner: Reckoner, known: _Counts) -> bool:
    """Count what changed since; False where that is not known any more, or where the form itself may look different."""
    changes = live.since(known.version)
    if changes is None or any(change.stale is None for change in changes):
        return False
    for change in changes:
        for (code, organisation, period, breakdown), _row, _number in change.rows:
            cell = (code, period, breakdown)
            filled = known.filled.get(organisation)
            if filled is not None and cell in known.cells:
                filled.add(cell) if _is_filled(reckoner, organisation, cell) else filled.discard(cell)
    known.version = live.version
    return True


def _is_filled(reckoner: Reckoner, organisation: str, cell: _Place) -> bool:
    fact = reckoner.book.fact((cell[0], organisation, cell[1], cell[2]))
    return fact is not None and fact.state != "空"
