"""A header is enough to refuse what must not be decoded."""

import struct
from io import BytesIO

import pytest
from PIL import Image

from services.seal_svc.inspection import inspect
from services.seal_svc.inspection.files.refusals import FileRefusedError
from services.seal_svc.inspection.files.sources import open_source
from services.seal_svc.inspection.pictures.png import SIGNATURE, chunk
from tests.unit.seal_svc.inspection.builders import blank, first_code

pytestmark = pytest.mark.unit


def test_a_decompression_bomb_is_refused_before_it_is_opened():
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", b"x") + chunk(b"IEND", b"")

    assert first_code(bomb) == "file.too_large"


def test_cmyk_is_refused_with_its_reason():
    report = inspect(blank((800, 1131), "CMYK", "JPEG"), kind="seal").report

    assert report.findings[0].code == "file.colour_model"
    assert report.readable


def test_two_pages_are_refused():
    pages = [Image.new("L", (800, 1131), "white") for _ in range(2)]
    buffer = BytesIO()
    pages[0].save(buffer, "TIFF", save_all=True, append_images=pages[1:])

    assert first_code(buffer.getvalue()) == "file.unreadable"


def test_a_jpeg_of_more_passes_than_anybody_needs_is_refused():
    data = blank((16, 16), kind="JPEG", progressive=True)
    passes = b"\xff\xda" * 64

    with pytest.raises(FileRefusedError, match=r"file\.unreadable"):
        open_source(data[:-2] + passes + data[-2:], "JPEG")
