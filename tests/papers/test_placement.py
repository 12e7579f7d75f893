from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from gouji.papers.blocks import Align
from gouji.papers.blocks import Cell
from gouji.papers.blocks import cell
from gouji.papers.placement import alignment
from gouji.papers.placement import placed

CELLS = st.builds(Cell, row_span=st.integers(1, 4), column_span=st.integers(1, 4))


def shape(rows, columns):
    return [[(place.column, place.cell.text, place.continued) for place in row] for row in placed(rows, columns)]


def test_a_span_from_above_pushes_cells_to_the_right():
    rows = ((cell("甲", 2), cell("乙")), (cell("丙"),))
    assert shape(rows, 2) == [[(0, "甲", False), (1, "乙", False)], [(0, "甲", True), (1, "丙", False)]]


def test_missing_cells_are_empty_and_surplus_cells_are_left_out():
    assert shape(((cell("甲"),), (cell("乙"), cell("丙"), cell("丁"))), 2) == [[(0, "甲", False), (1, "", False)], [(0, "乙", False), (1, "丙", False)]]


def test_the_total_over_all_columns_stands_in_the_middle(grid):
    whole = placed(((cell("合计", 1, 4),),), 4)[0][0]
    first = placed(grid.rows, 4)[0][0]
    assert alignment(whole, grid) == Align.CENTRE
    assert alignment(first, grid) == Align.LEFT
    assert alignment(first, grid, header=True) == Align.CENTRE


@given(st.lists(st.lists(CELLS, max_size=6), max_size=6), st.integers(1, 6))
def test_every_row_is_covered_exactly_once(rows, columns):
    for row in placed(tuple(map(tuple, rows)), columns):
        covered = Counter(column for place in row for column in range(place.column, place.column + place.columns))
        assert covered == dict.fromkeys(range(columns), 1)


@given(st.lists(st.lists(CELLS, max_size=6), max_size=6), st.integers(1, 6))
def test_no_span_leaves_the_table(rows, columns):
    table = placed(tuple(map(tuple, rows)), columns)
    assert all(number + place.rows <= len(table) for number, row in enumerate(table) for place in row if not place.continued)
