"""The main pages of each role: no serious faults of accessibility (axe-core), nothing in the console, nothing hanging over the edge of a screen."""

from pathlib import Path

import pytest

AXE = Path(__file__).parent / "axe" / "axe.min.js"
BOOK = "/books/jiangmen-secondary-2024/"
PAGES = {
    "filler": (
        "/", "/collect/", "/collect/1/", "/collect/2/5/", "/collect/2/5/check/", "/collect/2/5/excel/upload/", "/books/", BOOK, f"{BOOK}indicators/", f"{BOOK}checks/", "/books/jiangmen-technician-2022/indicators/DB-2.1/",
        "/audits/", "/evidence/", "/evidence/jiangmen-secondary-2024/", "/jobs/", "/account/", "/books/search/?q=zzs",
    ),
    "head": ("/", "/collect/new/", "/collect/3/", "/collect/3/matrix/", "/reports/", "/reports/jiangmen-technician-2022/", "/review/6/", "/review/6/sheet/", "/compare/?submission=6", "/published/"),
    "bureau": ("/", "/collect/", "/matrix/", "/dashboard/jiangmen-secondary-2024/", "/reports/"),
    "system": ("/", "/admin/accounts/", "/admin/accounts/new/", "/admin/books/", "/admin/system/", "/account/second-factor/"),
    "security": ("/", "/admin/accounts/", "/admin/accounts/1/", "/admin/rights/", "/admin/rights/matrix/"),
    "audit": ("/", "/admin/trail/", "/admin/rights/"),
}
SIZES = ({"width": 1366, "height": 768}, {"width": 390, "height": 844})
JUDGE = """async () => (await axe.run(document, {resultTypes: ["violations"], iframes: false})).violations
    .filter((fault) => ["serious", "critical"].includes(fault.impact)).map((fault) => `${fault.id}: ${fault.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`)"""
OVER = """() => document.documentElement.scrollWidth <= innerWidth + 1 ? [] : [...document.querySelectorAll("main *")]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".scroll, .tabulator")).slice(0, 3).map((one) => one.outerHTML.slice(0, 160))"""


@pytest.mark.parametrize("role", PAGES)
def test_main_pages(walk, running, role, picture):
    page = walk(role)
    faults = []
    page.on("console", lambda message: faults.append(f"{page.url} console: {message.text}") if message.type == "error" else None)
    for number, address in enumerate(PAGES[role]):
        for size in SIZES:
            page.set_viewport_size(size)
            answer = page.goto(f"{running.address}{address}", wait_until="load")
            assert answer.status == 200, address
            page.get_by_role("heading", level=1).first.wait_for()
            if page.locator("#grid").count():
                page.locator("#grid .tabulator-cell").first.wait_for()
            faults += [f"{address} at {size['width']} px hangs over: {words}" for words in page.evaluate(OVER)]
            picture(page, f"page-{role}-{number}-{size['width']}")
        page.evaluate(AXE.read_text("utf-8"))  # by the protocol, which the page's own policy does not bind
        faults += [f"{address} {words}" for words in page.evaluate(JUDGE)]
    assert faults == []
