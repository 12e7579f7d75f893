"""Nothing that is typed into the grid is lost: after a double click, Enter or F2, straight into a cell, through an input method, while answers come in."""

from decimal import Decimal

import pytest

FORM, REGISTER = "中职质量年报", "部门整体支出绩效自评报告"


@pytest.fixture
def grid(walk):
    """Opens a task of the filler at a table; gives the page."""
    def enter(title, table, cell):
        page = walk("filler")
        page.get_by_role("link", name=title).first.click()
        page.wait_for_url("**/collect/**")
        page.goto(f"{page.url.partition('?')[0]}?table={table}")
        page.locator(f"#grid {cell}").first.wait_for()
        return page
    return enter


def middle(page, selector):
    box = page.locator(selector).first.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def stands(page, key):
    """The figure of a cell: once it was saved it is written with its decimals, before as it was typed."""
    return Decimal(page.evaluate("key => window.goujiEntry.cells[key].text", key))


def built(page):
    """Waits until the grid has chosen its first cell, and taken the focus or not."""
    page.locator('#grid .tabulator-tableholder[role="rowgroup"]').wait_for()


def type_slowly(page, text):
    """As a person types: answers of the server come in between."""
    for sign in text:
        page.keyboard.type(sign)
        page.wait_for_timeout(40)


def test_figures(grid):
    page = grid(FORM, "表1", ".cell-input")
    keys = page.eval_on_selector_all("#grid .cell-input", "all => all.slice(0, 6).map(each => each.dataset.key)")
    places = [f'#grid [data-key="{key}"]' for key in keys]
    for count, place in enumerate(places[:3]):  # one double click after the other, typed at once
        page.mouse.dblclick(*middle(page, place))
        page.keyboard.type(f"1{count}")
    for begin, place in (("F2", places[3]), ("Enter", places[4])):
        page.mouse.click(*middle(page, place))
        page.keyboard.press(begin)
        page.keyboard.type(f"2{begin[-1].replace('r', '3')}")
    page.mouse.click(*middle(page, places[5]))
    page.keyboard.type("456")
    page.keyboard.press("Enter")
    assert [stands(page, key) for key in keys] == [10, 11, 12, 22, 23, 456]


def test_what_is_typed_as_soon_as_the_page_is_open(grid):
    page = grid(FORM, "表1", ".cell-input")
    built(page)
    key = page.locator("#grid .cell-input").first.get_attribute("data-key")
    assert page.evaluate("window.scrollY") == 0
    page.keyboard.type("14")
    page.keyboard.press("Enter")
    assert stands(page, key) == 14


def test_the_grid_leaves_the_focus_where_somebody_put_it(grid):
    page = grid(FORM, "表1", ".cell-input")
    page.add_init_script("addEventListener('readystatechange', () => document.readyState === 'interactive' && document.querySelector('a[data-table]').focus(), true)")
    page.reload()
    built(page)
    assert page.evaluate("document.activeElement.matches('a[data-table]')")


def test_the_drawer_takes_no_keystrokes(grid):
    page = grid(FORM, "表1", ".cell-derived")
    key = page.locator("#grid .cell-input").nth(1).get_attribute("data-key")
    page.mouse.dblclick(*middle(page, "#grid .cell-derived"))  # opens the drawer: its answer comes while the next cell is typed in
    page.mouse.dblclick(*middle(page, f'#grid [data-key="{key}"]'))
    type_slowly(page, "123456789")
    page.locator("#drawer-content #cell-title").wait_for()
    page.keyboard.press("Enter")
    assert stands(page, key) == 123456789


def test_an_input_method_composes_into_the_cell(grid):
    page = grid(FORM, "表1", ".cell-input")
    keys = page.eval_on_selector_all("#grid .cell-input", "all => all.slice(0, 2).map(each => each.dataset.key)")
    browser = page.context.new_cdp_session(page)
    for key, sign in zip(keys, ("Process", "n"), strict=True):  # Windows and Linux say Process, macOS the letter
        page.mouse.click(*middle(page, f'#grid [data-key="{key}"]'))
        browser.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": sign, "code": "KeyN", "windowsVirtualKeyCode": 229})
        browser.send("Input.imeSetComposition", {"text": "n", "selectionStart": 1, "selectionEnd": 1})
        browser.send("Input.insertText", {"text": "34"})
        page.keyboard.press("Enter")
        assert stands(page, key) == 34


def test_a_row_that_was_saved_leaves_the_next_cell_alone(grid):
    page = grid(REGISTER, "管理制度", ".cell-input")
    row = page.locator("#grid .tabulator-row").nth(1)
    number, pages = row.locator('[tabulator-field="文号"]'), row.locator('[tabulator-field="章节"]')
    for typed in ("一", "二"):  # the second is sent before the first was answered
        number.dblclick()
        page.keyboard.press("Control+a")
        page.keyboard.type(f"校发〔2026〕{typed}号")
        page.keyboard.press("Enter")
    pages.dblclick()
    page.keyboard.press("Control+a")
    type_slowly(page, "第十二章之三")
    page.keyboard.press("Enter")
    page.wait_for_function("() => !window.goujiEntry.rows && document.getElementById('saving').className === 'good'")
    page.reload()
    page.locator("#grid .cell-input").first.wait_for()
    texts = page.locator("#grid .tabulator-row").evaluate_all("all => all.map(each => each.innerText.replace(/\\n/g, '|'))")
    assert [("校发〔2026〕二号" in text, "第十二章之三" in text) for text in texts if "校发〔2026〕" in text] == [(True, True)]
