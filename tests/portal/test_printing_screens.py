"""An operator prints what the courier waits for: list, diagnosis, printing, answers, exceptions."""

import re
import zipfile

import pytest
from playwright.sync_api import expect

from deploy.local.client import ProblemError
from deploy.local.exporter import wait_for
from deploy.local.printer import Fault
from tests.portal.conftest import PASSWORD, USER
from tests.portal.watching import LANGUAGES, expect_accessible, in_language

PRINT_JOBS = re.compile("/api/v1/print-jobs$")
LOADING = re.compile("正在加载|Loading")


def tick(page, *numbers: str) -> None:
    for number in numbers:
        page.get_by_role("checkbox", name=f"选择 {number}").check()


def order(page, button: str = "打印正副本") -> None:
    """From what is ticked to the page of the order."""
    page.get_by_role("button", name=button).click()
    page.get_by_role("button", name="开始打印").click()
    expect(page.get_by_role("heading", name="打印批次")).to_be_visible()


def sheet(page, number: str):
    return page.get_by_role("main").get_by_role("listitem").filter(has_text=number).first


@pytest.mark.usefixtures("workstation")
def test_a_jam_leads_from_no_over_an_exception_to_an_original_that_is_archived(
    page, log_in_as, approved, printer, exporter
):
    number = approved()
    printer.fail_next_job(Fault.JAM, seconds=120)
    log_in_as("operator")
    page.goto(f"/certificates?certificate_no={number}")
    tick(page, number)
    order(page)

    expect(sheet(page, number).get_by_text("卡纸").first).to_be_visible()
    expect(page.get_by_text(f"请确认证书（{number}）是否已打印成功")).to_be_visible()
    expect_accessible(page)
    sheet(page, number).get_by_role("button", name="否", exact=True).click()

    expect(page.get_by_role("radio", name="卡纸")).to_be_checked()
    expect_accessible(page)
    page.get_by_role("button", name="提交（1 张）").click()
    expect(page.get_by_text("第 1 次异常打印")).to_be_visible()
    printer.repair()
    page.get_by_role("link", name="去证书打印").click()
    tick(page, number)
    order(page)

    expect(sheet(page, number).get_by_text("打印机已计 4/4 页")).to_be_visible()
    sheet(page, number).get_by_role("button", name="是", exact=True).click()
    expect(page.get_by_text("本批均已处理完毕")).to_be_visible()
    exporter.wait_until(number, archived=True)
    page.goto("/exceptions")
    expect(page.get_by_role("region", name="异常申请列表").get_by_text(number)).to_be_visible()


@pytest.mark.usefixtures("workstation")
def test_a_batch_says_which_cannot_be_printed_and_is_answered_at_once(page, log_in_as, approved):
    printed, *waiting = approved(), approved(), approved()
    log_in_as("operator")
    page.goto("/certificates")
    tick(page, printed)
    order(page)
    expect(sheet(page, printed).get_by_text("打印机已计 4/4 页")).to_be_visible()

    page.get_by_role("link", name="返回证书列表").click()
    row = page.get_by_role("row").filter(has_text=printed)
    expect(row.get_by_text("已打印")).to_be_visible()
    tick(page, printed, *waiting)
    expect(page.get_by_text("已选 3 张，可打印正本 2 张，1 张不能：已打印 1 张")).to_be_visible()
    order(page, "打印正本（2）")
    expect(page.get_by_text("打印机已完成 2 张，共 2 张")).to_be_visible()

    page.get_by_role("checkbox", name="全选待确认的 2 张").check()
    page.get_by_role("button", name="是，2 张均已打印成功").click()

    expect(page.get_by_text("本批均已处理完毕")).to_be_visible()
    page.goto("/print-jobs?waiting=confirmation")
    expect(sheet(page, printed)).to_be_visible()
    expect(page.get_by_text(waiting[0])).to_have_count(0)


@pytest.mark.usefixtures("workstation")
def test_an_order_whose_answer_got_lost_is_sent_again_and_printed_once(
    page, watch, log_in_as, approved, exporter
):
    watch.allow("ERR_FAILED")
    number = approved()
    log_in_as("operator")
    page.goto(f"/certificates?certificate_no={number}")
    tick(page, number)
    page.get_by_role("button", name="打印正本", exact=True).click()

    def lose_the_answer(route):
        route.fetch()
        route.abort()

    page.route(PRINT_JOBS, lose_the_answer, times=1)
    page.get_by_role("button", name="开始打印").click()
    expect(page.get_by_role("alert").get_by_text("不会重复打印")).to_be_visible()
    page.get_by_role("button", name="开始打印").click()

    expect(page.get_by_role("heading", name="打印批次")).to_be_visible()
    jobs = exporter.call("GET", f"/print-jobs?certificate_no={number}")["jobs"]
    assert len(jobs) == 1


@pytest.mark.usefixtures("workstation")
def test_of_two_tabs_one_prints_and_the_other_is_told_why_not(page, context, log_in_as, approved):
    number = approved()
    log_in_as("operator")
    other = context.new_page()
    for tab in (page, other):
        tab.goto(f"/certificates?certificate_no={number}")
        tick(tab, number)
        tab.get_by_role("button", name="打印正副本").click()
        expect(tab.get_by_role("button", name="开始打印")).to_be_enabled()

    page.get_by_role("button", name="开始打印").click()
    expect(page.get_by_role("heading", name="打印批次")).to_be_visible()
    other.get_by_role("button", name="开始打印").click()

    expect(other.get_by_role("alert").get_by_text("1 张未能打印")).to_be_visible()


@pytest.mark.usefixtures("workstation")
def test_a_session_that_ends_before_the_order_loses_nothing(page, context, log_in_as, approved):
    number = approved()
    log_in_as("operator")
    page.goto(f"/certificates?certificate_no={number}")
    tick(page, number)
    page.get_by_role("button", name="打印正副本").click()
    expect(page.get_by_role("button", name="开始打印")).to_be_enabled()

    context.clear_cookies()
    page.get_by_label("用户名").fill(USER)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("dialog").get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_label("用户名")).to_have_count(0)
    page.get_by_role("button", name="开始打印").click()

    expect(sheet(page, number)).to_be_visible()


def test_an_empty_result_widens_the_dates_by_itself_and_the_back_button_returns(
    page, log_in_as, approved
):
    number = approved()
    log_in_as("operator")
    page.goto(f"/certificates?certificate_no={number}&issued_from=2020-01-01&issued_to=2020-01-02")

    expect(page.get_by_text("无符合条件的查询结果")).to_be_visible()
    page.get_by_role("button", name="放宽日期").click()
    expect(page.get_by_role("link", name=number)).to_be_visible()
    page.go_back()
    expect(page.get_by_text("无符合条件的查询结果")).to_be_visible()

    page.get_by_role("button", name="查看解决办法").click()
    remedies = page.get_by_role("dialog", name="查看解决办法")
    expect(remedies.get_by_text("授权回执早于证书最后一次审批")).to_be_visible()
    expect(remedies.get_by_text("授权回执时间").first).to_be_visible()
    expect_accessible(page)


def test_a_certificate_approved_meanwhile_waits_until_it_is_wanted(page, log_in_as, approved):
    approved()
    log_in_as("operator")
    page.goto("/certificates?print_status=waiting")
    expect(page.get_by_role("table")).to_be_visible()

    number = approved()

    expect(page.get_by_role("link", name=number)).to_have_count(0)
    page.get_by_role("button", name=re.compile("张新证书，显示")).click()
    expect(page.get_by_role("link", name=number)).to_be_visible()


def test_the_list_becomes_an_excel_file(page, log_in_as, approved):
    number = approved()
    log_in_as("operator")
    page.goto(f"/certificates?certificate_no={number}")

    page.get_by_role("button", name="导出 Excel").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 Excel（1 行）").click()

    assert re.fullmatch(r"certificates-\d{8}-\d{6}\.xlsx", download.value.suggested_filename)


@pytest.fixture
def copies(exporter, approved):
    """The first copy of a new product may take longer than a call may; later ones do not."""
    number = approved()

    def made() -> bool | None:
        try:
            return exporter.fetch("POST", f"/certificates/{number}/copies").is_success
        except ProblemError as error:
            if error.status == 503:
                return None
            raise

    wait_for(made, "a copy")


@pytest.mark.usefixtures("copies")
def test_a_copy_is_made_and_seen_on_the_page(page, log_in_as, approved):
    number = approved()
    log_in_as("operator")
    page.goto(f"/certificates/{number}")

    page.get_by_role("button", name="预览/下载副本").click()
    page.get_by_role("button", name="制作副本").click()

    expect(page.get_by_role("img", name=f"{number} 副本，第 1 页，共 2 页")).to_be_visible()
    expect(page.get_by_role("link", name="下载副本")).to_be_visible()


def test_several_downloads_come_as_one_zip(page, log_in_as, approved):
    numbers = {approved(type_id="rcep", destination="JP") for _ in range(2)}
    log_in_as("operator")
    page.goto("/downloads")
    tick(page, *numbers)

    with page.expect_download() as download:
        page.get_by_role("button", name="下载（2）").click()

    names = set(zipfile.ZipFile(download.value.path()).namelist())
    assert names == {f"{number}.pdf" for number in numbers}


@pytest.mark.usefixtures("exporter")
@pytest.mark.parametrize("path", ["/certificates", "/print-jobs", "/exceptions", "/downloads"])
def test_the_screens_are_accessible_in_both_languages(page, log_in_as, path):
    log_in_as("operator")
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    for language in LANGUAGES:
        in_language(page, language)
        expect(page.get_by_text(LOADING)).to_have_count(0)
        expect_accessible(page)


def test_a_certificate_is_accessible_in_both_languages(page, log_in_as, approved):
    number = approved()
    log_in_as("operator")
    page.goto(f"/certificates/{number}")
    expect(page.get_by_role("heading", name=number)).to_be_visible()

    for language in LANGUAGES:
        in_language(page, language)
        expect(page.get_by_text(LOADING)).to_have_count(0)
        expect_accessible(page)
