"""Seals, signatures, their authorization and agents, as a legal person meets them (R8-R43)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from contracts.scanners import WorkstationScanner
from contracts.sentences import Sentence
from deploy.local.desk import pair_by_code, running_workstation
from deploy.local.escl_scanner import SmallScanner
from deploy.local.exporter import Exporter, wait_for
from deploy.local.person import PIN, Person
from deploy.local.specimen_scans import seal_scan
from tests.portal.watching import LANGUAGES, expect_accessible, in_language
from workstation.card_client import CardRequestClient
from workstation.card_desk import CardDesk
from workstation.scanners import Scanners
from workstation.signing import Shown

SCAN = "盖有印章的整张 A4 纸的扫描件"
SCREENS = (
    "/seals",
    "/seals/new",
    "/signatures",
    "/authorization",
    "/agents",
    "/agents/new",
    "/principals",
)


@dataclass(frozen=True)
class Typist:
    """A person at the card who reads and enters the right PIN."""

    def ask_pin(self, shown: Shown) -> str | None:
        return PIN

    def tell(self, sentence: Sentence) -> None:
        pass


@dataclass(frozen=True)
class Company:
    exporter: Exporter
    sign: Callable[[], None]
    """The person at the workstation signs what waits there."""


@pytest.fixture(scope="module")
def scanner(seal) -> Iterator[SmallScanner]:
    """At the company's workstation; a stamped sheet lies on its glass."""
    with SmallScanner(seal) as scanner:
        yield scanner


@pytest.fixture(scope="module")
def company(stack, officer, printer, scanner, tmp_path_factory) -> Iterator[Company]:
    """Its declarer is filed and its workstation runs; what it has of seals, a story makes."""
    exporter = Exporter(stack.gateway, Person.with_card(stack.cards, seed=424_242))
    exporter.log_in()
    officer.file_declarer(exporter.person)
    state = tmp_path_factory.mktemp("company")
    pair_by_code(exporter, stack.gateway, state, "company-desk")
    scanners = Scanners()
    scanners.add(WorkstationScanner(address=scanner.address, name="样本扫描仪"))
    scanners.save(state)
    desk = CardDesk(card=lambda: exporter.person.card, asker=Typist())
    with (
        running_workstation(exporter, state, printer.uri) as enrolment,
        CardRequestClient(enrolment) as client,
    ):
        yield Company(
            exporter,
            lambda: wait_for(lambda: desk.answer_waiting(client) or None, "a statement"),
        )
    exporter.close()


@pytest.fixture
def other_company(stack) -> Iterator[Exporter]:
    """Nobody's agent yet."""
    other = Exporter(stack.gateway, Person.with_card(stack.cards, seed=434_343))
    other.log_in()
    yield other
    other.close()


def scan_of(content: bytes, name: str) -> dict[str, object]:
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


def open_screen(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.rule("R8", "R10", "R16", "R21", "R22", "R23", "R24")
def test_a_bad_scan_is_explained_and_a_good_one_becomes_a_seal(page, company, log_in_as, seal):
    too_large = seal_scan(
        name="SPECIMEN", credit_code="000000000000000000", diameter_mm=52, dpi=600
    )
    log_in_as(company.exporter)
    open_screen(page, "/seals/new")

    page.get_by_label(SCAN).set_input_files(scan_of(too_large, "too-large.jpg"))
    expect(page.get_by_text("超过上限 45 mm")).to_be_visible()
    expect(page.get_by_role("button", name="图像清晰完整，继续")).to_be_hidden()

    page.get_by_label(SCAN).set_input_files(scan_of(seal, "good.jpg"))
    page.get_by_role("button", name="图像清晰完整，继续").click()
    page.get_by_label("印章名称").fill("故事印章")
    page.get_by_label("有效期至").fill("2026-02-30")
    page.get_by_role("button", name="继续", exact=True).click()
    expect(page.get_by_text("请按 年-月-日 填写")).to_be_visible()

    page.get_by_label("有效期至").fill(page.get_by_label("有效期自").input_value())
    page.get_by_role("button", name="继续", exact=True).click()
    page.get_by_role("button", name="用法人卡签名并保存").click()
    company.sign()

    expect(page.get_by_role("heading", name="印章已制作")).to_be_visible()
    expect(page.get_by_text("故事印章")).to_be_visible()
    page.get_by_role("link", name="返回印章列表").click()
    expect(page.get_by_role("row").filter(has_text="故事印章")).to_contain_text("在用")


@pytest.mark.rule("R8", "R24")
def test_a_seal_is_made_of_the_sheet_on_the_scanner_at_the_workstation(
    page, company, scanner, log_in_as
):
    log_in_as(company.exporter)
    open_screen(page, "/seals/new")
    at_workstation = page.get_by_role("region", name="从工作站扫描")
    scanner.says["reason"] = "CoverOpen"
    page.get_by_role("button", name="从工作站扫描").click()
    page.get_by_role("radio", name=re.compile("样本扫描仪")).check()
    page.get_by_role("button", name="开始扫描").click()
    expect(at_workstation).to_contain_text("扫描仪盖板已打开")
    expect(at_workstation).to_contain_text("请关好盖板")
    expect_accessible(page)

    scanner.says["reason"] = "None"
    page.get_by_role("button", name="再次扫描").click()
    page.get_by_role("button", name="开始扫描").click()
    page.get_by_role("button", name="图像清晰完整，继续").click()
    page.get_by_label("印章名称").fill("扫描印章")
    page.get_by_role("button", name="继续", exact=True).click()
    expect(page.get_by_text("工作站扫描")).to_be_visible()
    page.get_by_role("button", name="用法人卡签名并保存").click()
    company.sign()

    expect(page.get_by_role("heading", name="印章已制作")).to_be_visible()
    expect(page.get_by_text("扫描印章")).to_be_visible()


@pytest.mark.rule("R26")
def test_a_seal_is_stopped_before_it_is_deleted(page, company, log_in_as, seal):
    name = company.exporter.make_seal(seal)["name"]
    log_in_as(company.exporter)
    open_screen(page, "/seals")
    row = page.get_by_role("row").filter(has_text=name)

    row.get_by_role("button", name="停用").click()
    page.get_by_role("dialog").get_by_role("button", name="停用").click()
    expect(row).to_contain_text("已停用")

    row.get_by_role("button", name="删除").click()
    expect(page.get_by_role("dialog")).to_contain_text("不能恢复")
    page.get_by_role("dialog").get_by_role("button", name="删除").click()
    expect(row).to_have_count(0)


@pytest.mark.rule("R30", "R32", "R33", "R34", "R35")
def test_the_receipt_of_an_authorization_comes_by_itself_and_is_there_after_a_reload(
    page, company, log_in_as, seal
):
    name = company.exporter.make_seal(seal)["name"]
    signer = company.exporter.make_signature()["name"]
    log_in_as(company.exporter)
    open_screen(page, "/authorization")

    page.get_by_role("radio", name=re.compile(re.escape(name))).check()
    page.get_by_role("group", name=f"默认签名：{signer}").get_by_role("radio").first.check()
    page.get_by_role("button", name="授权", exact=True).click()
    company.sign()

    result = page.get_by_role("region", name="授权结果")
    expect(result.get_by_role("listitem").filter(has_text=name)).to_contain_text("接收成功")
    expect(result.get_by_role("listitem").filter(has_text=signer)).to_contain_text("接收成功")
    page.reload()
    expect(result.get_by_role("listitem").filter(has_text=name)).to_contain_text("接收成功")
    expect(page.get_by_text("已打开")).to_be_visible()


@pytest.mark.rule("R37", "R39", "R40")
def test_an_agent_is_granted_within_limits_and_revoked(
    page, company, other_company, log_in_as, seal
):
    exporter, agent = company.exporter, other_company
    exporter.authorize(exporter.make_seal(seal), exporter.make_signature())
    exporter.receipt()
    code = agent.person.credit_code
    log_in_as(exporter)
    open_screen(page, "/agents/new")

    page.get_by_label("代理企业统一社会信用代码").fill(code)
    page.get_by_label("正本份数上限").fill("3")
    page.get_by_role("button", name="继续", exact=True).click()
    page.get_by_role("button", name="用法人卡签名并授权").click()
    company.sign()
    expect(page.get_by_role("heading", name="已授权")).to_be_visible()
    expect(page.get_by_text("最多 3 份证书")).to_be_visible()
    principals = agent.call("GET", "/principals")["grants"]
    assert [grant["limits"]["originals"] for grant in principals] == [3]

    page.get_by_role("link", name="返回代理授权列表").click()
    row = page.get_by_role("row").filter(has_text=code)
    row.get_by_role("button", name="撤销授权").click()
    page.get_by_role("dialog").get_by_role("button", name="撤销授权").click()
    expect(row).to_have_count(0)
    assert agent.call("GET", "/principals")["grants"] == []


@pytest.mark.rule("R2", "R5")
def test_an_operator_sees_seals_and_may_not_end_them(page, log_in_as):
    log_in_as("operator")
    open_screen(page, "/seals")

    expect(page.get_by_role("row")).to_have_count(2)
    expect(page.get_by_role("button", name="停用")).to_have_count(0)
    expect(page.get_by_text("须用法人卡登录")).to_be_visible()


@pytest.mark.rule("R40")
def test_an_agent_finds_its_principal_s_certificates(page, log_in_as, exporter):
    log_in_as("agent")
    open_screen(page, "/principals")

    link = page.get_by_role("link", name=re.compile("查看证书"))

    expect(link).to_have_attribute("href", f"/certificates?applicant={exporter.person.credit_code}")


@pytest.mark.parametrize("path", SCREENS)
def test_a_screen_of_seals_and_agents_is_accessible(page, log_in_as, path):
    log_in_as("legal_person")
    open_screen(page, path)

    for language in LANGUAGES:
        in_language(page, language).wait_for_load_state("networkidle")
        expect_accessible(page)
