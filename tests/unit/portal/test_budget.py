"""How much a browser loads before the first screen is there: kB of 1000 bytes, as `gzip -9`."""

import gzip
import json
import re
from pathlib import Path

import pytest

DIST = Path(__file__).parents[3] / "portal/dist"
PORTAL = "index.html"
SCREEN = re.compile(r"src/screens/\w+/\w+Screen\.vue")
MOST_KB = 190
"""Of the 200 that a first screen may take."""

Manifest = dict[str, dict]


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    """Vite's own account of what needs what."""
    file = DIST / ".vite/manifest.json"
    if not file.exists():
        pytest.fail("the portal is not built: make portal")
    return json.loads(file.read_text())


def reached(manifest: Manifest, chunks: set[str]) -> set[str]:
    """They and what they cannot start without."""
    further = {need for each in chunks for need in manifest[each].get("imports", ())}
    return chunks if further <= chunks else reached(manifest, chunks | further)


def kilobytes(manifest: Manifest, *chunks: str) -> float:
    """Of scripts and styles, each once."""
    found = [manifest[each] for each in reached(manifest, set(chunks))]
    files = {name for each in found for name in (each["file"], *each.get("css", ()))}
    return sum(len(gzip.compress((DIST / name).read_bytes(), 9)) for name in files) / 1000


def entries(manifest: Manifest) -> dict[str, list[str]]:
    """Each page, with the screens that it can open on."""
    screens = [name for name in manifest if SCREEN.fullmatch(name)]
    pages = [name for name, found in manifest.items() if found.get("isEntry")]
    return {page: screens if page == PORTAL else [] for page in pages}


def test_no_first_screen_takes_more_than_its_budget(manifest):
    sizes = {
        screen: kilobytes(manifest, entry, screen)
        for entry, screens in entries(manifest).items()
        for screen in (entry, *screens)
    }

    assert "src/screens/login/LoginScreen.vue" in sizes
    assert {screen: size for screen, size in sizes.items() if size > MOST_KB} == {}


def test_what_is_not_a_script_or_style_of_ours_is_never_written_into_a_page(manifest):
    pages = {name: (DIST / name).read_text() for name in entries(manifest)}

    assert {name for name, text in pages.items() if "<style" in text or " style=" in text} == set()
    assert {
        name
        for name, text in pages.items()
        if text.count("<script") != text.count('<script type="module" crossorigin src="/assets/')
    } == set()
