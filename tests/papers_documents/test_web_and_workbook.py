"""HTML with spans, hidden parts and layout tables; XLSX with percentages, merged cells, hidden rows and sheets."""

import openpyxl
import pytest

from gouji.papers.documents import BlockKind
from gouji.papers.documents import read_document


@pytest.fixture
def page(tmp_path):
    def page(body):
        path = tmp_path / "a.html"
        head = "<head><title>9</title><style>p{width:5px}</style></head>"
        path.write_text(f"<!DOCTYPE html><html>{head}<body>{body}</body></html>", encoding="utf-8")
        return read_document(path)

    return page


def test_blocks_of_a_page(page, words):
    left_out = "<script>var a=5</script><p style='display: none'>6</p>"
    document = page(f"<h2>概况</h2><p>共有<b>12</b>人，\n其中 <span>3</span> 人。<br>另 4 人</p>{left_out}<ul><li>第一项</li></ul>")
    assert words(document) == ["概况", "共有12人， 其中 3 人。\n另 4 人", "第一项"]
    assert [(block.kind.value, block.level) for block in document.blocks] == [("heading", 2), ("paragraph", 0), ("item", 0)]
    assert [notice.code for notice in document.notices] == ["D21"]


def test_spans_of_a_table(page, rows):
    head = "<tr><td rowspan=2>项目</td><td colspan=2>学生</td></tr><tr><td>本年</td><td>上年</td></tr>"
    document = page(f"<table><caption>表 1 学生</caption>{head}<tr><td>甲</td><td><p>12</p></td><td>11</td></tr></table>")
    table = document.blocks[1].table
    assert rows(document) == [["项目", "学生"], ["本年", "上年"], ["甲", "12", "11"]]
    spans = [(cell.row, cell.column, cell.row_span, cell.column_span) for cell in table.cells[:4]]
    assert spans == [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]
    assert (table.header_rows, table.caption) == (2, 0)


def test_a_layout_table_is_no_table(page, rows):
    document = page("<table><tr><td>栏</td><td><table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table></td></tr></table>")
    assert rows(document) == [["甲", "1"], ["乙", "2"]]
    assert document.text.count("甲") == 1


def test_a_workbook(tmp_path, rows):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "收支"
    for row in (["项目", "2022年", "占比"], ["甲", 12.5, 0.9468], ["合计", None, 1]):
        sheet.append(row)
    sheet["C2"].number_format = "0.00%"
    sheet.merge_cells("A3:B3")
    sheet.row_dimensions[2].hidden = True
    hidden = book.create_sheet("附表")
    hidden["C5"] = 42
    hidden.sheet_state = "hidden"
    path = tmp_path / "a.xlsx"
    book.save(path)
    document = read_document(path)
    assert rows(document, 0) == [["项目", "2022年", "占比"], ["甲", "12.5", "94.68%"], ["合计", "1"]]
    assert [block.kind for block in document.blocks] == [BlockKind.HEADING, BlockKind.TABLE] * 2
    cell = document.blocks[1].table.cells[5]
    assert (cell.number_format, document.place(cell.start).words) == ("0.00%", "收支!C2")
    assert document.place(document.text.index("42")).words == "附表!C5"
    assert sorted(notice.code for notice in document.notices) == ["D25", "D26"]
