"""What is no readable scan is refused with a reason; nothing is raised."""

import pytest

from services.seal_svc.inspection import Verdict, inspect
from tests.scans.fuzz import fuzz
from tests.unit.seal_svc.inspection.builders import blank, first_code

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff", b"%PDF-1.7\n", b"hello", b"II*\x00", b"BM"])
def test_bytes_that_are_no_picture_are_unreadable(data):
    inspection = inspect(data, kind="seal")

    assert inspection.report.findings[0].code == "file.unreadable"
    assert (inspection.report.readable, inspection.cutout_png) == (False, None)


def test_a_file_cut_short_is_unreadable(saved):
    assert first_code(saved("JPEG")[:200_000]) == "file.unreadable"


@pytest.mark.parametrize("size", [(1, 1), (3, 9000), (9000, 3), (149, 211)])
def test_tiny_and_thin_pictures_are_refused_without_a_crash(size):
    assert inspect(blank(size), kind="seal").report.verdict is Verdict.REFUSE


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "PDF"])
def test_every_format_gives_the_same_measures(saved, upright, kind):
    report = inspect(saved(kind), kind="seal").report

    assert report.verdict is Verdict.OK
    assert (report.width_mm, report.height_mm) == pytest.approx(
        (upright.width_mm, upright.height_mm), abs=0.06
    )


def test_damaged_files_end_in_a_verdict():
    run = fuzz(range(180), seed=20)

    assert run.verdicts.total() == 180
    assert run.slowest < 5
    assert run.verdicts["file.unreadable"] > 40
