"""The public check, as a customs officer abroad uses it: by number, by picture, without network."""

from dataclasses import dataclass
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageOps
from playwright.sync_api import expect

from deploy.local.demo_checks import QR_CODE, code_on, pages_of
from deploy.local.desk import fit_printer
from tests.portal.watching import expect_accessible, in_language

FRAME_PX = (1280, 720)
FRAMES = 10
NO_NETWORK = "Failed to load resource|ERR_INTERNET_DISCONNECTED|ERR_FAILED"
IN_CHARGE = """navigator.serviceWorker.controller ? null : new Promise((resolve) =>
  navigator.serviceWorker.addEventListener('controllerchange', () => resolve(null)))"""


@dataclass(frozen=True)
class Sheet:
    """An original that came out: its file, what its QR code ends with, its numbers."""

    document: Path
    code: str
    certificate_no: str
    serial: str


@pytest.fixture(scope="module")
def sheet(exporter, officer, tmp_path_factory) -> Sheet:
    number = officer.apply(exporter.person)
    officer.approve(number)
    exporter.wait_until(number, printable=True)
    job = exporter.issue_print(number, "original")
    document = tmp_path_factory.mktemp("sheet") / "original.pdf"
    document.write_bytes(exporter.desk.fetch_document(job["ticket"], fit_printer()))
    return Sheet(document, code_on(document), number, job["job"]["print_serials"]["original"])


@pytest.fixture(scope="module")
def chromium_flags(sheet) -> tuple[str, ...]:
    """A camera that is held over the sheet's QR code, and that whoever is asked allows."""
    film = sheet.document.with_suffix(".mjpeg")
    picture = held_over(sheet.document)
    with film.open("wb") as frames:
        for _ in range(FRAMES):
            picture.save(frames, "JPEG")
    return (
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    )


def held_over(document: Path) -> Image.Image:
    [page] = pages_of(document, document.with_suffix(""), dpi=300, last=1)
    with Image.open(page) as sheet:
        [code] = zxingcpp.read_barcodes(sheet, QR_CODE)
        corner, across = code.position.top_left, code.position.bottom_right
        beside = (across.x - corner.x) // 2
        seen = (corner.x - beside, corner.y - beside, across.x + beside, across.y + beside)
        return ImageOps.pad(sheet.convert("RGB").crop(seen), FRAME_PX)


def word(page):
    return page.get_by_role("article").get_by_role("heading")


def ask(page, number: str, serial: str = "") -> None:
    page.get_by_label("证书编号").fill(number)
    page.get_by_label("打印编号").fill(serial)
    page.get_by_role("button", name="核查", exact=True).click()


def test_who_holds_the_sheet_is_told_of_it_in_three_languages(page, sheet):
    page.goto("/verify/")

    ask(page, sheet.certificate_no, sheet.serial)

    expect(word(page)).to_contain_text("尚未归档")
    expect(word(page)).to_contain_text("Not archived yet")
    expect(page.get_by_role("article")).to_contain_text(sheet.serial)
    expect(word(page)).to_be_focused()


def test_a_camera_over_the_qr_code_shows_the_verdict_and_is_let_go(page, sheet):
    page.goto("/verify/")

    page.get_by_role("button", name="用摄像头扫描二维码").click()

    expect(word(page)).to_contain_text("尚未归档")
    expect(page.get_by_role("article")).to_contain_text(sheet.certificate_no)
    expect(page.locator("video")).to_have_count(0)


def test_a_number_that_is_none_is_said_in_words_of_its_own(page):
    page.goto("/verify/")

    ask(page, "NONSENSE")

    expect(word(page)).to_contain_text("查无此证")


def test_a_file_that_is_not_ours_is_told_from_an_unknown_number(page):
    page.goto("/verify/")

    page.set_input_files(
        "input[type=file]",
        {"name": "other.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"},
    )

    expect(word(page)).to_contain_text("并非原件")


def test_without_network_the_signature_is_checked_here_and_the_rest_is_left_open(
    page, context, watch, sheet
):
    watch.allow(NO_NETWORK)
    with page.expect_response("**/api/v1/verification-keys"):
        page.goto("/verify/")
    page.evaluate(IN_CHARGE)
    context.set_offline(True)

    page.goto(f"/verify/{sheet.code}")

    expect(word(page)).to_contain_text("签名真实")
    expect(page.get_by_role("article")).to_contain_text("须联网核实")
    expect(page.get_by_role("article")).to_contain_text(sheet.certificate_no)


def test_a_number_without_network_is_neither_good_nor_bad(page, context, watch):
    watch.allow(NO_NETWORK)
    page.goto("/verify/")
    expect(page.get_by_label("证书编号")).to_be_visible()
    context.set_offline(True)

    ask(page, "A261872446700001")

    expect(word(page)).to_contain_text("无法联网核实")
    expect(page.get_by_role("article")).to_have_class("card none")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_check_is_accessible_before_and_after_its_verdict(page, language):
    page.goto("/verify/")
    in_language(page, language)
    expect_accessible(page)

    page.locator("input[name=number]").fill("NONSENSE")
    page.locator("button[type=submit]").click()

    expect(word(page)).to_be_visible()
    expect_accessible(page)
