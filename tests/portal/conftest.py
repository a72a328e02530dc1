"""The portal in a real Chromium, at the whole product; an enterprise for each worker.

A story has a page of its own (`page`), which fails it for whatever `watching.py` notices.
Playwright is stopped after each file: while it runs, nothing else may run an event loop.

`pytest tests/portal/test_x.py --product var/run` asks the product that `make run` keeps up instead.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from deploy.local import run
from deploy.local.chromium import give_session, launch
from deploy.local.desk import pair_by_code, running_workstation
from deploy.local.exporter import Exporter, authorized_exporter, wait_for
from deploy.local.person import Person
from deploy.local.printer import LocalPrinter, local_printer
from deploy.local.run import PASSWORD, add_operator
from tests.portal.watching import Watch
from workstation.enrolment import Enrolment

DIST = Path(__file__).parents[2] / "portal/dist/index.html"
PICTURES = Path(__file__).parents[2] / "var/portal-failures"
USER = "-".join(filter(None, [run.USER, os.environ.get("PYTEST_XDIST_WORKER")]))
"""The operator's name, of which there is one in a product."""
Who = Literal["legal_person", "operator", "agent"]
_PAGE = pytest.StashKey[Page]()

expect.set_options(timeout=60_000)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--keep-pictures", action="store_true", help="as the screens look now")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """What was on the page when a story failed."""
    report = yield
    if report.failed and _PAGE in item.stash and not item.stash[_PAGE].is_closed():
        PICTURES.mkdir(parents=True, exist_ok=True)
        picture = PICTURES / f"{item.name}.png".replace("/", "-")
        item.stash[_PAGE].screenshot(path=picture, full_page=True)
        report.sections.append(("picture of the page", str(picture)))
    return report


@pytest.fixture(scope="session", autouse=True)
def _built(request) -> None:
    if request.config.getoption("--product") is None and not DIST.exists():
        pytest.fail("the portal is not built: make portal")


@pytest.fixture(scope="session")
def exporter(request, stack, officer, seal, new_person) -> Iterator[Exporter]:
    """Authorized, with an operator (USER, PASSWORD); with --product that of `make run`."""
    runs_already = request.config.getoption("--product") is not None
    person = Person.with_card(stack.cards, seed=1) if runs_already else new_person()
    exporter = Exporter(stack.gateway, person)
    exporter.log_in()
    if not exporter.call("GET", "/sessions/current")["self_print"]:
        exporter.close()
        exporter = authorized_exporter(stack.gateway, officer, exporter.person, seal)
        add_operator(exporter, USER)
    yield exporter
    exporter.close()


@pytest.fixture(scope="session")
def agent(stack, new_person, exporter) -> Iterator[Exporter]:
    """Another enterprise, which may print for the exporter."""
    agent = Exporter(stack.gateway, new_person())
    agent.log_in()
    exporter.grant(agent.person.credit_code)
    wait_for(lambda: agent.call("GET", "/principals")["grants"] or None, "the principal")
    yield agent
    agent.close()


@pytest.fixture
def newcomer(stack, new_person) -> Iterator[Exporter]:
    """An enterprise that nobody has seen before: nothing filed, no seal, logged in by card."""
    newcomer = Exporter(stack.gateway, new_person())
    newcomer.log_in()
    yield newcomer
    newcomer.close()


@pytest.fixture
def approved(officer, exporter) -> Callable[..., str]:
    """Approve a specimen application of the exporter and wait until it may be printed."""

    def approve(**changes) -> str:
        certificate_no = officer.apply(exporter.person, **changes)
        officer.approve(certificate_no)
        exporter.wait_until(certificate_no, printable=True)
        return certificate_no

    return approve


@pytest.fixture(scope="session")
def printer(tmp_path_factory) -> Iterator[LocalPrinter]:
    with local_printer(tmp_path_factory.mktemp("printer")) as printer:
        yield printer


@pytest.fixture(scope="session")
def workstation(stack, exporter, printer, tmp_path_factory) -> Iterator[Enrolment]:
    """The exporter's printing workstation, which prints what is ordered on `printer`."""
    state = tmp_path_factory.mktemp("workstation")
    pair_by_code(exporter, stack.gateway, state, "portal-desk")
    with running_workstation(exporter, state, printer.uri) as enrolment:
        yield enrolment


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def chromium_flags() -> tuple[str, ...]:
    """A file whose stories need a camera or a slow network overrides this."""
    return ()


@pytest.fixture(scope="module")
def browser(playwright, chromium_flags) -> Iterator[Browser]:
    browser = launch(playwright, *chromium_flags)
    yield browser
    browser.close()


@pytest.fixture
def context(stack, browser) -> Iterator[BrowserContext]:
    """A browser that nobody has used before; Chinese, in China's time, without animations."""
    context = browser.new_context(
        base_url=stack.gateway,
        viewport={"width": 1280, "height": 860},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
    )
    context.set_default_timeout(60_000)
    yield context
    context.close()


@pytest.fixture
def watch(stack, context) -> Iterator[Watch]:
    """What it gathered of all pages of the context fails the story."""
    watch = Watch(context, stack.gateway)
    yield watch
    assert watch.faults == []


@pytest.fixture
def page(request, context, watch) -> Page:
    request.node.stash[_PAGE] = page = context.new_page()
    return page


@pytest.fixture
def log_in_as(stack, context, exporter, request) -> Callable[[Who | Exporter], None]:
    """Gives the browser a new session's cookie, as a log-in does, before a page is opened.

    By name, or an enterprise's legal person that a story made itself.
    """

    def log_in_as(who: Who | Exporter) -> None:
        token = _token(stack.gateway, request.getfixturevalue("agent") if who == "agent" else who)
        give_session(context, stack.gateway, token)

    def _token(gateway: str, who: Literal["legal_person", "operator"] | Exporter) -> str:
        if who == "operator":
            body = {"user_name": USER, "password": PASSWORD}
            return str(exporter.call("POST", "/sessions", json=body)["token"])
        person = exporter.person if who == "legal_person" else who.person
        opened = Exporter(gateway, person)
        opened.log_in()
        opened.close()
        return str(opened.http.headers["Authorization"]).removeprefix("Bearer ")

    return log_in_as
