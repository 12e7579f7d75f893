"""The whole round in a real browser: asked, filled in, refused, mended, returned, approved, published, printed. Each station waits for what a person would see."""

import re

import openpyxl
from docx import Document

TITLE = "2023年度部门整体绩效目标申报"
FORM = "部门整体预算绩效目标申报表"
BOOK = "江门市技师学院2022年度部门整体绩效"
BALANCE = "收支预算应当平衡"  # the advice of the hard rule DB-R03: 收入来源合计 = 部门预算支出
TARGETS = [
    ("产出指标", "数量指标", "开展职业技能培训", "≥", 5200, "人次"),
    ("产出指标", "质量指标", "项目支出进度", "≥", 105, "%"),  # PT-R09: above 100 % asks for an explanation
    ("效益指标", "社会效益", "毕业生就业率", "≥", 95, "%"),
    ("满意度指标", "服务对象满意度", "学生满意度", "≥", 90, "%"),
]


def ask(page, picture):
    """The head asks for the form: three levels decide."""
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name="填报任务").click()
    page.get_by_role("link", name="布置填报任务").click()
    page.get_by_role("navigation", name="账簿").get_by_role("link", name=BOOK).click()
    page.get_by_role("combobox", name="报表").select_option(FORM)
    page.get_by_role("textbox", name="任务名称").fill(TITLE)
    for level, role, place in ((1, "审核员", "本单位"), (2, "负责人", "本单位"), (3, "主管部门", "上级")):
        page.get_by_label(f"第 {level} 级的角色").select_option(role)
        page.get_by_label(f"第 {level} 级在哪个单位").select_option(place)
    picture(page, "asking")
    page.get_by_role("button", name="布置", exact=True).click()
    page.get_by_role("status").filter(has_text="已布置，1 个单位的首页上会出现这项任务").wait_for()
    page.get_by_role("heading", name=TITLE).wait_for()
    picture(page, "asked")


def cell(page, row):
    """The last cell of a row of the grid: its figure."""
    return page.locator("#grid .tabulator-row").filter(has=page.get_by_text(row, exact=True)).locator(".tabulator-cell").last


def saved(page):
    page.locator("#saving", has_text="已保存").wait_for()


def sheet(page, name):
    page.get_by_role("navigation", name="报表").get_by_role("link", name=name).click()
    page.get_by_role("heading", name=name, exact=True).wait_for()


def fill_by_hand(page, picture):
    """From the home page to the grid; two cells with the keyboard, a block pasted from the clipboard."""
    page.get_by_role("region", name="待填报").get_by_role("link", name=TITLE).click()
    page.locator("#state", has_text="未填").wait_for()
    cell(page, "财政供养人员数").click()
    page.keyboard.type("236")
    page.keyboard.press("Enter")
    page.keyboard.type("0")
    page.keyboard.press("Enter")
    saved(page)
    page.locator("#filled", has_text="已填 2 / 8 格").wait_for()
    assert [cell(page, name).inner_text() for name in ("财政供养人员数", "下属二级单位数")] == ["236", "0"]
    sheet(page, "预算整体情况")
    page.evaluate("navigator.clipboard.writeText('3600.00\\r\\n11900.50\\r\\n80\\r\\n')")  # three rows of a column, as Excel copies them
    cell(page, "其中：基本支出").click()
    page.keyboard.press("Control+V")
    page.locator("#filled", has_text="已填 5 / 8 格").wait_for()
    assert cell(page, "部门预算支出").inner_text() == "15580.50"  # 3600.00 + 11900.50 + 80: derived at once
    page.locator("#state", has_text="填报中").wait_for()
    picture(page, "filled-by-hand")


def fill_with_excel(page, folder, picture):
    """The form as a workbook: the incomes and the targets are filled in there, and uploaded."""
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载 Excel").click()
    path = folder / taken.value.suggested_filename
    taken.value.save_as(path)
    book = openpyxl.load_workbook(path)
    budget = book["预算整体情况"]
    assert budget["D5"].value == 3600
    for place, value in (("D10", 13000), ("D11", 2500.5), ("D12", 90)):  # 15590.50: ten more than is to be spent
        budget[place] = value
    for line, texts in enumerate(TARGETS, 3):
        for column, text in enumerate(texts, 1):
            book["绩效指标"].cell(line, column, text)
    book.save(path)
    page.get_by_role("link", name="上传 Excel").click()
    page.get_by_label("文件（.xlsx）").set_input_files(path)
    page.get_by_role("button", name="上传").click()
    page.get_by_role("status").filter(has_text="收下 3 格、4 行").wait_for()
    picture(page, "uploaded")
    page.get_by_role("link", name="返回填报").first.click()
    page.locator("#filled", has_text="已填 8 / 8 格").wait_for()


def be_refused(page, picture):
    """A hard rule and an unanswered finding stand in the way of handing in."""
    sheet(page, "绩效指标")
    assert page.locator("#grid .tabulator-row").count() == len(TARGETS)
    page.get_by_role("link", name="核对后上报").click()
    page.get_by_role("alert").filter(has_text="还不能上报").wait_for()
    assert page.get_by_role("button", name=f"上报{TITLE}").is_disabled()
    picture(page, "refused")
    page.get_by_role("alert").get_by_role("link").first.click()
    page.locator(".card-hard", has_text=BALANCE).wait_for()
    picture(page, "finding")


def mend(page, picture):
    """The figure is put right, the finding that asks for it is explained."""
    sheet(page, "预算整体情况")
    cell(page, "其他收入").click()
    page.keyboard.type("80")
    page.keyboard.press("Enter")
    page.locator(".card-hard").wait_for(state="detached")
    soft = page.locator("#cards .card-soft").first
    soft.get_by_text("确认或说明").click()
    soft.get_by_label("说明原因").check()
    soft.get_by_label("文字说明").fill("含上年结转项目的续建支出，按年初预算计算会超过100%。")
    soft.get_by_role("button", name="答复").click()
    page.locator("#cards .card-settled", has_text="续建支出").wait_for()
    page.locator("#counts", has_text=re.compile(r"0\s*要改\s*0\s*要说明")).wait_for()
    picture(page, "mended")


def hand_in(page, words=""):
    page.get_by_role("link", name="核对后上报").click()
    page.get_by_label("随附的话").fill(words)
    page.get_by_role("button", name=f"上报{TITLE}").click()
    page.locator("#state", has_text="已上报").wait_for()


def waiting(page, running, group):
    """The round in a group of the home page's list."""
    page.goto(f"{running.address}/")
    return page.get_by_role("region", name=group).get_by_role("link", name=TITLE)


def return_one_row(page, running, picture):
    """The reviewer sends back one row, with a reason."""
    waiting(page, running, "待审核").click()
    page.get_by_role("checkbox", name="退回 财政供养人员数").check()
    page.get_by_label("意见", exact=True).fill("与编制部门核定的 238 人不一致，请核对。")
    page.get_by_label("退回原因", exact=True).select_option(index=1)
    picture(page, "returning")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="退回", exact=True).click()
    page.get_by_role("status").filter(has_text="退回").first.wait_for()
    picture(page, "returned")


def mend_returned(page, running, picture):
    waiting(page, running, "待填报").click()
    page.get_by_role("alert").filter(has_text="退回 1 处").get_by_text("238 人").wait_for()
    picture(page, "sent-back")
    page.get_by_role("alert").get_by_role("button", name="财政供养人员数").click()
    page.locator("#grid .returned").wait_for()
    page.keyboard.type("238")
    page.keyboard.press("Enter")
    saved(page)


def approve(page, running, picture):
    """Whoever's turn it is finds it on the home page and agrees."""
    waiting(page, running, "待审核").click()
    page.get_by_role("button", name="通过", exact=True).click()
    page.get_by_role("button", name="通过", exact=True).wait_for(state="detached")
    picture(page, "approved")


def publish(page, picture):
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="发布", exact=True).click()
    page.get_by_role("heading", name=TITLE).wait_for()
    page.get_by_text("第 1 号").first.wait_for()
    page.get_by_role("row", name="财政供养人员数").filter(has_text="238").wait_for()
    picture(page, "published")


def report(page, running, folder, picture):
    """The report is built in the background, downloaded, and its figures explain themselves."""
    page.goto(f"{running.address}/reports/")
    page.locator(".shelf", has=page.get_by_role("heading", name=BOOK)).get_by_role("link", name="生成其他报告").click()
    page.get_by_role("combobox", name="报表").select_option(FORM)
    page.get_by_role("combobox", name="期间").fill("2023年")
    picture(page, "building")
    page.get_by_role("button", name="生成报告").click()
    page.get_by_role("link", name="查看结果").wait_for(timeout=60_000)
    picture(page, "built")
    page.get_by_role("link", name="查看结果").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Word").first.click()
    path = folder / "report.docx"
    taken.value.save_as(path)
    printed = [entry.text for table in Document(path).tables for row in table.rows for entry in row.cells]
    assert {"238", "15580.50"} <= set(printed)
    page.get_by_role("link", name="第 1 版").click()
    frame = page.frame_locator("iframe.sheet")
    frame.get_by_text("15580.50").first.click()
    frame.get_by_text("3600.00").last.wait_for()
    picture(page, "explained")


def test_a_round(walk, running, tmp_path, picture):
    head = walk("head")
    ask(head, picture)
    filler = walk("filler", permissions=["clipboard-read", "clipboard-write"])
    picture(filler, "home")
    fill_by_hand(filler, picture)
    fill_with_excel(filler, tmp_path, picture)
    be_refused(filler, picture)
    mend(filler, picture)
    hand_in(filler, "请审核。")
    reviewer = walk("reviewer")
    return_one_row(reviewer, running, picture)
    mend_returned(filler, running, picture)
    hand_in(filler, "已按核定数改正。")
    bureau = walk("bureau")
    for page in (reviewer, head, bureau):
        approve(page, running, picture)
    publish(bureau, picture)
    report(head, running, tmp_path, picture)
