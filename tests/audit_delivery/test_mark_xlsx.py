import zipfile

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from gouji.papers.documents import Document
from gouji.papers.documents import SourcePlace
from gouji.papers.marking.mark import Mark
from gouji.papers.marking.xlsx import mark_xlsx


class Listed:
    def __init__(self, places):
        self.places = places

    def place(self, offset):
        return self.places[min(offset, len(self.places) - 1)]


@pytest.fixture
def path(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表1"
    for row in [("项目", "人数"), ("助学金", 1200), ("免学费", 800), ("合计", 2100)]:
        sheet.append(row)
    sheet["B4"].font = Font(bold=True)
    sheet["B4"].number_format = "#,##0"
    other = book.create_sheet("表2")
    other["A1"] = "=表1!B4"
    other["B2"] = 5
    other["B2"].comment = Comment("已核", "甲")
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def read(path):
    book = openpyxl.load_workbook(path, data_only=False)
    text, places = "", []
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    for offset, character in enumerate(str(cell.value)):
                        text += character
                        places.append(SourcePlace(sheet=sheet.title, cell=cell.coordinate, offset=offset))
                    text += "\n"
                    places.append(places[-1])
    return Document(str(path), "xlsx", text, (), (), Listed(places))


def marked(path, *numbers):
    document = read(path)
    starts = [document.text.index(each) for each in numbers]
    marks = [Mark(start, start + len(each), f"矛盾：{each}", ("应为 1",)) for start, each in zip(starts, numbers, strict=True)]
    target = path.with_name("b.xlsx")
    mark_xlsx(document, marks, target)
    return target


def test_the_comment_stands_on_the_cell_and_the_cell_turns_red(path):
    book = openpyxl.load_workbook(marked(path, "2100"))
    cell = book["表1"]["B4"]
    assert cell.comment.text == "矛盾：2100\n应为 1"
    assert cell.comment.author == "勾稽"
    assert cell.fill.fgColor.rgb == "FFFFC7CE"
    assert (cell.value, cell.font.bold, cell.number_format) == (2100, True, "#,##0")
    assert book["表1"]["B2"].comment is None
    assert book["表2"]["A1"].value == "=表1!B4"


def test_two_findings_on_one_cell_share_a_comment(path):
    book = openpyxl.load_workbook(marked(path, "2100", "100"))  # 100 is found inside 2100
    assert book["表1"]["B4"].comment.text == "矛盾：2100\n应为 1\n\n矛盾：100\n应为 1"


def test_comments_that_are_there_stay(path):
    document = read(path)
    start = document.text.rindex("5")
    mark_xlsx(document, [Mark(start, start + 1, "存疑", ("请核对",))], path.with_name("b.xlsx"))
    assert openpyxl.load_workbook(path.with_name("b.xlsx"))["表2"]["B2"].comment.text == "已核\n\n勾稽：存疑\n请核对"


def test_the_other_sheets_stay_byte_for_byte(path):
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(marked(path, "2100")) as after:
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
        assert changed == {"xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml"}
        assert {"xl/comments/comment1.xml"} <= {*before.namelist()}  # that of the second sheet
        rows = before.read("xl/worksheets/sheet1.xml").partition(b"<sheetData>")[2].partition(b"</row>")[0]
        assert rows in after.read("xl/worksheets/sheet1.xml")
