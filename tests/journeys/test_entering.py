"""Signing in and out in a real browser, in both languages and on a phone."""

import pytest


@pytest.mark.parametrize("size", [{"width": 1366, "height": 768}, {"width": 390, "height": 844}])
def test_in_and_out(walk, running, size):
    page = walk("filler", viewport=size)
    assert page.get_by_role("navigation", name="主菜单").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")  # nothing hangs over the edge
    page.get_by_role("button", name="English").click()
    page.get_by_role("button", name="中文").click()
    page.get_by_role("button", name="English").wait_for()
    page.get_by_role("button", name="退出").click()
    page.wait_for_url(f"{running.address}/sign-in/")
    page.goto(f"{running.address}/")
    page.wait_for_url(f"{running.address}/sign-in/")
