"""What a page must never do, noticed while a story goes on; and the checks that stories share."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

REPOSITORY = Path(__file__).parents[2]
AXE = REPOSITORY / "portal/node_modules/axe-core/axe.min.js"
LANGUAGE = "originprint-language"
BUTTONS = {"zh": "中文", "en": "English"}
LANGUAGES = tuple(BUTTONS)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """async (tags) => {
  const { violations } = await axe.run({ runOnly: tags, resultTypes: ['violations'] })
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}\\n  ${html}\\n  ${failureSummary}`))
}"""
REPORT_VIOLATIONS = """addEventListener('securitypolicyviolation', (event) =>
  reportViolation(`${event.violatedDirective} forbids ${event.blockedURI || event.sample}`))"""
REFUSED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d ")
"""An answer like any other: a session that is not there, a password that is wrong."""


class Watch:
    """Gathers errors, policy violations and requests to elsewhere of all pages of a context."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self._home = home
        self._seen: list[str] = []
        self._allowed = [REFUSED]
        context.expose_binding("reportViolation", lambda _, said: self._note(f"policy: {said}"))
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self._note(f"page: {error.error}"))
        context.on("request", self._look)

    def allow(self, pattern: str) -> None:
        """A story that cuts the network or stops a server says which errors come of it."""
        self._allowed.append(re.compile(pattern))

    @property
    def faults(self) -> list[str]:
        return [each for each in self._seen if not any(a.search(each) for a in self._allowed)]

    def _note(self, fault: str) -> None:
        self._seen.append(fault)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._note(f"console: {message.text} ({message.location.get('url', '')})")

    def _look(self, request: Request) -> None:
        if not request.url.startswith((f"{self._home}/", "blob:", "data:")):
            self._note(f"asked elsewhere: {request.url}")


def expect_accessible(page: Page) -> None:
    """No finding of axe on the page as it stands, in the language that is on."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(RUN_AXE, TAGS)
    assert not found, "\n".join(found)


def in_language(page: Page, language: str) -> Page:
    """Switches as people do; a page that has not been opened yet opens in the language."""
    if page.url == "about:blank":
        page.add_init_script(f"localStorage['{LANGUAGE}'] ??= '{language}'")
    elif not page.evaluate("document.documentElement.lang").startswith(language):
        page.get_by_role("button", name=BUTTONS[language], exact=True).click()
        page.wait_for_selector(f"html[lang^='{language}']", state="attached")
    return page


def everything_stored(page: Page) -> dict[str, Any]:
    """What a script on the page could carry away."""
    stored: dict[str, Any] = page.evaluate(
        "({ cookie: document.cookie, local: { ...localStorage }, session: { ...sessionStorage } })"
    )
    return stored
