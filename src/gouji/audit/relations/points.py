"""任务点: a stated number of points or indicators against the numbered points in the cells of a table.

Three layouts, each with its own rule:
* “2022 年的 17 个任务点” against a table of the same chapter whose cells list points by year (2022 年：（1）… （2）…): the sum, over the
  cells of one column, of how many points that year has; a year without markers is one point;
* the years' numbers of points of one sentence against the number of tasks (任务数) of the summary table above it: their sum;
* a column of numbers headed 数量指标/任务数 in a summary table of one row against the column of the next table whose header begins with
  the same words: the last marker of that column.
A list may be shortened or repeated, so a miss is asked about, never called an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import spot
from gouji.audit.arithmetic import total
from gouji.audit.arithmetic import verdict_on
from gouji.audit.claims import Claim
from gouji.audit.claims import Spot
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.reading import TableReading
from gouji.audit.relations.grid import grid_of
from gouji.audit.relations.grid import header_path
from gouji.messages import translate as _
from gouji.numbers import Verdict
from gouji.papers.documents import Cell

_YEAR = re.compile(r"(20\d\d)\s*年(?:度)?\s*[：:]")
_MARKER = re.compile(r"[（(](\d{1,2})[）)]")
_POINT_WORD = re.compile(r"^(?:个|项)?.{0,4}(?:任务点|要点|任务|建设点|工作点|举措|措施)")
_OF_YEAR = re.compile(r"(20\d\d)年(?:度)?的?$")
REACH, GAP, SHORTEST = 40, 4, 3


def find(reading: Reading) -> Iterator[Claim]:
    """Stated numbers of points, by year and by kind of indicator."""
    listed = {table.number: columns for table in reading.tables if (columns := _points_by_year(reading, table))}
    for mention in reading.mentions:
        year = _OF_YEAR.search(mention.before) if mention.cell is None and mention.measured and mention.plain else None
        if year is not None and _POINT_WORD.search(mention.token.unit + mention.right):
            table = _table_before(reading, mention, listed)
            if table is not None:
                yield from _against(mention, listed[table].get(int(year[1]), ()))
    yield from _indicators(reading)
    yield from _years_against_total(reading)


def _table_before(reading: Reading, mention: Mention, listed: dict[int, dict[int, tuple[tuple[Spot, int], ...]]]) -> int | None:
    """The table above, or the one that it goes on, where it lists points by year."""
    above = [table for table in reading.tables if 0 < mention.block - table.block <= REACH]
    while (above and above[-1].number not in listed) or (above and not above[-1].title and len(above) > 1):
        last = above.pop()
        if last.title:
            return None
    return above[-1].number if above else None


def _points_by_year(reading: Reading, table: TableReading) -> dict[int, tuple[tuple[Spot, int], ...]]:
    """For each year the last marker (or the year itself) of every row and how many points it stands for. Of a row only the first cell that
    is divided by years counts; a cell without a year goes on with the list above where its markers do (a row cut by a page end).
    """
    found: dict[int, list[tuple[Spot, int]]] = {}
    year = 0
    for row in _rows(reading, table):
        divided = next((cell for cell in row if _YEAR.search(reading.text, cell.start, cell.end)), None)
        for cell in row if divided is None else (divided,):
            opening = _YEAR.search(reading.text, cell.start, cell.end)
            markers = list(_MARKER.finditer(reading.text, cell.start, opening.start() if opening else cell.end))
            if year and markers and int(markers[0][1]) == found[year][-1][1] + 1:
                found[year][-1] = _last(markers)
            for year, point in _segments(reading.text, cell.start, cell.end):
                found.setdefault(year, []).append(point)
    return {year: tuple(points) for year, points in found.items()}


def _rows(reading: Reading, table: TableReading) -> Iterator[list[Cell]]:
    """The rows under the headers of a table and of its continuations."""
    for part in _continued(reading, table):
        block = reading.document.blocks[part.block]
        assert block.table is not None, "a table's block has a table"
        rows: dict[int, list[Cell]] = {}
        for cell in block.table.cells:
            if cell.row >= part.header_rows:
                rows.setdefault(cell.row, []).append(cell)
        yield from rows.values()


def _last(markers: list[re.Match[str]]) -> tuple[Spot, int]:
    """The highest marker: its spot and its number."""
    found = max(markers, key=lambda marker: int(marker[1]))
    return Spot(found[1], "", found.start(1), found.end(1)), int(found[1])


def _continued(reading: Reading, table: TableReading) -> list[TableReading]:
    parts = [table]
    for other in reading.tables[table.number + 1:]:
        if other.title or other.columns != table.columns or other.block - parts[-1].block > GAP:
            break
        parts.append(other)
    return parts


def _segments(text: str, start: int, end: int) -> Iterator[tuple[int, tuple[Spot, int]]]:
    """The years of a cell with the highest marker of each (its spot and its number)."""
    years = list(_YEAR.finditer(text, start, end))
    for position, year in enumerate(years):
        stop = years[position + 1].start() if position + 1 < len(years) else end
        markers = list(_MARKER.finditer(text, year.end(), stop))
        yield int(year[1]), _last(markers) if markers else (Spot(year[0], "", year.start(), year.end()), 1)


def _against(mention: Mention, points: tuple[tuple[Spot, int], ...]) -> Iterator[Claim]:
    if not points:
        return
    count, stated = sum(number for _spot, number in points), mention.value
    verdict = Verdict.HOLDS if count == stated else Verdict.SUSPICIOUS
    words = _("表中逐条列出 {count} 条，写明 {stated}").format(count=count, stated=mention.token.value_text + mention.token.unit)
    yield Claim("count", verdict, spot(mention), tuple(found for found, _number in points), "", None, 75, words, "points", subject=mention.left)


def _indicators(reading: Reading) -> Iterator[Claim]:
    """Summary tables of one row against the columns of the next table."""
    for table in reading.tables[:-1]:
        following = reading.tables[table.number + 1]
        if table.rows - table.header_rows != 1 or following.block - table.block > GAP or not following.title:
            continue
        for (_row, column), mention in grid_of(reading, table).items():
            path = header_path(table, column)
            group = path[-2] if len(path) > 1 else ""
            if len(group) < SHORTEST or not re.search(r"任务数|目标数|指标数|计划数", path[-1]):
                continue
            target = [other for other, label in enumerate(following.column_labels) if label.startswith(group)]
            last = _last_marker(reading, following, target[0]) if len(target) == 1 else None
            if last is not None:
                yield from _against(mention, (last,))


def _years_against_total(reading: Reading) -> Iterator[Claim]:
    """“2022 年的 17 个任务点和 2023 年的 12 个任务点” against the first 任务数 of the last summary table of one row."""
    summaries = [(table.block, whole) for table in reading.tables if (whole := _summary(reading, table)) is not None]
    for sentence in reading.sentences:
        mentions = [reading.mentions[index] for index in sentence.mentions]
        parts = [
            item for item in mentions
            if item.cell is None and item.measured and item.plain and _OF_YEAR.search(item.before)
            and (_POINT_WORD.search(item.token.unit + item.right))
        ]
        above = [whole for block, whole in summaries if 0 < sentence.block - block <= REACH]
        if len(parts) > 1 and above:
            reckoned = total(above[-1], parts)
            verdict = Verdict.HOLDS if verdict_on(above[-1], reckoned) is Verdict.HOLDS else Verdict.SUSPICIOUS
            yield make("sum", above[-1], parts, reckoned, 70, reason="points", words=_("各年任务点合计"), verdict=verdict)


def _summary(reading: Reading, table: TableReading) -> Mention | None:
    """The number of tasks of a summary table of one row."""
    if table.rows - table.header_rows != 1:
        return None
    grid = grid_of(reading, table)
    columns = [column for (_row, column) in sorted(grid) if (header_path(table, column) or ("",))[-1] in ("任务数", "任务点数", "要点数")]
    return grid.get((table.header_rows, columns[0])) if columns else None


def _last_marker(reading: Reading, table: TableReading, column: int) -> tuple[Spot, int] | None:
    """The highest (n) of a column that is one list from (1) on, continued tables included; None where the column is divided by years:
    then the cells stand under another header than theirs.
    """
    markers: list[re.Match[str]] = []
    column += next((position for position, label in enumerate(reversed(table.column_labels)) if label), 0)
    for row in _rows(reading, table):
        for cell in row:
            if cell.column == column:
                if _YEAR.search(reading.text, cell.start, cell.end):
                    return None
                markers.extend(_MARKER.finditer(reading.text, cell.start, cell.end))
    return _last(markers) if markers and int(markers[0][1]) == 1 else None
