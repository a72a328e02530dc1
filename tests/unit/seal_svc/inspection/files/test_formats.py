"""The kind of a file is told by its content, and no second file may hide in it."""

import pytest

from services.seal_svc.inspection.files.formats import refuse_hidden_file, sniff
from services.seal_svc.inspection.files.refusals import FileRefusedError
from tests.unit.seal_svc.inspection.builders import blank, first_code

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "BMP", "PDF"])
def test_a_format_is_known_by_its_content(kind):
    assert sniff(blank((8, 8), kind=kind)) == kind


def test_more_than_64_mebibytes_are_too_large():
    assert first_code(b"\xff\xd8\xff" + bytes(64 * 2**20)) == "file.too_large"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_an_archive_hidden_behind_a_picture_is_refused(kind):
    archive = b"PK\x03\x04" + b"x" * 20 + b"PK\x05\x06" + b"\x00" * 18

    with pytest.raises(FileRefusedError, match=r"file\.unreadable"):
        refuse_hidden_file(blank((8, 8), kind=kind) + archive, kind)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_anything_else_behind_a_picture_is_refused(kind):
    with pytest.raises(FileRefusedError, match=r"file\.unreadable"):
        refuse_hidden_file(blank((8, 8), kind=kind) + b"x" * 65, kind)


def test_padding_behind_a_picture_is_no_hidden_file():
    refuse_hidden_file(blank((8, 8), kind="JPEG") + bytes(500), "JPEG")


def test_a_script_inside_a_picture_s_comment_is_refused():
    data = blank((800, 1131), kind="JPEG", comment=b"<script>alert(1)</script>")

    assert first_code(data) == "file.unreadable"
