"""A document is handed in, its wrong total found, decided on, taken away with the comment, and deleted for good."""

import zipfile

import pytest
from docx import Document

NAME = "2024年度工作报告.docx"
ROWS = [("专业大类", "在校生（人）"), ("装备制造", "1250"), ("电子信息", "980"), ("财经商贸", "760"), ("合计", "3000")]  # 1250 + 980 + 760 = 2990


@pytest.fixture
def document(tmp_path):
    paper = Document()
    paper.add_heading("2024年度工作报告", 0)
    paper.add_paragraph("学校设三个专业大类，各专业大类在校生人数如下表。")
    table = paper.add_table(len(ROWS), 2)
    for row, texts in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    path = tmp_path / NAME
    paper.save(path)
    return path


def test_an_audit(walk, running, document, tmp_path, picture):
    page = walk("filler")
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name="文档核对").click()
    page.locator("input[name=files]").set_input_files(document)
    page.get_by_text(NAME).wait_for()
    picture(page, "audit-chosen")
    page.get_by_role("button", name="上传并核对").click()
    page.get_by_role("heading", name=NAME).wait_for()
    finding = page.get_by_role("article").filter(has_text="3000").first
    finding.wait_for(timeout=60_000)
    assert "2990" in finding.inner_text().replace(",", "")
    picture(page, "audit-found")
    finding.get_by_role("button", name="确认有误").click()
    page.get_by_role("article").filter(has_text="撤销决定").wait_for()
    page.locator("#counts a", has_text="确认").first.wait_for()
    picture(page, "audit-decided")
    page.get_by_text("下载", exact=True).click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="带批注的原件").click()
    commented = tmp_path / "commented.docx"
    taken.value.save_as(commented)
    with zipfile.ZipFile(commented) as parts:
        assert "2990" in parts.read("word/comments.xml").decode().replace(",", "")
    Document(commented)  # opens again
    address = page.url
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="彻底删除").click()
    page.get_by_text("还没有上传过文档").wait_for()
    assert page.goto(address).status == 404
    assert not [path for path in (running.data / "documents").rglob("*") if path.is_file()]
