"""A page is upright however it was stored."""

from io import BytesIO

import pytest
from PIL import Image, ImageOps

from services.seal_svc.inspection import Verdict, inspect
from tests.scans.scanner import save

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("kind", "orientation"), [*(("JPEG", turn) for turn in range(2, 9)), ("TIFF", 6), ("PNG", 8)]
)
def test_the_camera_s_turn_is_undone(page, upright, kind, orientation):
    undo = {5: 5, 6: 8, 7: 7, 8: 6}.get(orientation, orientation)
    turned = _turned(Image.fromarray(page), undo)
    exif = Image.Exif()
    exif[0x0112] = orientation

    report = inspect(save(turned, kind, exif=exif), kind="seal").report

    assert report.cutout.x_mm == pytest.approx(upright.cutout.x_mm, abs=0.4)
    assert report.cutout.y_mm == pytest.approx(upright.cutout.y_mm, abs=0.4)


def _turned(image, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    buffer = BytesIO()
    image.save(buffer, "TIFF", exif=exif)
    return ImageOps.exif_transpose(Image.open(buffer))


def test_a_progressive_file_is_read_too(page):
    report = inspect(save(page, "JPEG", progressive=True), kind="seal").report

    assert report.verdict is Verdict.OK
