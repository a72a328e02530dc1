"""Pictures of the portal for docs/: `python -m deploy.local.portal_pictures`, beside a `make run`.

Everything in them is a specimen.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from deploy.local.chromium import give_session, launch
from deploy.local.exporter import Exporter
from deploy.local.keys import CARDS, kept_keys
from deploy.local.person import Person
from deploy.local.run import ROOT
from workstation.card_issuer import SpecimenAuthority

PICTURES: Final = Path("docs/pictures/portal")
DESK, TELEPHONE = (1280, 800), (375, 760)
COLOURS: Final = 128


@dataclass(frozen=True, slots=True)
class Picture:
    name: str
    path: str
    language: str = "zh"
    size: tuple[int, int] = DESK


_TAKEN: Final = (
    Picture("home-zh", "/"),
    Picture("certificates-zh", "/certificates"),
    Picture("certificates-en", "/certificates", "en"),
    Picture("certificates-telephone", "/certificates", "zh", TELEPHONE),
    Picture("prints-zh", "/print-jobs"),
    Picture("seals-zh", "/seals"),
    Picture("authorization-zh", "/authorization"),
    Picture("ledger-zh", "/seal-uses"),
    Picture("workstations-zh", "/workstations"),
    Picture("verify-telephone", "/verify/", "en", TELEPHONE),
    Picture("simulation-zh", "/simulation"),
    Picture("printer-zh", "/simulation/printer"),
)


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    gateway = str(json.loads((ROOT / "addresses.json").read_text())["gateway"])
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for picture in _TAKEN:
            _take(browser, gateway, picture, folder / f"{picture.name}.png")
        browser.close()


def _take(browser: Browser, gateway: str, picture: Picture, file: Path) -> None:
    width, height = picture.size
    context = browser.new_context(
        base_url=gateway,
        viewport={"width": width, "height": height},
        locale="zh-CN" if picture.language == "zh" else "en-GB",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
    )
    give_session(context, gateway, _session(gateway))
    page = context.new_page()
    page.add_init_script(f"localStorage['originprint-language'] = '{picture.language}'")
    _open(page, picture.path)
    page.screenshot(path=file)
    context.close()
    with Image.open(file) as image:
        smaller = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    smaller.save(file, optimize=True)
    print(file)


def _open(page: Page, path: str) -> None:
    """The stream of live events keeps the network busy for ever, so words are waited for."""
    if path.startswith("/simulation"):
        page.goto(f"/simulation#{kept_keys(ROOT)['customs_console_token']}")
        page.get_by_role("navigation").wait_for()
    page.goto(path)
    page.get_by_role("heading", level=1).wait_for()
    page.get_by_text("正在加载").wait_for(state="hidden")
    page.wait_for_timeout(1_000)


def _session(gateway: str) -> str:
    cards = SpecimenAuthority.load(ROOT / "keys" / CARDS)
    exporter = Exporter(gateway, Person.with_card(cards, seed=1))
    exporter.log_in()
    token = str(exporter.http.headers["Authorization"]).removeprefix("Bearer ")
    exporter.close()
    return token


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES)
