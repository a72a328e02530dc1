"""Giving memory back while a page is decoded changes none of its pixels."""

import struct
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from services.seal_svc.inspection.files.sources import open_source
from services.seal_svc.inspection.files.streaming import StreamedDecoder, streams
from services.seal_svc.inspection.files.whole import WholeDecoder
from services.seal_svc.inspection.pictures.png import SIGNATURE, chunk
from tests.scans.scanner import save
from tests.unit.seal_svc.inspection.builders import blank

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "boxes",
    [
        [(1800, 3000, 2400, 3600), (10, 2400, 170, 2560)],
        [(0, 0, 40, 40), (2000, 3000, 2400, 3600), (4900, 6900, 4961, 7016)],
    ],
    ids=["in the sheet's middle", "anywhere"],
)
@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_rows_given_back_early_change_no_pixel(saved, kind, boxes):
    data = saved(kind)
    decoders = (
        StreamedDecoder(open_source(data, kind)),
        WholeDecoder(lambda: Image.open(BytesIO(data))),
    )

    small, small_of_whole = (decoder.small(8) for decoder in decoders)
    crops, crops_of_whole = (decoder.crops(boxes) for decoder in decoders)

    assert np.array_equal(small, small_of_whole)
    assert all(np.array_equal(a, b) for a, b in zip(crops, crops_of_whole, strict=True))


def test_a_transparent_page_is_laid_on_white_strip_by_strip(page):
    third = page[: page.shape[0] // 3]
    picture = Image.fromarray(third).convert("RGBA")
    picture.putalpha(Image.fromarray(third[..., 1]))
    data = save(picture, "PNG")
    decoders = (
        StreamedDecoder(open_source(data, "PNG")),
        WholeDecoder(lambda: Image.open(BytesIO(data))),
    )

    small, small_of_whole = (decoder.small(8) for decoder in decoders)

    assert decoders[0].transparent
    assert np.array_equal(small, small_of_whole)


@pytest.mark.parametrize("mode", ["L", "P", "1"])
def test_pages_of_one_byte_a_pixel_are_held_whole(mode):
    assert not streams(open_source(blank((800, 1131), mode), "PNG"))


def test_an_interlaced_page_is_held_whole_because_its_rows_come_in_passes():
    header = struct.pack(">IIBBBBB", 800, 1131, 8, 2, 0, 0, 1)
    data = SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", b"x") + chunk(b"IEND", b"")

    assert not streams(open_source(data, "PNG"))
