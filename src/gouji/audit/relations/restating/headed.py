"""A sentence that says a table's header: “验收要点完成率 95.4%” above a table of one row headed 验收要点 | 完成率.

The words before the number are the whole path of headers over one column, in order; the table follows in the same section and has one row,
so there is but one number that can be meant. Then the two must agree.
"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.relations.grid import grid_of
from gouji.audit.relations.grid import header_path
from gouji.audit.relations.restating.comparing import comparable
from gouji.audit.relations.restating.comparing import differs
from gouji.audit.similarity import clean

REACH, SHORTEST = 6, 6


def headed(reading: Reading) -> Iterator[tuple[Mention, Mention, bool]]:
    """(the cell, the number of the text above that bears its headers, whether they agree)."""
    cells: dict[int, list[tuple[str, Mention]]] = {}
    for table in reading.tables:
        if table.rows - table.header_rows == 1:
            for (_row, column), cell in grid_of(reading, table).items():
                name = clean("".join(header_path(table, column)))
                if len(name) >= SHORTEST:
                    cells.setdefault(cell.section, []).append((name, cell))
    for mention in reading.mentions:
        if mention.measured and mention.cell is None and mention.plain and mention.section in cells:
            words = clean(mention.left)
            for name, cell in cells[mention.section]:
                told = 0 < cell.block - mention.block <= REACH and words.endswith(name)
                if told and (comparable(mention, cell) or mention.base_unit == "%"):
                    yield cell, mention, not differs(cell, mention)
