"""Each screen as it was approved: of an enterprise that has nothing yet, so that nothing changes.

A picture that is to be another one: `pytest tests/portal/test_pictures.py --keep-pictures`, look
at what changed in tests/portal/pictures, and commit it.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import expect

from deploy.local.exporter import Exporter
from deploy.local.person import Person
from tests.portal.conftest import PICTURES as FAILURES
from tests.portal.watching import in_language

pytestmark = pytest.mark.nightly

LOADING = re.compile("正在加载|Loading")
KEPT = Path(__file__).parent / "pictures"
DESK, TELEPHONE, WIDE = (1280, 860), (375, 760), (2560, 1200)
SMALLER = 4
"""Each side by so much before comparing: edges of letters differ from one machine to the next."""
TOLD_APART = 24
"""Grey levels of 255."""
DIFFERENT_PART = 0.004
"""Of all the pixels: about the words of one label."""
PUBLIC = {"login": "/login", "verify": "/verify/", "help": "/help", "faq": "/help/faq"}
SCREENS = {
    "home": "/",
    "seals": "/seals",
    "seal": "/seals/new",
    "signatures": "/signatures",
    "signature": "/signatures/new",
    "authorization": "/authorization",
    "agents": "/agents",
    "agent": "/agents/new",
    "principals": "/principals",
    "certificates": "/certificates",
    "prints": "/print-jobs",
    "exceptions": "/exceptions",
    "downloads": "/downloads",
    "ledger": "/seal-uses",
    "tokens": "/tokens",
    "webhooks": "/webhooks",
    "workstations": "/workstations",
}
ON_A_TELEPHONE = ("home", "certificates", "seal", "agents")
ON_A_WIDE_SCREEN = ("home", "certificates")


@pytest.fixture(scope="module")
def nothing_yet(stack) -> Iterator[Exporter]:
    """An enterprise that stays as it began, and that has the same name each time."""
    enterprise = Exporter(stack.gateway, Person.with_card(stack.cards, seed=2))
    enterprise.log_in()
    yield enterprise
    enterprise.close()


@pytest.fixture
def shows(request, page):
    """Whether the page looks as it is kept, at this size, in this language."""

    def shows(name: str, path: str, size: tuple[int, int], language: str) -> bool:
        width, height = size
        page.set_viewport_size({"width": width, "height": height})
        page.goto(path)
        in_language(page, language)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_text(LOADING)).to_have_count(0)
        page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready")
        kept = KEPT / f"{name}-{width}-{language}.png"
        seen = FAILURES / kept.name
        page.screenshot(path=seen, animations="disabled")
        if request.config.getoption("--keep-pictures", default=False):
            keep(seen, kept)
            return True
        same = kept.exists() and different_part(seen, kept) <= DIFFERENT_PART
        if same:
            seen.unlink()
        return same

    return shows


def keep(seen: Path, kept: Path) -> None:
    kept.parent.mkdir(exist_ok=True)
    with Image.open(seen) as picture:
        picture.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(kept, optimize=True)
    seen.unlink()


def different_part(seen: Path, kept: Path) -> float:
    """Of the pixels that can be told apart; all of them where the sizes differ."""
    with Image.open(seen) as one, Image.open(kept) as other:
        if one.size != other.size:
            return 1.0
        small = (one.width // SMALLER, one.height // SMALLER)
        seen_grey, kept_grey = (
            picture.convert("L").resize(small, Image.Resampling.BOX) for picture in (one, other)
        )
        counts = ImageChops.difference(seen_grey, kept_grey).histogram()
    return sum(counts[TOLD_APART:]) / (small[0] * small[1])


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", PUBLIC)
def test_what_everybody_may_see_looks_as_approved(shows, name, language):
    assert shows(name, PUBLIC[name], DESK, language)


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_looks_as_approved(shows, log_in_as, nothing_yet, name):
    log_in_as(nothing_yet)

    assert shows(name, SCREENS[name], DESK, "zh")


@pytest.mark.parametrize("name", ON_A_TELEPHONE)
def test_a_screen_on_a_telephone_looks_as_approved(shows, log_in_as, nothing_yet, name):
    log_in_as(nothing_yet)

    assert shows(name, SCREENS[name], TELEPHONE, "en")


@pytest.mark.parametrize("name", ON_A_WIDE_SCREEN)
def test_a_screen_that_is_very_wide_looks_as_approved(shows, log_in_as, nothing_yet, name):
    log_in_as(nothing_yet)

    assert shows(name, SCREENS[name], WIDE, "zh")
