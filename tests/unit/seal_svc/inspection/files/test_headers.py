"""What a header claims is read, and claims that cannot be true are not."""

import pytest
from PIL import Image, PngImagePlugin

from services.seal_svc.inspection.files.sources import open_source
from tests.unit.seal_svc.inspection.builders import blank

pytestmark = pytest.mark.unit


def exif_with(**tags):
    exif = Image.Exif()
    exif.update({int(tag[1:], 16): value for tag, value in tags.items()})
    return exif


def test_the_declared_density_is_read():
    source = open_source(blank((8, 8), dpi=(600, 600)), "PNG")

    assert source.declared_dpi == pytest.approx(600, abs=0.1)


def test_a_density_that_no_scanner_has_is_not_believed():
    assert open_source(blank((8, 8), dpi=(2_000_000, 2_000_000)), "PNG").declared_dpi is None


def test_a_make_alone_is_a_scanner_s():
    source = open_source(blank((8, 8), kind="JPEG", exif=exif_with(x010F="Specimen")), "JPEG")

    assert source.camera is None


def test_a_make_with_an_exposure_time_is_a_camera_s():
    exif = exif_with(x010F="Specimen", x0110="Phone 1")
    exif.get_ifd(0x8769)[0x829A] = 0.02

    assert open_source(blank((8, 8), kind="JPEG", exif=exif), "JPEG").camera == "Specimen Phone 1"


def test_the_program_is_read_from_a_png_s_text():
    text = PngImagePlugin.PngInfo()
    text.add_text("Software", "GIMP 2.10")

    assert open_source(blank((8, 8), pnginfo=text), "PNG").software == ("GIMP 2.10",)


@pytest.mark.parametrize(("stored", "meant"), [(6, 6), (0, 1), (9, 1)])
def test_an_orientation_that_does_not_exist_is_upright(stored, meant):
    source = open_source(blank((8, 8), kind="JPEG", exif=exif_with(x0112=stored)), "JPEG")

    assert source.orientation == meant


def test_a_coarse_jpeg_says_so_and_a_lossless_file_has_no_coarseness():
    coarse = open_source(blank((8, 8), kind="JPEG", quality=40), "JPEG")
    fine = open_source(blank((8, 8), kind="JPEG", quality=95), "JPEG")
    lossless = open_source(blank((8, 8)), "PNG")

    assert coarse.coarseness > 1 > fine.coarseness > lossless.coarseness == 0
