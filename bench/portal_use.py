"""How a list of 200 rows answers who scrolls, ticks, sorts and types, by the browser's clock."""

from typing import Final

from playwright.sync_api import Page, expect

from bench.harness import Row

ROWS: Final = 200
ANSWERED_MS: Final = 100.0
FRAME_MS: Final = 50.0
"""Above it a task is a long one (W3C Long Tasks)."""
_WATCH_ANSWERS: Final = """
window.answers = []
new PerformanceObserver((list) => window.answers.push(
  ...list.getEntries().filter((entry) => entry.interactionId).map((entry) => entry.duration)
)).observe({ type: 'event', durationThreshold: 16 })
"""
"""From each key or click to the next picture of the page (W3C Event Timing, steps of 8 ms)."""
_SCROLL: Final = """
() => new Promise((done) => {
  const list = document.querySelector('.scroll:has(table)')
  let [longest, before, steps] = [0, performance.now(), 0]
  const step = (now) => {
    longest = Math.max(longest, now - before)
    before = now
    window.scrollBy(0, 120)
    list.scrollBy(0, 120)
    if (++steps < 120) requestAnimationFrame(step)
    else done(longest)
  }
  requestAnimationFrame((now) => { before = now; requestAnimationFrame(step) })
})
"""
"""Two seconds of scrolling, 120 px a frame: the longest time from one frame to the next."""


def rows_of_use(page: Page) -> list[Row]:
    """Of a page where somebody with certificates is logged in."""
    page.goto("/certificates")
    page.get_by_label("每页行数").select_option(str(ROWS))
    expect(page.get_by_role("row")).to_have_count(ROWS + 1)
    longest_frame = max(float(page.evaluate(_SCROLL)) for _ in range(3))
    answers = _answers(page)
    return [
        _row(f"a list of {ROWS} rows scrolls: longest frame", longest_frame, FRAME_MS),
        _row(f"the same list: slowest of {len(answers)} answers", max(answers), ANSWERED_MS),
    ]


def _answers(page: Page) -> list[float]:
    """Milliseconds of each that took 16 or more, one of which is sure to."""
    page.evaluate(_WATCH_ANSWERS)
    page.get_by_role("textbox", name="证书编号").press_sequentially("A26SPECIMEN", delay=60)
    table = page.get_by_role("table")
    for place in range(1, 6):
        table.get_by_role("checkbox").nth(place).click()
    table.get_by_role("checkbox").first.click()
    table.get_by_role("button", name="签发日期").click()
    expect(page.get_by_role("row")).to_have_count(ROWS + 1)
    page.wait_for_timeout(1_000)
    return [float(each) for each in page.evaluate("window.answers")] or [16.0]


def _row(what: str, ours: float, budget: float) -> Row:
    return Row("portal", what, ours, budget, "budget", "ms", 1.0)
