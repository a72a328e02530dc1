"""Workstations, people, sessions, the ledger with its proof, the audit log and tokens."""

import json
import re

import httpx
import pytest
from playwright.sync_api import expect

from deploy.local.patience import patiently
from tests.portal.conftest import PASSWORD, USER
from tests.portal.watching import LANGUAGES, expect_accessible, in_language
from workstation.card_issuer import specimen_id_number
from workstation.enrolment import WorkstationKeys

PROOF = "**/api/v1/seal-uses/proof*"
SCREENS = {
    "/workstations": ("工作站与打印机", "Workstations and printers"),
    "/people": ("管理员账号信息管理", "People"),
    "/sessions": ("登录会话", "Sessions"),
    "/seal-uses": ("用章台账", "Ledger of seal uses"),
    "/audit": ("操作日志", "Audit log"),
    "/tokens": ("接口令牌", "API tokens"),
    "/webhooks": ("回调（Webhook）", "Webhooks"),
}
EVERYBODYS = {"工作站与打印机", "用章台账", "登录会话"}
LEGAL_PERSONS = {"管理员账号信息管理", "操作日志", "接口令牌", "回调（Webhook）"}


def menu(page):
    entries = page.get_by_role("navigation").get_by_role("link")
    expect(entries.filter(has_text="登录会话")).to_be_visible()
    return {text.strip() for text in entries.all_inner_texts()}


def sealed_copy(approved, exporter):
    """A copy to look at bears seal and signature, so that it is two rows of the ledger."""
    certificate_no = approved()
    patiently(lambda: exporter.fetch("POST", f"/certificates/{certificate_no}/copies"))
    return certificate_no


def changed(route):
    """Somebody between the ledger and the page changes who put the first seal."""
    answer = route.fetch()
    document = answer.json()
    rows = [entry for entry in document["proof"]["entries"] if isinstance(entry, dict)]
    rows[0]["use"]["operator_id"] = "00000000-0000-0000-0000-000000000000"
    route.fulfill(response=answer, body=json.dumps(document))


@pytest.mark.parametrize("path", SCREENS)
def test_every_screen_is_accessible_in_both_languages(page, log_in_as, path):
    log_in_as("legal_person")
    page.goto(path)

    for language, title in zip(LANGUAGES, SCREENS[path], strict=True):
        in_language(page, language)
        expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
        page.wait_for_load_state("networkidle")
        expect_accessible(page)


def test_the_legal_person_sees_all_of_the_enterprise(page, log_in_as):
    log_in_as("legal_person")
    page.goto("/workstations")

    assert menu(page) >= EVERYBODYS | LEGAL_PERSONS


def test_an_operator_sees_what_an_operator_may_and_nothing_else(page, log_in_as):
    log_in_as("operator")
    page.goto("/people")

    expect(page.get_by_role("heading", name="您没有使用此功能的权限")).to_be_visible()
    assert menu(page) >= EVERYBODYS
    assert not menu(page) & LEGAL_PERSONS


def test_a_workstation_is_paired_by_its_code_and_revoked(page, log_in_as, stack, newcomer):
    body = {"name": "新工作站", "program_version": "99.0"} | WorkstationKeys.generate().public
    begun = httpx.post(f"{stack.gateway}/api/v1/workstation-pairings", json=body).json()
    log_in_as(newcomer)
    page.goto(f"/workstations?code={begun['user_code']}")
    expect(page.get_by_text("未安装打印程序")).to_be_visible()

    page.get_by_role("button", name="查找这台电脑").click()
    expect(page.get_by_text(begun["fingerprint"])).to_be_visible()
    expect_accessible(page)
    page.get_by_role("button", name="指纹一致，登记").click()

    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("已登记 新工作站")).to_be_visible()
    page.keyboard.press("Escape")
    panel = page.get_by_role("region", name="新工作站")
    expect(panel.get_by_text("未启动", exact=False).first).to_be_visible()

    panel.get_by_role("button", name="撤销登记").click()
    dialog.get_by_role("button", name="撤销登记").click()

    expect(panel).to_have_count(0)
    assert newcomer.call("GET", "/workstations")["workstations"] == []


def test_a_code_that_no_workstation_shows_is_refused_with_advice(page, log_in_as):
    log_in_as("operator")
    page.goto("/workstations")

    page.get_by_role("button", name="登记工作站").click()
    page.get_by_label("配对码").fill("WDJB-MJHT")
    page.get_by_role("button", name="查找这台电脑").click()

    expect(page.get_by_role("alert")).to_contain_text("没有这个配对码")
    expect(page.get_by_label("配对码")).to_have_value("WDJB-MJHT")


def test_a_person_is_added_with_an_identity_number_that_is_checked_and_disabled(
    page, log_in_as, newcomer
):
    log_in_as(newcomer)
    page.goto("/people")
    page.get_by_role("button", name="新增操作员").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("姓名").fill("样本新人")
    dialog.get_by_label("身份证号").fill(specimen_id_number(901)[:-1] + "Y")
    dialog.get_by_label("用户名").fill(f"new{newcomer.person.credit_code.lower()}")
    dialog.get_by_label("新密码").fill("correct horse battery 9")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog.get_by_label("身份证号")).to_have_attribute("aria-invalid", "true")
    expect(dialog.get_by_text("身份证号不正确")).to_be_visible()
    expect_accessible(page)

    dialog.get_by_label("身份证号").fill(specimen_id_number(901))
    dialog.get_by_role("button", name="保存").click()

    row = page.get_by_role("row", name=re.compile("样本新人"))
    expect(row).to_contain_text("启用")
    row.get_by_role("button", name="停用").click()
    page.get_by_role("dialog").get_by_role("button", name="停用").click()
    expect(row).to_contain_text("已停用")
    expect(row.get_by_role("button", name="恢复")).to_be_visible()


def test_what_the_gateway_refuses_stands_beside_its_field(page, log_in_as, newcomer):
    log_in_as(newcomer)
    page.goto("/people")
    page.get_by_role("button", name="新增操作员").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("姓名").fill("样本新人")
    dialog.get_by_label("身份证号").fill(specimen_id_number(902))
    dialog.get_by_label("用户名").fill("a_b c")
    dialog.get_by_label("新密码").fill("correct horse battery 9")

    dialog.get_by_role("button", name="保存").click()

    expect(dialog.get_by_label("用户名")).to_have_attribute("aria-invalid", "true")
    expect(dialog.get_by_label("姓名")).to_have_attribute("aria-invalid", "false")
    expect(dialog.get_by_label("姓名")).to_have_value("样本新人")


def test_the_ledger_is_checked_in_the_browser(page, log_in_as, approved, exporter):
    certificate_no = sealed_copy(approved, exporter)
    log_in_as("operator")
    page.goto(f"/seal-uses?certificate_no={certificate_no}")
    expect(page.get_by_role("row", name=re.compile(certificate_no))).to_have_count(2)

    page.get_by_role("button", name="核对此证书的用章").click()

    result = page.get_by_role("region", name="核对结果")
    expect(result).to_contain_text(re.compile(r"共 \d+ 条，链完整"))
    result.get_by_text("依据与下载").click()
    expect_accessible(page)
    with page.expect_download() as download:
        result.get_by_role("button", name="下载证明文件").click()
    kept = json.loads(download.value.path().read_text())
    assert kept["format"] == "originprint-seal-use-proof/1"


def test_a_proof_that_was_changed_is_named(page, log_in_as, approved, exporter):
    sealed_copy(approved, exporter)
    log_in_as("operator")
    page.route(PROOF, changed)
    page.goto("/seal-uses")

    page.get_by_role("button", name="核对台账").click()

    result = page.get_by_role("region", name="核对结果")
    expect(result).to_contain_text("链不完整：发现 1 处问题")
    expect(result).to_contain_text(re.compile(r"第 \d+ 行的内容与其哈希不符"))
    expect_accessible(page)


def test_a_token_is_made_shown_once_and_revoked(page, log_in_as, stack, newcomer):
    log_in_as(newcomer)
    page.goto("/tokens")
    page.get_by_role("button", name="生成令牌").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("名称").fill("样本 ERP")
    dialog.get_by_role("checkbox", name="查看证书列表").check()
    dialog.get_by_role("button", name="生成令牌").click()
    token = dialog.get_by_label("令牌", exact=True).input_value()
    bearer = {"Authorization": f"Bearer {token}"}
    asked = f"{stack.gateway}/api/v1/certificates"
    assert httpx.get(asked, headers=bearer).status_code == 200
    expect_accessible(page)

    dialog.get_by_role("button", name="我已保存").click()
    expect(page.get_by_label("令牌", exact=True)).to_have_count(0)
    row = page.get_by_role("row", name=re.compile("样本 ERP"))
    row.get_by_role("button", name="撤销").click()
    page.get_by_role("dialog").get_by_role("button", name="撤销").click()

    expect(row).to_contain_text("已撤销")
    assert token not in page.content()
    assert httpx.get(asked, headers=bearer).status_code == 401


def test_the_secret_of_a_webhook_is_shown_once(page, log_in_as, newcomer):
    log_in_as(newcomer)
    page.goto("/webhooks")
    page.get_by_role("button", name="新增回调地址").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("地址").fill("ftp://erp.example.com/")
    dialog.get_by_role("checkbox", name="打印完成").check()
    dialog.get_by_role("button", name="保存").click()
    expect(dialog.get_by_label("地址")).to_have_attribute("aria-invalid", "true")

    dialog.get_by_label("地址").fill("https://erp.example.com/originprint")
    dialog.get_by_role("button", name="保存").click()

    secret = page.get_by_label("签名密钥", exact=True).locator("visible=true").last
    expect(secret).to_have_value(re.compile("^whsec_"))
    page.get_by_role("button", name="我已保存").click()
    panel = page.get_by_role("region", name="https://erp.example.com/originprint")
    expect(panel).to_contain_text("启用")
    panel.get_by_role("button", name="停用").click()
    expect(panel).to_contain_text("已停用")


def test_the_legal_person_ends_the_session_of_an_operator(page, log_in_as, exporter, stack):
    body = {"user_name": USER, "password": PASSWORD}
    opened = exporter.call("POST", "/sessions", json=body)
    log_in_as("legal_person")
    page.goto("/sessions")
    rows = page.get_by_role("row", name=re.compile("样本操作员"))
    expect(rows.first).to_be_visible()

    rows.first.get_by_role("button", name="结束").click()
    page.get_by_role("dialog").get_by_role("button", name="结束").click()

    expect(page.get_by_role("dialog")).to_have_count(0)
    bearer = {"Authorization": f"Bearer {opened['token']}"}
    asked = f"{stack.gateway}/api/v1/sessions/current"
    assert httpx.get(asked, headers=bearer).status_code == 401


def test_the_audit_log_is_filtered_in_its_address_and_exported(page, log_in_as):
    log_in_as("legal_person")
    page.goto("/audit?outcome=done")
    expect(page.get_by_label("结果", exact=True)).to_have_value("done")
    expect(page.get_by_role("row", name=re.compile("卡介质登录")).first).to_be_visible()

    page.get_by_label("来源地址", exact=True).fill("192.0.2.1")
    page.get_by_label("来源地址", exact=True).press("Enter")

    expect(page.get_by_text("没有符合条件的记录")).to_be_visible()
    expect(page).to_have_url(re.compile(r"address=192\.0\.2\.1"))
    page.get_by_role("button", name="清除条件").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="导出 Excel").click()
    assert download.value.path().read_bytes().startswith(b"PK")
