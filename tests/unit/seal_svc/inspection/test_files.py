"""What is no readable scan is refused with a reason; nothing is raised."""

import re
import struct
import threading
from dataclasses import replace
from io import BytesIO

import cv2
import numpy as np
import pytest
from PIL import Image, ImageOps

from services.seal_svc.inspection import Verdict, inspect
from services.seal_svc.inspection.png import SIGNATURE, chunk
from services.seal_svc.inspection.rasters import LoadedDecoder, Raster
from services.seal_svc.inspection.sources import open_source
from services.seal_svc.inspection.streaming import StreamedDecoder, streams
from tests.scans.cases import clean
from tests.scans.fuzz import fuzz
from tests.scans.labelled import render
from tests.scans.scanner import save, scan

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def page():
    case = clean(np.random.default_rng(11))
    case = replace(case, bed=replace(case.bed, dpi=600.0))
    return scan(case.bed, case.prints(), case.random)


def first_code(data, kind="seal"):
    return inspect(data, kind=kind).report.findings[0].code


def picture(size, mode="RGB", kind="PNG", **options):
    buffer = BytesIO()
    Image.new(mode, size, "white").save(buffer, kind, **options)
    return buffer.getvalue()


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff", b"%PDF-1.7\n", b"hello", b"II*\x00", b"BM"])
def test_bytes_that_are_no_picture_are_unreadable(data):
    inspection = inspect(data, kind="seal")

    assert inspection.report.findings[0].code == "file.unreadable"
    assert (inspection.report.readable, inspection.cutout_png) == (False, None)


def test_a_file_cut_short_is_unreadable(page):
    assert first_code(save(page, "JPEG")[:200_000]) == "file.unreadable"


def test_an_archive_hidden_behind_a_picture_is_refused(page):
    archive = b"PK\x03\x04" + b"x" * 200 + b"PK\x05\x06" + b"\x00" * 18

    assert first_code(save(page, "JPEG") + archive) == "file.unreadable"


def test_a_script_inside_a_picture_s_comment_is_refused():
    data = picture((800, 1131), kind="JPEG", comment=b"<script>alert(1)</script>")

    assert first_code(data) == "file.unreadable"


def test_more_than_64_mebibytes_are_too_large():
    assert first_code(b"\xff\xd8\xff" + bytes(64 * 2**20)) == "file.too_large"


def test_a_decompression_bomb_is_refused_before_it_is_opened():
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", b"x") + chunk(b"IEND", b"")

    assert first_code(bomb) == "file.too_large"


def test_cmyk_is_refused_with_its_reason():
    report = inspect(picture((800, 1131), "CMYK", "JPEG"), kind="seal").report

    assert report.findings[0].code == "file.colour_model"
    assert report.readable


def test_two_pages_are_refused():
    pages = [Image.new("L", (800, 1131), "white") for _ in range(2)]
    buffer = BytesIO()
    pages[0].save(buffer, "TIFF", save_all=True, append_images=pages[1:])

    assert first_code(buffer.getvalue()) == "file.unreadable"


def test_a_pdf_of_two_pages_is_refused():
    pages = [Image.new("L", (800, 1131), "white") for _ in range(2)]
    buffer = BytesIO()
    pages[0].save(buffer, "PDF", save_all=True, append_images=pages[1:])

    assert first_code(buffer.getvalue()) == "file.unreadable"


@pytest.mark.parametrize("size", [(1, 1), (3, 9000), (9000, 3), (149, 211)])
def test_tiny_and_thin_pictures_are_refused_without_a_crash(size):
    assert inspect(picture(size), kind="seal").report.verdict is Verdict.REFUSE


@pytest.mark.parametrize("dpi", [1, 72, 300, 60_000])
def test_an_absurd_declared_dpi_changes_nothing_but_a_warning(page, dpi):
    report = inspect(save(page, "JPEG", dpi=dpi), kind="seal").report

    assert report.verdict is Verdict.WARN
    assert report.dpi == pytest.approx(600, abs=1)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "PDF"])
def test_every_format_gives_the_same_measures(page, kind):
    report = inspect(save(page, kind, quality=92), kind="seal").report
    plain = inspect(save(page, "JPEG", quality=92), kind="seal").report

    assert report.verdict is Verdict.OK
    assert (report.width_mm, report.height_mm) == pytest.approx(
        (plain.width_mm, plain.height_mm), abs=0.06
    )


def test_a_progressive_file_is_read_too(page):
    report = inspect(save(page, "JPEG", progressive=True), kind="seal").report

    assert report.verdict is Verdict.OK


@pytest.mark.parametrize(
    ("kind", "orientation"), [*(("JPEG", turn) for turn in range(2, 9)), ("TIFF", 6), ("PNG", 8)]
)
def test_the_camera_s_turn_is_undone(page, kind, orientation):
    undo = {5: 5, 6: 8, 7: 7, 8: 6}.get(orientation, orientation)
    turned = _turned(Image.fromarray(page), undo)
    exif = Image.Exif()
    exif[0x0112] = orientation

    report = inspect(save(turned, kind, exif=exif), kind="seal").report
    upright = inspect(save(page, "JPEG"), kind="seal").report

    assert report.cutout.x_mm == pytest.approx(upright.cutout.x_mm, abs=0.4)
    assert report.cutout.y_mm == pytest.approx(upright.cutout.y_mm, abs=0.4)


def _turned(image, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    buffer = BytesIO()
    image.save(buffer, "TIFF", exif=exif)
    return ImageOps.exif_transpose(Image.open(buffer))


@pytest.mark.parametrize(
    "boxes",
    [
        [(1800, 3000, 2400, 3600), (10, 2400, 170, 2560)],
        [(0, 0, 40, 40), (2000, 3000, 2400, 3600), (4900, 6900, 4961, 7016)],
    ],
    ids=["in the sheet's middle", "anywhere"],
)
@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_rows_given_back_early_change_no_pixel(page, kind, boxes):
    data = save(page, kind)
    decoders = (
        StreamedDecoder(open_source(data, kind)),
        LoadedDecoder(lambda: Image.open(BytesIO(data))),
    )

    small, small_of_whole = (decoder.small(8) for decoder in decoders)
    crops, crops_of_whole = (decoder.crops(boxes) for decoder in decoders)

    assert np.array_equal(small, small_of_whole)
    assert all(np.array_equal(a, b) for a, b in zip(crops, crops_of_whole, strict=True))


def test_a_transparent_page_is_laid_on_white_strip_by_strip(page):
    picture = Image.fromarray(page).convert("RGBA")
    picture.putalpha(Image.fromarray(page[..., 1]))
    data = save(picture, "PNG")
    decoders = (
        StreamedDecoder(open_source(data, "PNG")),
        LoadedDecoder(lambda: Image.open(BytesIO(data))),
    )

    small, small_of_whole = (decoder.small(8) for decoder in decoders)

    assert decoders[0].transparent
    assert np.array_equal(small, small_of_whole)


@pytest.mark.parametrize("mode", ["L", "P", "1"])
def test_pages_of_one_byte_a_pixel_are_held_whole(mode):
    assert not streams(open_source(picture((800, 1131), mode), "PNG"))


def test_an_interlaced_page_is_held_whole_because_its_rows_come_in_passes():
    header = struct.pack(">IIBBBBB", 800, 1131, 8, 2, 0, 0, 1)
    data = SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", b"x") + chunk(b"IEND", b"")

    assert not streams(open_source(data, "PNG"))


def tall_jpeg(band, *, blank_rows):
    """A JPEG with much blank paper above and below a band, put together without drawing it all.

    Every row of blocks ends with a restart marker, so that rows can be repeated.
    """
    blank = np.full((8, band.shape[1], 3), band[0, 0], np.uint8)
    head, blank_row = _rows_of_blocks(blank)
    _, inked_rows = _rows_of_blocks(band)
    rows = [*(blank_row * (blank_rows // 8)), *inked_rows, *(blank_row * (blank_rows // 8))]
    at = head.index(b"\xff\xc0") + 5
    head = head[:at] + struct.pack(">H", 8 * len(rows)) + head[at + 2 :]
    marked = (row + bytes([0xFF, 0xD0 + number % 8]) for number, row in enumerate(rows))
    return head + b"".join(marked)[:-2] + b"\xff\xd9"


def _rows_of_blocks(pixels):
    data = save(pixels, "JPEG", quality=90, subsampling=0, restart_marker_rows=1)
    start = data.index(b"\xff\xda") + 14
    return data[:start], re.split(rb"\xff[\xd0-\xd7]", data[start:-2])


def test_a_jpeg_of_190_megapixels_is_measured_at_its_full_density():
    width, band_rows, blank_rows = 11_600, 2400, 7000
    band = np.full((band_rows, width, 3), (246, 245, 242), np.uint8)
    middle = (width // 2, band_rows // 2)
    cv2.circle(band, middle, 1050, (190, 40, 50), 60, cv2.LINE_AA)

    report = inspect(tall_jpeg(band, blank_rows=blank_rows), kind="seal").report

    assert report.dpi == pytest.approx(width / 210 * 25.4, rel=0.01)
    assert report.width_mm == pytest.approx((2 * 1050 + 61) / report.dpi * 25.4, abs=0.03)


def test_a_crop_of_a_jpeg_shows_what_the_whole_page_shows(page):
    data = save(page, "JPEG")
    box = (1800, 3000, 2400, 3600)

    (crop,) = Raster(open_source(data, "JPEG")).crops([box])

    assert np.array_equal(crop, np.asarray(Image.open(BytesIO(data)).crop(box)))


def test_two_threads_get_the_same_answer_as_one(page):
    data = save(page, "PDF", quality=90)
    reports = []
    threads = [
        threading.Thread(target=lambda: reports.append(inspect(data, kind="seal").report))
        for _ in range(2)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert reports[0] == reports[1] == inspect(data, kind="seal").report


def test_damaged_files_end_in_a_verdict():
    run = fuzz(range(180), seed=20)

    assert run.verdicts.total() == 180
    assert run.slowest < 5
    assert run.verdicts["file.unreadable"] > 40


def test_a_case_of_the_labelled_set_is_the_same_every_time():
    assert render(clean(np.random.default_rng(3))) == render(clean(np.random.default_rng(3)))
