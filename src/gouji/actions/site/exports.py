"""Exports stand in the trail: which table went out, in which form, how many rows."""

from __future__ import annotations

from gouji.actions.site.origin import Origin
from gouji.store import trail

EXPORT = "table.export"
_LONGEST = 120


def note_export(origin: Origin, table: str, form: str, rows: int | None = None) -> None:
    """Note that a table (its address) left the site; what may be in it was asked by whoever read the rows. `rows` None: not counted beforehand."""
    trail.append(origin.trail, EXPORT, table[:_LONGEST], details={"format": form, **({} if rows is None else {"rows": rows})})
