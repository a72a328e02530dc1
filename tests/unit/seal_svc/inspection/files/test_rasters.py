"""A page is upright however it was stored."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageOps

from services.seal_svc.inspection import Verdict, inspect
from services.seal_svc.inspection.files.rasters import Raster
from services.seal_svc.inspection.files.sources import open_source
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


@pytest.mark.parametrize("orientation", range(1, 9))
def test_where_a_jpeg_s_blocks_begin_is_known_however_it_was_turned(random, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    noise = np.repeat(random.integers(90, 160, (203, 301, 1), dtype=np.uint8), 3, axis=2)
    raster = Raster(open_source(save(noise, exif=exif, quality=4), "JPEG"))
    width, height = raster.size

    (picture,) = raster.crops([(0, 0, width, height)])

    assert raster.blocks_begin == (_rough_at(picture.transpose(1, 0, 2)), _rough_at(picture))


def _rough_at(picture):
    """The row, from 0 to 7, between which and the one above the picture changes most."""
    rough = np.abs(np.diff(picture[..., 1].astype(int), axis=0)).mean(axis=1)[:192]
    return (int(rough.reshape(-1, 8).mean(axis=0).argmax()) + 1) % 8
