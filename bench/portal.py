"""How long until a screen of the portal is there, and how a long list answers."""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

from bench.certificates import fill
from bench.harness import Row
from bench.portal_use import rows_of_use
from bench.running import logged_in, scratch
from deploy.local.chromium import give_session, launch

NEEDED: Final = (
    "auth_svc", "seal_svc", "cert_svc", "print_svc", "exception_svc", "webhook_svc", "gateway",
)  # fmt: skip
SCREENS: Final = {"the log-in": "/login", "the home page": "/"}
BUDGET_MS: Final = {1: 1_000.0, 4: 3_000.0}
"""By how much the processor is slowed down."""
BUDGET_KB: Final = 200.0
SENT_KB: Final = """performance.getEntriesByType('resource')
  .filter(({ name }) => /[.](js|css)$/.test(name))
  .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) / 1000"""


def run(*, quick: bool = False) -> list[Row]:
    with (
        scratch() as folder,
        logged_in(folder, NEEDED) as running,
        sync_playwright() as playwright,
    ):
        exporter = running.exporter
        fill(running.servers, folder, exporter.person)
        gateway = str(exporter.http.base_url).partition("/api/")[0]
        token = exporter.http.headers["Authorization"].removeprefix("Bearer ")
        browser = launch(playwright)
        visit = Visit(browser, gateway, token)
        visit.open("/login", 1)
        rows = [row for name in SCREENS for row in _rows(visit, name, rounds=3 if quick else 11)]
        rows += visit.used()
        browser.close()
        return rows


class Visit:
    """Each in a context of its own: nothing is cached, nobody but the exporter is logged in."""

    def __init__(self, browser: Browser, gateway: str, token: str) -> None:
        self._browser = browser
        self._gateway = gateway
        self._token = token

    def open(self, path: str, slower: int) -> tuple[float, float]:
        """Milliseconds until its heading is there, and kB of scripts and styles as sent."""
        with self._page() as page:
            throttle = page.context.new_cdp_session(page)
            throttle.send("Emulation.setCPUThrottlingRate", {"rate": slower})
            milliseconds = _until_heading(page, path)
            sent: float = page.evaluate(SENT_KB)
        return milliseconds, sent

    def used(self) -> list[Row]:
        with self._page() as page:
            return rows_of_use(page)

    @contextmanager
    def _page(self) -> Iterator[Page]:
        context = self._browser.new_context(base_url=self._gateway, locale="zh-CN")
        give_session(context, self._gateway, self._token)
        yield context.new_page()
        context.close()


def _until_heading(page: Page, path: str) -> float:
    started = time.perf_counter()
    page.goto(path, wait_until="commit")
    page.locator("h1").wait_for()
    return (time.perf_counter() - started) * 1000


def _rows(visit: Visit, name: str, rounds: int) -> list[Row]:
    sizes: list[float] = []
    rows = []
    for slower, budget in BUDGET_MS.items():
        times, sent = zip(*(visit.open(SCREENS[name], slower) for _ in range(rounds)), strict=True)
        sizes += sent
        what = f"{name}, cold cache" + (f", processor {slower} × slower" if slower > 1 else "")
        note = f"median of {rounds}, at most {max(times):.0f} ms"
        rows.append(_row(what, statistics.median(times), budget, "ms", note))
    sent_kb = f"scripts and styles of {name}"
    return [*rows, _row(sent_kb, max(sizes), BUDGET_KB, "kB", "as sent, Brotli")]


def _row(what: str, ours: float, budget: float, unit: str, note: str) -> Row:
    return Row("portal", what, ours, budget, "budget", unit, 1.0, note)
