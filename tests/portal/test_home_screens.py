"""Logging in, the home page, what the frame does when network or session go, and the help."""

import base64
import re

import httpx
import pytest
from playwright.sync_api import Page, expect

from deploy.local.person import PIN, Person
from tests.portal.conftest import PASSWORD, USER
from tests.portal.watching import LANGUAGES, expect_accessible, in_language
from workstation.cards import PROGRAM_VERSION


def fill_in_password(page: Page, password: str = PASSWORD) -> None:
    page.get_by_label("用户名").fill(USER)
    page.get_by_label("密码", exact=True).fill(password)


def sign_for(gateway: str, person: Person, code: str) -> None:
    """As the workstation program does where this code is entered."""
    with httpx.Client(base_url=f"{gateway}/api/v1", timeout=120) as http:
        statement = http.get(f"/card-logins/{code}").raise_for_status().json()["statement"]
        signed = {
            "card_certificate": person.card.certificate_pem.decode(),
            "signature": base64.b64encode(person.card.sign(statement.encode(), PIN)).decode(),
            "program_version": PROGRAM_VERSION,
        }
        http.post(f"/card-logins/{code}/signature", json=signed).raise_for_status()


def begin_card_login(page: Page) -> str:
    page.goto("/login")
    page.get_by_role("button", name="用卡开始").click()
    shown = page.get_by_text(re.compile("^[A-Z0-9]{4}-[A-Z0-9]{4}$"))
    expect(shown).to_be_visible()
    return shown.inner_text()


def step(page: Page, name: str):
    return page.get_by_role("listitem").filter(has_text=name)


@pytest.mark.usefixtures("exporter")
def test_a_field_left_empty_is_named_above_the_form_and_reached_from_there(page):
    page.goto("/login")

    page.get_by_role("main").get_by_role("button", name="登录").click()

    summary = page.get_by_role("alert").filter(has_text="请更正以下内容")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="请输入密码").click()
    expect(page.get_by_label("密码", exact=True)).to_be_focused()


def test_the_code_of_a_card_login_signed_at_the_workstation_opens_the_home_page(
    page, stack, exporter
):
    code = begin_card_login(page)
    expect_accessible(page)

    sign_for(stack.gateway, exporter.person, code)

    expect(page.get_by_role("heading", name="首页")).to_be_visible()
    page.get_by_role("button", name=exporter.person.name).click()
    expect(page.get_by_text("法人卡登录")).to_be_visible()


def test_a_card_login_refused_at_the_workstation_says_so_and_begins_anew(page, stack):
    code = begin_card_login(page)

    httpx.delete(f"{stack.gateway}/api/v1/card-logins/{code}").raise_for_status()

    expect(page.get_by_role("alert")).to_contain_text("拒绝")
    expect(page.get_by_role("button", name="获取新的核对码")).to_be_visible()


def test_a_new_enterprise_is_led_and_sees_its_declarer_filed_at_once(
    page, log_in_as, newcomer, officer
):
    log_in_as(newcomer)
    page.goto("/")
    expect(page.get_by_text("目前没有待处理的事项")).to_be_visible()
    expect(step(page, "申报员备案")).to_contain_text("未开始")
    expect(step(page, "制作签名")).to_contain_text("先备案申报员")

    officer.file_declarer(newcomer.person)

    expect(step(page, "申报员备案")).to_contain_text("完成")
    expect(step(page, "制作签名").get_by_role("link", name="去办理")).to_be_visible()


def test_the_home_page_of_a_new_enterprise_is_accessible(page, log_in_as, newcomer):
    log_in_as(newcomer)
    page.goto("/")

    for language, first in zip(LANGUAGES, ("申报员备案", "File a declarer"), strict=True):
        in_language(page, language)
        expect(step(page, first).first).to_be_visible()
        expect_accessible(page)


def test_certificates_to_be_printed_are_counted_as_they_are_approved(page, log_in_as, approved):
    approved()
    log_in_as("operator")
    page.goto("/")
    line = page.get_by_role("link", name="份证书待打印")
    expect(line).to_be_visible()
    before = int(line.locator("strong").inner_text())

    approved()

    expect(line.locator("strong")).to_have_text(str(before + 1))
    expect(line).to_have_attribute("href", "/certificates?print_status=waiting&archived=false")


def test_a_log_out_in_one_tab_ends_the_other(page, context, log_in_as):
    log_in_as("operator")
    page.goto("/")
    other = context.new_page()
    other.goto("/")

    other.get_by_role("button", name="退出").click()

    expect(page).to_have_url(re.compile("/login$"))


def test_a_session_that_ended_elsewhere_goes_on_after_a_log_in_above_the_screen(
    page, log_in_as, exporter
):
    log_in_as("operator")
    page.goto("/")
    expect(page.get_by_role("heading", name="自助打印开关")).to_be_visible()

    session = page.request.get("/api/v1/sessions/current").json()["session_id"]
    exporter.call("DELETE", f"/sessions/{session}")

    dialog = page.get_by_role("dialog", name="登录已失效")
    expect(dialog).to_be_visible()
    expect_accessible(page)
    fill_in_password(page)
    dialog.get_by_role("button", name="登录").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("heading", name="自助打印开关")).to_be_visible()


def test_a_network_that_is_cut_is_said_and_its_return_is_noticed(page, context, watch, log_in_as):
    watch.allow("ERR_INTERNET_DISCONNECTED")
    log_in_as("operator")
    page.goto("/")
    expect(page.get_by_role("heading", name="自助打印开关")).to_be_visible()

    context.set_offline(True)
    expect(page.get_by_text("网络已断开")).to_be_visible()
    context.set_offline(False)

    expect(page.get_by_text("网络已断开")).to_be_hidden()
    expect(page.get_by_role("heading", name="自助打印开关")).to_be_visible()


def test_a_gateway_that_is_away_at_first_is_said_and_tried_again(page, watch, log_in_as):
    watch.allow("502")
    log_in_as("operator")
    page.route("**/api/v1/sessions/current", lambda route: route.fulfill(status=502))

    page.goto("/")
    expect(page.get_by_role("heading", name="暂时连不上服务")).to_be_visible()
    page.unroute("**/api/v1/sessions/current")

    page.get_by_role("button", name="重试").click()
    expect(page.get_by_role("heading", name="首页")).to_be_visible()


def test_a_new_password_that_is_not_repeated_is_refused_before_it_is_sent(page, log_in_as):
    log_in_as("operator")
    page.goto("/")
    page.get_by_role("button", name="样本操作员").click()
    page.get_by_role("button", name="修改密码").click()
    dialog = page.get_by_role("dialog", name="修改密码")
    dialog.get_by_label("原密码").fill(PASSWORD)
    dialog.get_by_label("新密码（至少 10 个字符）").fill("another-password-97531")
    dialog.get_by_label("再次输入新密码").fill("another-password")

    dialog.get_by_role("button", name="保存").click()

    expect(dialog.get_by_role("link", name="两次输入的新密码不一致")).to_be_visible()
    expect_accessible(page)


def test_a_question_is_found_by_typing_and_its_address_can_be_sent(page):
    page.goto("/help/faq")

    page.get_by_label("查找问题").fill("模糊")

    expect(page.get_by_role("status").filter(has_text="共 1 个问题")).to_be_visible()
    expect(page.get_by_text("请按“采集注意事项”重新扫描")).to_be_visible()
    expect(page).to_have_url(re.compile("q="))
    expect(page.get_by_role("link", name="010-95198")).to_be_visible()


@pytest.mark.parametrize("path", ["/help", "/help/guide", "/help/faq", "/help/releases"])
def test_the_help_is_accessible_without_a_log_in(page, path):
    page.goto(path)
    text = page.get_by_role("heading", level=2).first.or_(page.locator("summary").first)

    for language in LANGUAGES:
        in_language(page, language)
        expect(text).to_be_visible()
        expect_accessible(page)
