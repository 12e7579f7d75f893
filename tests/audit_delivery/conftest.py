"""Documents of a few sentences in every format, read in the simplest way that keeps to the contract of places, and audits made by hand."""

import re
import zipfile
from fractions import Fraction
from types import SimpleNamespace

import docx
import pytest
from lxml import etree

from gouji.audit.claims import Audit
from gouji.audit.claims import Claim
from gouji.audit.claims import Coverage
from gouji.audit.claims import Finding
from gouji.audit.claims import Spot
from gouji.audit.claims import Unassessed
from gouji.audit.decisions import fingerprint
from gouji.numbers import Verdict
from gouji.papers.documents import Block
from gouji.papers.documents import BlockKind
from gouji.papers.documents import Cell
from gouji.papers.documents import Document
from gouji.papers.documents import SourcePlace
from gouji.papers.documents import Table

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SINGLE = (W + "tab", W + "br", W + "cr", W + "noBreakHyphen")


class Listed:
    """Anchors as a list with a place for each character."""

    def __init__(self, places):
        self.places = places

    def place(self, offset):
        return self.places[min(offset, len(self.places) - 1)]


def plain(lines, path="报告.txt"):
    """A text whose lines are paragraphs; `# ` begins a heading; a list of lists is a table with one header row."""
    text, blocks = "", []
    tables = 0
    for line in lines:
        start = len(text)
        if isinstance(line, list):
            tables += 1
            cells = []
            for row, values in enumerate(line):
                for column, value in enumerate(values):
                    cells.append(Cell(len(text), len(text) + len(value), row, column))
                    text += value + "\t"
                text = text[:-1] + "\n"
            blocks.append(Block(BlockKind.TABLE, start, len(text) - 1, table=Table(tuple(cells), len(line), len(line[0]), 1, number=tables)))
            continue
        level = len(line) - len(line.lstrip("#"))
        text += line.lstrip("# ") + "\n"
        blocks.append(Block(BlockKind.HEADING if level else BlockKind.PARAGRAPH, start, len(text) - 1, level=level))
    return Document(path, "text", text, tuple(blocks), (), Listed([SourcePlace(offset=offset) for offset in range(len(text) + 1)]))


def read_docx(path, parts=("word/document.xml",)):
    """A DOCX by its paragraphs, with the places of the contract."""
    text, blocks, places = "", [], []
    with zipfile.ZipFile(path) as file:
        for part in parts:
            root = etree.fromstring(file.read(part))
            paragraphs = {each: number for number, each in enumerate(root.iter(W + "p"))}
            start = len(text)
            current = None
            for number, run in enumerate(root.iter(W + "r")):
                paragraph = next(run.iterancestors(W + "p"))
                if paragraph is not current and current is not None:
                    text += "\n"
                    places.append(places[-1])
                    blocks.append(Block(BlockKind.PARAGRAPH, start, len(text) - 1))
                    start = len(text)
                current = paragraph
                offset = 0
                for child in run:
                    piece = child.text or "" if child.tag == W + "t" else "\t" if child.tag in SINGLE else ""
                    for character in piece:
                        places.append(SourcePlace(part=part, paragraph=paragraphs[paragraph], run=number, offset=offset))
                        text += character
                        offset += 1
            blocks.append(Block(BlockKind.PARAGRAPH, start, len(text)))
            text += "\n"
            places.append(places[-1] if places else SourcePlace())
    return Document(str(path), "docx", text, tuple(blocks), (), Listed(places))


def spot(text, printed, unit="", nth=0):
    """The nth occurrence of a number in the text."""
    start = [found.start() for found in re.finditer(re.escape(printed), text)][nth]
    return Spot(printed, unit, start, start + len(printed))


def finding(number, claims, index, **more):
    """A finding on one claim."""
    claim = claims[index]
    words = {"place": "", "quote": "", "culprit": "", "repair": "", "advice": "", **more}
    name = fingerprint(claim.kind, claim.subject, "", claim.claim.unit, [each.unit for each in claim.operands])
    return Finding(f"F{number}", claim.kind, claim.verdict, claim.confidence, claim.claim, claim.message, (index,), fingerprint=name, **words)


LINES = [
    "# 第一章 学生发展",
    "2024 届毕业生 10421 人，去向落实 9946 人，去向落实率 95.34%。",
    "## 1.1 资助",
    [["项目", "人数", "占比"], ["国家助学金", "1,200", "60.00%"], ["免学费", "800", "40.00%"], ["合计", "2,100", "100.00%"]],
    "# 第二章 教师队伍",
    "专任教师 320 人，其中<b>双师型</b>教师 240 人，占 75.0%；生师比 17.66:1。据统计，上年毕业生 10241 人。",
]


def make_audit(text, path="报告.txt"):
    """The audit of LINES: one wrong rate, one wrong total, one restatement to ask about, one truncation, one relation that holds."""
    claims = (
        Claim("ratio", Verdict.CONTRADICTS, spot(text, "95.34", "%"), (spot(text, "9946", "人"), spot(text, "10421", "人")), "a / b * 100",
              Fraction(994600, 10421), 95, "去向落实率算得 95.44%，文中为 95.34%", "digits", "请核对", "去向落实率"),
        Claim("sum", Verdict.CONTRADICTS, spot(text, "2,100", "人"), (spot(text, "1,200", "人"), spot(text, "800", "人")), "a + b",
              Fraction(2000), 90, "各项之和为 2,000 人，合计栏为 2,100 人", "total", "", "资助人数"),
        Claim("restatement", Verdict.SUSPICIOUS, spot(text, "10241", "人"), (spot(text, "10421", "人"),), "a", Fraction(10421), 60,
              "毕业生人数两处不同", "swap", "", "毕业生"),
        Claim("ratio", Verdict.TRUNCATED, spot(text, "17.66"), (spot(text, "10421", "人"), spot(text, "320", "人")), "a / b",
              Fraction(10421, 320), 40, "生师比是截位", "cut", "", "生师比"),
        Claim("ratio", Verdict.HOLDS, spot(text, "75.0", "%"), (spot(text, "240", "人"), spot(text, "320", "人")), "a / b * 100", Fraction(75), 95,
              "占比相符", "", "", "双师型教师"),
    )
    findings = (
        finding(1, claims, 0, culprit="第 2 位小数前的数字有误", repair="应为 95.44", advice="请核对去向落实人数"),
        finding(2, claims, 1, repair="应为 2,000"),
        finding(3, claims, 2, culprit="相邻两位数字颠倒"),
        finding(4, claims, 3),
    )
    unassessed = (Unassessed("ratio", spot(text, "60.00", "%"), "缺基数"),)
    return Audit(path, "报告", claims, findings, unassessed, Coverage(14, 10, 3), ("本报告的百分比按截位书写",), ())


def audit_of(document, claims, title="报告", **more):
    """An audit with a finding for each claim."""
    findings = tuple(finding(number + 1, claims, number, **more) for number in range(len(claims)))
    return Audit(document.path, title, tuple(claims), findings, (), Coverage(1, 1, 0), (), ())


@pytest.fixture(scope="session")
def make():
    """What makes documents and audits, for tests that need more than the usual ones."""
    return SimpleNamespace(plain=plain, read_docx=read_docx, write_docx=write_docx, audit=make_audit, audit_of=audit_of, spot=spot, lines=LINES)


@pytest.fixture
def document():
    return plain(LINES)


@pytest.fixture
def audit(document):
    return make_audit(document.text)


def write_docx(path):
    """LINES as a DOCX, numbers broken over runs, in a table, a hyperlink, an insertion and a content control."""
    file = docx.Document()
    for line in LINES:
        if isinstance(line, list):
            table = file.add_table(len(line), len(line[0]), style="Table Grid")
            for row, values in enumerate(line):
                for column, value in enumerate(values):
                    table.cell(row, column).text = value
        elif line.startswith("#"):
            file.add_heading(line.lstrip("# "), len(line) - len(line.lstrip("#")))
        else:
            paragraph = file.add_paragraph()
            for position, piece in enumerate(re.split(r"(?<=\d)(?=\d{2})", line)):
                paragraph.add_run(piece).bold = bool(position % 2)
    file.save(path)
    return path
