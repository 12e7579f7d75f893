import re
import time
import zipfile
from datetime import UTC
from datetime import datetime

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from lxml import etree

from gouji.messages import GoujiError
from gouji.papers.marking.docx import mark_docx
from gouji.papers.marking.mark import Mark

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WHEN = datetime(2024, 11, 5, 8, 30, tzinfo=UTC)


def marked(path, document, *numbers):
    marks = [Mark(start, start + len(number), f"矛盾：{number}", ("应为 1",)) for number in numbers for start in [document.text.index(number)]]
    target = path.with_name("批注.docx")
    mark_docx(document, marks, target, WHEN)
    return target


def commented(path, part="word/document.xml"):
    """Comment id → the text in its range."""
    with zipfile.ZipFile(path) as file:
        root = etree.fromstring(file.read(part))
    ranges, running = {}, []
    for element in root.iter():
        if element.tag == W + "commentRangeStart":
            running.append(element.get(W + "id"))
            ranges[element.get(W + "id")] = ""
        elif element.tag == W + "commentRangeEnd":
            running.remove(element.get(W + "id"))
        elif element.tag == W + "t":
            for each in running:
                ranges[each] += element.text
    assert running == []
    assert len(list(root.iter(W + "commentReference"))) == len(ranges)
    return ranges


def body(*paragraphs):
    return f"<w:body {nsdecls('w')}>{''.join(paragraphs)}<w:sectPr/></w:body>"


def package(path, *paragraphs):
    file = docx.Document()
    element = file.element.body
    for child in list(element):
        element.remove(child)
    for child in parse_xml(body(*paragraphs)):
        element.append(child)
    file.save(path)
    return path


def run(text, look=""):
    return f'<w:r w:rsidR="00A1">{look}<w:t xml:space="preserve">{text}</w:t></w:r>'


BOLD = '<w:rPr><w:b/><w:color w:val="FF0000"/></w:rPr>'
P = "<w:p>{}</w:p>".format


@pytest.mark.parametrize(
    ("paragraph", "number"),
    [
        pytest.param(P(run("就业率 95.34%，比上年高")), "95.34", id="inside one run"),
        pytest.param(P(run("就业率 95", BOLD) + run(".3") + run("4%")), "95.34", id="over three runs"),
        pytest.param(P(run("95.34")), "95.34", id="a run of its own"),
        pytest.param(P('<w:hyperlink w:anchor="a">' + run("见 95.34%") + "</w:hyperlink>"), "95.34", id="hyperlink"),
        pytest.param(P('<w:ins w:id="7" w:author="甲" w:date="2024-01-01T00:00:00Z">' + run("改为 95.34%") + "</w:ins>"), "95.34", id="insertion"),
        pytest.param(P("<w:sdt><w:sdtContent>" + run("率 95.34%") + "</w:sdtContent></w:sdt>"), "95.34", id="content control"),
        pytest.param(P(run("率 9") + '<w:hyperlink w:anchor="a">' + run("5.34%") + "</w:hyperlink>"), "95.34", id="into a hyperlink"),
        pytest.param(P("<w:r><w:t>率</w:t><w:tab/><w:t>95.34</w:t><w:br/><w:t>末</w:t></w:r>"), "95.34", id="between tab and break"),
        pytest.param("<w:tbl><w:tr><w:tc>" + P(run("合计 95.34 人")) + "</w:tc></w:tr></w:tbl>" + P(""), "95.34", id="cell of a table"),
    ],
)
def test_the_comment_lies_on_the_number_alone(make, tmp_path, paragraph, number):
    path = package(tmp_path / "原件.docx", paragraph)
    document = make.read_docx(path)
    target = marked(path, document, number)
    assert list(commented(target).values()) == [number]
    assert make.read_docx(target).text == document.text
    comment = next(iter(docx.Document(target).comments))
    assert (comment.author, comment.initials, comment.text) == ("勾稽", "勾", "矛盾：95.34\n应为 1")
    assert comment.timestamp == WHEN


def test_both_halves_of_a_run_look_the_same(make, tmp_path):
    path = package(tmp_path / "原件.docx", P(run("率 95.34% 末", BOLD)))
    target = marked(path, make.read_docx(path), "95.34")
    runs = [each for each in docx.Document(target).paragraphs[0].runs if each.text]
    assert [each.text for each in runs] == ["率 ", "95.34", "% 末"]
    assert all(each.bold and str(each.font.color.rgb) == "FF0000" for each in runs)


def test_several_comments_in_one_run_also_on_one_number(make, tmp_path):
    path = package(tmp_path / "原件.docx", P(run("共 10421 人，落实 9946 人，占 95.34%")))
    target = marked(path, make.read_docx(path), "95.34", "10421", "9946", "95.34", "10421 人，落实 9946")
    assert list(commented(target).values()).count("95.34") == 2
    assert sorted(commented(target).values()) == sorted(["95.34", "95.34", "10421", "9946", "10421 人，落实 9946"])


def test_comments_that_are_there_stay(make, tmp_path):
    file = docx.Document()
    paragraph = file.add_paragraph("率 95.34%")
    file.add_comment(paragraph.runs, "请核实", author="审计处", initials="审")
    file.save(tmp_path / "原件.docx")
    target = marked(tmp_path / "原件.docx", make.read_docx(tmp_path / "原件.docx"), "95.34")
    assert [(each.comment_id, each.author) for each in docx.Document(target).comments] == [(0, "审计处"), (1, "勾稽")]


def test_all_other_parts_stay_byte_for_byte(make, tmp_path):
    path = make.write_docx(tmp_path / "原件.docx")
    target = marked(path, make.read_docx(path), "95.34")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(target) as after:
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
        assert changed == {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
        assert set(after.namelist()) - set(before.namelist()) == {"word/comments.xml"}


TEXT_BOX = (
    '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="wps">'
    '<w:drawing><w:txbxContent>{}</w:txbxContent></w:drawing></mc:Choice></mc:AlternateContent></w:r>'
)


def test_a_number_in_a_text_box_is_commented_at_its_anchor(make, tmp_path):
    path = package(tmp_path / "原件.docx", P(run("前文") + TEXT_BOX.format(P(run("框内 95.34%"))) + run("后文")))
    target = marked(path, make.read_docx(path), "95.34")
    assert "文本框" in next(iter(docx.Document(target).comments)).text
    with zipfile.ZipFile(target) as file:
        root = etree.fromstring(file.read("word/document.xml"))
    assert not [each for each in root.iter(W + "commentRangeStart") if next(each.iterancestors(W + "txbxContent"), None) is not None]


def test_a_number_in_a_header_is_commented_at_the_beginning_of_the_body(make, tmp_path):
    file = docx.Document()
    file.add_paragraph("正文")
    file.sections[0].header.paragraphs[0].text = "年报 95.34"
    file.save(tmp_path / "原件.docx")
    document = make.read_docx(tmp_path / "原件.docx", ("word/document.xml", "word/header1.xml"))
    target = marked(tmp_path / "原件.docx", document, "95.34")
    assert list(commented(target).values()) == ["正文"]
    assert "页眉" in next(iter(docx.Document(target).comments)).text


def test_a_number_in_a_footnote_is_commented_at_its_reference(make, tmp_path):
    path = package(tmp_path / "有注.docx", P(run("第一段")), P(run("有注") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run("之后")))
    notes = f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2">{P(run("注：95.34%"))}</w:footnote></w:footnotes>'
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("word/footnotes.xml", notes)
    target = marked(path, make.read_docx(path, ("word/document.xml", "word/footnotes.xml")), "95.34")
    with zipfile.ZipFile(target) as file:
        xml = file.read("word/document.xml").decode()
    assert re.search(r'<w:commentRangeStart w:id="0"/><w:r><w:footnoteReference w:id="2"/></w:r><w:commentRangeEnd w:id="0"/>', xml)
    assert "脚注" in next(iter(docx.Document(target).comments)).text


def test_what_is_no_docx_is_refused(make, tmp_path):
    path = tmp_path / "旧.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0 old")
    document = make.plain(["率 95.34%"], str(path))
    with pytest.raises(GoujiError) as error:
        mark_docx(document, [Mark(2, 7, "矛盾", ())], tmp_path / "批注.docx")
    assert error.value.problems[0].code == "T01"
    assert not (tmp_path / "批注.docx").exists()


def test_a_thousand_comments_take_about_a_second(make, tmp_path):
    path = package(tmp_path / "原件.docx", *(P(run(f"第 {each} 段有 {each + 5000} 人，占 95.34%") + run("，其余从略。")) for each in range(1000)))
    document = make.read_docx(path)
    marks = [Mark(found.start(), found.end(), "矛盾", ("应为 1", "见另一处")) for found in re.finditer("95.34", document.text)]
    begin = time.perf_counter()
    mark_docx(document, marks, tmp_path / "批注.docx")
    assert time.perf_counter() - begin < 3  # 0.1 s where nothing else runs
    assert len(commented(tmp_path / "批注.docx")) == 1000


@settings(max_examples=40)
@given(st.lists(st.text("ab9 .%", min_size=1, max_size=8), min_size=1, max_size=8), st.lists(st.tuples(st.integers(0, 63), st.integers(1, 12)), max_size=6))
def test_however_runs_and_marks_fall_the_text_stays_and_each_range_is_its_stretch(make, tmp_path_factory, pieces, stretches):
    folder = tmp_path_factory.mktemp("law")
    path = package(folder / "原件.docx", P("".join(run(piece, BOLD if number % 2 else "") for number, piece in enumerate(pieces))))
    document = make.read_docx(path)
    length = sum(map(len, pieces))
    marks = [Mark(start % length, min(start % length + size, length), "矛盾", ()) for start, size in stretches]
    mark_docx(document, marks, folder / "批注.docx", WHEN)
    assert make.read_docx(folder / "批注.docx").text == document.text
    assert sorted(commented(folder / "批注.docx").values()) == sorted(document.text[mark.start:mark.end] for mark in marks)
