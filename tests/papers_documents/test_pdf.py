"""PDF: drawn tables with joined cells, tables and paragraphs over page ends, heads and feet apart, turned pages, boxes."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.messages import GoujiError
from gouji.papers.documents import BlockKind
from gouji.papers.documents import Limits
from gouji.papers.documents import pdf_page
from gouji.papers.documents import read_document


def show(x, y, text, size=10):
    return f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET\n"


def grid(x, y, texts, *, wide=100, high=20):
    """A table drawn with lines from the top left corner; None joins a cell to the one left of it."""
    stream = ""
    for row, cells in enumerate(texts):
        for column, text in enumerate(cells):
            left, low = x + column * wide, y - (row + 1) * high
            if text is None:
                continue
            span = 1
            while column + span < len(cells) and cells[column + span] is None:
                span += 1
            stream += f"{left} {low} {wide * span} {high} re S\n{show(left + 5, low + 6, text)}"
    return stream


def test_a_drawn_table_with_joined_titles(make_pdf, rows):
    texts = [["Item", "Students", None], ["", "2023", "2022"], ["A", "1,200", "98.5%"]]
    document = read_document(make_pdf(show(50, 760, "Text before.") + grid(50, 700, texts)))
    table = next(block.table for block in document.blocks if block.table)
    assert rows(document) == [["Item", "Students"], ["", "2023", "2022"], ["A", "1,200", "98.5%"]]
    assert (table.columns, table.header_rows, table.cells[1].column_span) == (3, 2, 2)
    place = document.place(document.text.index("98.5"))
    assert (place.page, place.words) == (1, "第 1 页 表 1 第 3 行第 3 列")
    assert 255 <= place.box.left <= 257
    assert 640 <= place.box.bottom <= place.box.top <= 660


def test_a_table_over_a_page_end_is_one_and_its_header_counts_once(make_pdf, rows):
    first, second = [["Item", "2023"], ["A", "11"]], [["Item", "2023"], ["B", "12"], ["Sum", "23"]]
    document = read_document(make_pdf(grid(50, 200, first), grid(50, 760, second)))
    assert rows(document) == [["Item", "2023"], ["A", "11"], ["B", "12"], ["Sum", "23"]]
    assert document.text.count("2023") == 2


def test_heads_and_feet_come_last_so_that_a_paragraph_goes_on_over_the_page(make_pdf, words):
    line = "The quick brown fox jumps over the lazy dog while 1200 students watch it from the other side"
    body = show(50, 780, "Annual report 2023") + "".join(show(50, 660 - 12 * n, line) for n in range(5))
    pages = [body + show(300, 20, str(number)) for number in range(1, 5)]
    document = read_document(make_pdf(*pages))
    assert words(document, BlockKind.PAGE_HEADER) == ["Annual report 2023"] * 4
    assert words(document, BlockKind.PAGE_FOOTER) == ["1", "2", "3", "4"]
    assert len(words(document, BlockKind.PARAGRAPH)) == 1


def test_columns_without_lines_that_align_are_a_table(make_pdf, rows):
    texts = [("Item", "2022", "2023"), ("Income", "120.5", "130.5"), ("Cost", "80.0", "90.0"), ("Rest", "40.5", "40.5")]
    stream = "".join(show(60 + 150 * column, 700 - 16 * row, text) for row, cells in enumerate(texts) for column, text in enumerate(cells))
    assert rows(read_document(make_pdf(stream))) == [list(cells) for cells in texts]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_keeps_its_table(make_pdf, turn):
    document = read_document(make_pdf(grid(50, 700, [["Item", "2023"], ["A", "11"]]), rotate=turn))
    table = next(block.table for block in document.blocks if block.table)
    assert len(table.cells) == 4


def test_pages_without_text_are_told_and_a_document_without_text_is_refused(make_pdf):
    document = read_document(make_pdf(show(50, 700, "Text 12"), "10 10 50 50 re f"))
    assert [(notice.code, notice.params["pages"]) for notice in document.notices] == [("D23", "2")]
    with pytest.raises(GoujiError) as caught:
        read_document(make_pdf("10 10 50 50 re f"))
    assert [problem.code for problem in caught.value.problems] == ["D03", "D23"]


def test_limits(make_pdf):
    path = make_pdf(*[show(50, 700, "Text")] * 4)
    with pytest.raises(GoujiError) as caught:
        read_document(path, Limits(pages=3))
    assert caught.value.problems[0].code == "D11"


STEPS = st.tuples(st.sampled_from((0, 5, 10, 10, 10, 25, -30)), st.sampled_from((0, 0, 0, 3, 8, -12)), st.sampled_from((0.5, 10, 10, 12)))


@given(st.lists(STEPS, min_size=2, max_size=12))
def test_a_word_measured_as_a_whole_is_cut_as_if_read_one_by_one(steps):
    boxes, left, bottom = array("f"), 100.0, 500.0
    for right, up, high in steps:
        left, bottom = left + right, bottom + up
        boxes.extend((left, bottom, left + 9, bottom + high))
    sides = tuple(boxes[side::4].tolist() for side in range(4))
    measured = list(pdf_page._pieces("甲" * len(steps), boxes, 0, (600, 800)))
    assert measured == list(pdf_page._cut(sides, 0, len(steps)))
