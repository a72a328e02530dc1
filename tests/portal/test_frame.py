"""What holds on every screen: how it is served, who may see it, and nothing to carry away."""

import re

import pytest
from playwright.sync_api import expect

from tests.portal.conftest import PASSWORD, USER
from tests.portal.watching import everything_stored, expect_accessible, in_language

SCRIPT = "script[type=module][src^='/assets/']"


def log_in(page, password: str = PASSWORD) -> None:
    page.get_by_label("用户名").fill(USER)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("main").get_by_role("button", name="登录").click()


def test_the_page_takes_nothing_from_elsewhere_and_runs_no_script_that_stands_in_it(page):
    answer = page.goto("/login")

    policy = answer.headers["content-security-policy"]
    assert policy == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
        "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    )
    assert answer.headers["cache-control"] == "no-cache"


def test_scripts_are_small_and_kept_for_ever(page):
    page.goto("/login")
    source = page.locator(SCRIPT).first.get_attribute("src")

    answer = page.request.get(source, headers={"accept-encoding": "br"})

    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "br"


def test_a_script_of_an_earlier_release_is_missing_and_no_page(page):
    page.goto("/login")

    answer = page.request.get("/assets/index-Old0.js")

    assert answer.status == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.usefixtures("exporter")
def test_a_wrong_password_is_said_in_words_on_the_page(page):
    page.goto("/login")

    log_in(page, "not-the-password")

    expect(page.get_by_role("alert")).to_be_visible()
    expect(page).to_have_url(re.compile("/login$"))


@pytest.mark.usefixtures("exporter")
def test_a_log_in_leads_to_the_screen_that_was_wanted_and_a_log_out_ends_it(page):
    page.goto("/?from=a-link")

    log_in(page)

    expect(page).to_have_url(re.compile(r"/\?from=a-link$"))
    page.get_by_role("button", name="退出").click()
    expect(page).to_have_url(re.compile("/login$"))
    page.goto("/")
    expect(page).to_have_url(re.compile("/login"))


@pytest.mark.usefixtures("exporter")
def test_no_script_can_read_the_session(stack, page, context):
    page.goto("/login")
    log_in(page)
    expect(page.get_by_role("button", name="退出")).to_be_visible()

    stored = everything_stored(page)

    (cookie,) = context.cookies(f"{stack.gateway}/api/v1")
    assert cookie["httpOnly"]
    assert stored["cookie"] == ""
    assert stored["local"] == {"originprint-language": "zh"}
    assert cookie["value"] not in str(stored)


def test_an_address_of_no_screen_says_so(page, log_in_as):
    log_in_as("operator")
    page.goto("/no/such/screen")

    expect(page.get_by_role("heading", name="没有这个页面")).to_be_visible()
    expect_accessible(page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_log_in_is_accessible_in_both_languages(page, language):
    in_language(page, language)
    page.goto("/login")
    expect(page.locator("html")).to_have_attribute("lang", re.compile(f"^{language}"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    expect_accessible(page)


@pytest.mark.parametrize("who", ["legal_person", "operator", "agent"])
def test_everybody_sees_a_home_page_that_is_accessible(page, log_in_as, who):
    log_in_as(who)
    page.goto("/")
    expect(page.get_by_role("navigation").first).to_be_visible()

    expect_accessible(page)


def test_one_press_puts_the_page_into_the_other_language_and_it_stays(page, log_in_as):
    log_in_as("operator")
    page.goto("/")

    in_language(page, "en")

    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
