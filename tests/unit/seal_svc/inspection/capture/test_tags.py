"""The file itself may tell that no scanner made it."""

import pytest
from PIL import Image, PngImagePlugin

from tests.scans.scanner import save
from tests.unit.seal_svc.inspection.builders import blank, first_code

pytestmark = pytest.mark.unit


@pytest.mark.rule("R13", "R14")
@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("Adobe Photoshop 25.0", "capture.edited"),
        ("CamScanner", "capture.photo"),
        ("Snipaste 2", "capture.screenshot"),
    ],
)
def test_a_program_gives_itself_away_by_its_name(program, code):
    text = PngImagePlugin.PngInfo()
    text.add_text("Software", program)

    assert first_code(blank((2480, 3508), pnginfo=text)) == code


def test_a_scanner_s_program_is_no_trace():
    text = PngImagePlugin.PngInfo()
    text.add_text("Software", "Specimen Scan 3")

    assert first_code(blank((2480, 3508), pnginfo=text)) == "page.resolution_low"


@pytest.mark.rule("R13")
def test_exposure_data_is_a_camera_s():
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x829A] = 0.02

    assert first_code(blank((2480, 3508), kind="JPEG", exif=exif)) == "capture.photo"


def test_the_size_of_a_display_is_a_screenshot_s():
    assert first_code(blank((1080, 1920), dpi=(96, 96))) == "capture.screenshot"


@pytest.mark.rule("R14")
def test_a_transparent_background_is_a_drawing_program_s():
    page = Image.new("RGBA", (2480, 3508), (255, 255, 255, 128))

    assert first_code(save(page, "PNG")) == "capture.edited"
