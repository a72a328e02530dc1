"""The gateway goes and comes back while somebody works: said in words, nothing lost or doubled."""

import pytest
from playwright.sync_api import expect

from tests.portal.test_printing_screens import sheet, tick

AWAY = "ERR_CONNECTION_|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE_CHUNKED_ENCODING|status of 503"
"""Nobody answers; or a gateway that has just come back has no answer of a service yet."""


@pytest.mark.usefixtures("workstation")
def test_an_order_pressed_while_the_gateway_is_away_is_kept_and_printed_once(
    page, watch, log_in_as, approved, exporter, stack
):
    watch.allow(AWAY)
    number = approved()
    log_in_as("operator")
    page.goto(f"/certificates?certificate_no={number}")
    tick(page, number)
    page.get_by_role("button", name="打印正副本").click()
    expect(page.get_by_role("button", name="开始打印")).to_be_enabled()

    stack.processes.kill("gateway")
    page.get_by_role("button", name="开始打印").click()
    expect(page.get_by_role("alert").get_by_text("不会重复打印")).to_be_visible()
    stack.processes.start("gateway")
    page.get_by_role("button", name="开始打印").click()

    expect(page.get_by_role("heading", name="打印批次")).to_be_visible()
    expect(sheet(page, number).get_by_text("打印机已计 4/4 页")).to_be_visible(timeout=60_000)
    jobs = exporter.call("GET", f"/print-jobs?certificate_no={number}")["jobs"]
    assert len(jobs) == 1
