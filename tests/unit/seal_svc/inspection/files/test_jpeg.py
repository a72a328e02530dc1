"""A JPEG is decoded as far as it is looked at, and shows there what the whole file shows."""

import re
import struct
from io import BytesIO

import cv2
import numpy as np
import pytest
from PIL import Image

from services.seal_svc.inspection import inspect
from services.seal_svc.inspection.files.jpeg import start_of_frame
from services.seal_svc.inspection.files.rasters import Raster
from services.seal_svc.inspection.files.refusals import FileRefusedError
from services.seal_svc.inspection.files.sources import open_source
from tests.scans.scanner import save

pytestmark = pytest.mark.unit


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


def test_a_crop_of_a_jpeg_shows_what_the_whole_page_shows(saved):
    data = saved("JPEG")
    box = (1800, 3000, 2400, 3600)

    (crop,) = Raster(open_source(data, "JPEG")).crops([box])

    assert np.array_equal(crop, np.asarray(Image.open(BytesIO(data)).crop(box)))


def test_a_jpeg_without_a_frame_is_unreadable():
    with pytest.raises(FileRefusedError, match=r"file\.unreadable"):
        start_of_frame(b"\xff\xd8\xff\xe0\x00\x10" + bytes(40))
