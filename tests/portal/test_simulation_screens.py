"""The simulation in one browser: play customs, make the printer jam, see what came out."""

import re

import pytest
from playwright.sync_api import expect

from tests.portal.watching import LANGUAGES, everything_stored, expect_accessible, in_language

SCREENS = ("applications", "applications/new", "enterprises", "faults")
"""Those that a product without `make run` around it has as well."""


@pytest.fixture
def console(page, stack):
    """The page that `make run` leads to, opened by the address it prints."""
    page.goto(f"/simulation#{stack.console_token}")
    expect(page.get_by_role("link", name="申请与审批")).to_be_visible()
    return page


def test_the_address_of_make_run_opens_the_console_and_leaves_no_token_behind(console, stack):
    expect(console.get_by_label("控制台口令")).to_have_count(0)

    assert stack.console_token not in console.url
    assert stack.console_token not in str(everything_stored(console))


def test_without_the_token_the_console_asks_for_it(page):
    page.goto("/simulation/applications")

    page.get_by_label("控制台口令").fill("guess")
    page.get_by_role("button", name="进入").click()

    expect(page.get_by_role("alert")).to_be_visible()


def test_an_application_is_filed_and_approved_and_can_be_printed(console, exporter):
    console.goto("/simulation/applications/new")
    for label, value in (
        ("统一社会信用代码", exporter.person.credit_code),
        ("申报员", exporter.person.name),
        ("身份证号", exporter.person.id_number),
    ):
        console.get_by_label(label, exact=True).fill(value)
    console.get_by_role("button", name="提交申请").click()
    expect(console).to_have_url(re.compile(r"/simulation/applications/[A-Z]\w+$"))
    number = console.url.rsplit("/", 1)[-1]

    console.get_by_role("button", name="审批通过").click()

    expect(console.get_by_text("已审批")).to_be_visible()
    exporter.wait_until(number, printable=True)


def test_a_declarer_is_filed_for_an_enterprise(console, newcomer):
    console.goto("/simulation/enterprises")
    for label, value in (
        ("统一社会信用代码", newcomer.person.credit_code),
        ("申报员", newcomer.person.name),
        ("身份证号", newcomer.person.id_number),
    ):
        console.get_by_label(label, exact=True).fill(value)

    console.get_by_role("main").get_by_role("button", name="备案申报员").click()

    expect(console.get_by_role("combobox", name="企业")).to_have_value(newcomer.person.credit_code)
    expect(console.get_by_role("listitem").filter(has_text=newcomer.person.name)).to_be_visible()


@pytest.mark.parametrize("screen", SCREENS)
def test_the_consoles_screens_are_accessible(console, screen):
    console.goto(f"/simulation/{screen}")

    for language in LANGUAGES:
        in_language(console, language)
        expect(console.get_by_role("heading", level=1)).to_be_visible()
        expect_accessible(console)
