"""DOCX: what must neither be lost nor doubled, spans, and anchors that lead back to the run."""

import random
import zipfile

import pytest
from lxml import etree

from gouji.papers.documents import BlockKind
from gouji.papers.documents import read_document

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def p(*runs, style="", more=""):
    properties = f'<w:pPr>{f"""<w:pStyle w:val="{style}"/>""" if style else ""}{more}</w:pPr>'
    return f"<w:p>{properties}{''.join(run if run.startswith('<') else r(run) for run in runs)}</w:p>"


def r(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def tc(*content, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(each if each.startswith('<') else p(each) for each in content)}</w:tc>"


def tbl(*rows):
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


BOX = "<wps:txbx><w:txbxContent><w:p><w:r><w:t>框内 77 人</w:t></w:r></w:p></w:txbxContent></wps:txbx>"
CHOICE, FALLBACK = f"<mc:Choice Requires='wps'><w:drawing>{BOX}</w:drawing></mc:Choice>", f"<mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback>"
SHAPE = f"<w:r><mc:AlternateContent>{CHOICE}{FALLBACK}</mc:AlternateContent></w:r>"
INSERTED, DELETED = "<w:ins><w:r><w:t>12</w:t></w:r></w:ins>", "<w:del><w:r><w:delText>13</w:delText></w:r></w:del>"
MOVED_FROM, MOVED_TO = "<w:moveFrom><w:r><w:t>5项</w:t></w:r></w:moveFrom>", "<w:moveTo><w:r><w:t>5项</w:t></w:r></w:moveTo>"
FIELD = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
SEQUENCE, TAGGED = '<w:fldSimple w:instr="SEQ"><w:r><w:t>3</w:t></w:r></w:fldSimple>', "<w:smartTag><w:r><w:t>甲</w:t></w:r></w:smartTag>"
RUBY = "<w:r><w:ruby><w:rt><w:r><w:t>11</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>22</w:t></w:r></w:rubyBase></w:ruby></w:r>"

INLINE = [
    ("tracked changes are accepted", p("共", INSERTED, DELETED, "人"), ["共12人"]),
    ("moved text stands at its new place", p(MOVED_FROM, "甲", MOVED_TO), ["甲5项"]),
    ("content control", p("共", "<w:sdt><w:sdtContent><w:r><w:t>12</w:t></w:r></w:sdtContent></w:sdt>", "人"), ["共12人"]),
    ("content control around paragraphs", f"<w:sdt><w:sdtContent>{p('共3人')}</w:sdtContent></w:sdt>", ["共3人"]),
    ("smart tag and simple field", p("图", SEQUENCE, TAGGED), ["图3甲"]),
    ("field with its result", p(FIELD[0], "<w:r><w:instrText>= 1+98</w:instrText></w:r>", FIELD[1], "99", FIELD[2], "人"), ["99人"]),
    ("text box once", p("正文", SHAPE, "8人"), ["正文8人", "框内 77 人"]),
    ("hidden text", p("共12人", r("99", "<w:vanish/>"), r("98", '<w:rStyle w:val="H"/>'), r("3", '<w:vanish w:val="0"/>')), ["共12人3"]),
    ("tab, break, hyphen", p("<w:r><w:t>1</w:t><w:tab/><w:t>2</w:t><w:br/><w:t>3</w:t><w:noBreakHyphen/></w:r>"), ["1\t2\n3-"]),
    ("formula", p("率=", "<m:oMath><m:r><m:t>95</m:t></m:r></m:oMath>", "%"), ["率=95%"]),
    ("phonetic guide", p(RUBY), ["22"]),
    ("deleted paragraph mark", p("共12", more="<w:rPr><w:del/></w:rPr>") + p("人。"), ["共12人。"]),
    ("strange white space", p("  共 1 2人  "), ["共 1 2人"]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), [case[1:] for case in INLINE], ids=[case[0] for case in INLINE])
def test_nothing_is_lost_or_doubled(make_docx, words, body, expected):
    assert words(read_document(make_docx(body))) == expected


def test_notices_tell_of_changes_and_hidden_text(make_docx):
    body = p("共", "<w:ins><w:r><w:t>12</w:t></w:r></w:ins>", "<w:del><w:r><w:delText>1</w:delText></w:r></w:del>", r("9", "<w:vanish/>"))
    assert [notice.code for notice in read_document(make_docx(body)).notices] == ["D22", "D21"]


def test_styles_make_kinds_and_levels(make_docx):
    long = "本章" + "说明各项工作的进展情况，" * 12 + "。"
    numbered = "<w:numPr><w:numId w:val='1'/></w:numPr>"
    styled = (("概况", "1"), ("条件", "1a"), ("概况 3", "T"), ("师资 12 人", "C"), (long, "1"))
    body = "".join(p(text, style=style) for text, style in styled) + p("其他事项", more=numbered)
    found = [(block.kind.value, block.level) for block in read_document(make_docx(body)).blocks]
    assert found == [("heading", 1), ("heading", 1), ("contents", 0), ("caption", 0), ("paragraph", 0), ("item", 0)]


def test_spans_are_one_cell(make_docx, rows):
    restart, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    document = read_document(make_docx(tbl(
        tc("项目", properties=restart) + tc("学生", properties='<w:gridSpan w:val="2"/>'),
        tc("", properties=go_on) + tc("本年") + tc("上年"),
        tc("甲") + tc("12") + tc("11"),
    )))  # fmt: skip
    table = document.blocks[0].table
    assert rows(document) == [["项目", "学生"], ["本年", "上年"], ["甲", "12", "11"]]
    spans = [(cell.row, cell.column, cell.row_span, cell.column_span) for cell in table.cells[:4]]
    assert spans == [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]
    assert (table.rows, table.columns, table.header_rows) == (3, 3, 2)


def test_tables_in_tables_rows_in_controls_and_deleted_rows(make_docx, rows):
    inner = tbl(tc("7") + tc("8"))
    row = f"<w:sdt><w:sdtContent><w:tr>{tc('乙')}{tc('2')}</w:tr></w:sdtContent></w:sdt>"
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{tc('丙')}{tc('3')}</w:tr>"
    document = read_document(make_docx(f"<w:tbl><w:tr>{tc('甲')}{tc('1', inner)}</w:tr>{row}{gone}</w:tbl>"))
    assert rows(document) == [["甲", "1\n7\t8"], ["乙", "2"]]


def test_a_frame_around_prose_is_no_table(make_docx, words):
    document = read_document(make_docx(tbl(tc("案例 1 校企合作", "全年培训 300 人。"))))
    assert words(document) == ["案例 1 校企合作", "全年培训 300 人。"]
    assert not any(block.table for block in document.blocks)


def test_notes_heads_and_feet_come_last_and_once(make_docx, words):
    notes = f'<w:footnote w:type="separator">{p("0")}</w:footnote><w:footnote w:id="1">{p("注 5 项")}</w:footnote>'
    document = read_document(make_docx(p("正文"), footnotes=notes, header=p("年报 2023"), header2=p("年报 2023"), footer=p("- 1 -")))
    assert words(document) == ["正文", "注 5 项", "年报 2023", "- 1 -"]
    assert [block.kind for block in document.blocks[1:]] == [BlockKind.FOOTNOTE, BlockKind.PAGE_HEADER, BlockKind.PAGE_FOOTER]
    assert document.place(document.text.index("5")).part == "word/footnotes.xml"


def _run_text(run):
    signs = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
    return "".join((child.text or "") if child.tag == f"{W}t" else signs.get(etree.QName(child).localname, "") for child in run)


@pytest.mark.parametrize("seed", range(5))
def test_every_digit_is_found_again_in_its_run(make_docx, seed):
    chance = random.Random(seed)  # noqa: S311
    sentence = "全年收入33555.52万元，比上年增加2865.69万元，增长9.34%。"

    def cut():
        places = sorted(chance.sample(range(1, len(sentence)), 6))
        return [sentence[a:b] for a, b in zip([0, *places], [*places, None], strict=True)]

    strange = ["<w:del><w:r><w:delText>5</w:delText></w:r></w:del>", SHAPE, r("9", "<w:vanish/>"), "<w:r><w:tab/><w:t>66</w:t></w:r>"]
    parts = ([p(*cut(), chance.choice(strange), *cut()), tbl(tc(*cut()) + tc(p(*cut(), chance.choice(strange))))] for _part in range(8))
    body = "".join(map(chance.choice, parts))
    path = make_docx(body)
    document = read_document(path)
    with zipfile.ZipFile(path) as file:
        root = etree.fromstring(file.read("word/document.xml"))
    runs, paragraphs = list(root.iter(f"{W}r")), list(root.iter(f"{W}p"))
    for offset, sign in enumerate(document.text):
        if sign.isdigit():
            place = document.place(offset)
            assert _run_text(runs[place.run])[place.offset] == sign
            assert next(runs[place.run].iterancestors(f"{W}p")) is paragraphs[place.paragraph]


def test_words_for_people(make_docx):
    document = read_document(make_docx(p("共 12 人。") + tbl(tc("甲") + tc("数"), tc("乙") + tc("34"))))
    assert document.place(document.text.index("12")).words == "第 1 段"
    assert document.place(document.text.index("34")).words.endswith("表 1 第 2 行第 2 列")
