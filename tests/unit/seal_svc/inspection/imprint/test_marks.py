"""Parts of one imprint belong together, and two imprints stay two."""

import cv2
import numpy as np
import pytest

from services.seal_svc.inspection.imprint.marks import find_marks
from services.seal_svc.inspection.page.paper import MM, model_paper

pytestmark = pytest.mark.unit


def sheet_with(draw):
    thumb = np.full((877, 620, 3), 244, np.uint8)
    draw(thumb)
    return find_marks(thumb, model_paper(thumb), "seal")


def torn_ring(thumb, centre=(310, 438), turn=0):
    for start in (6, 186):
        cv2.ellipse(thumb, centre, (66, 58), turn, start, start + 168, (190, 40, 50), 3)


def test_the_halves_of_a_torn_rim_are_one_imprint():
    sheet = sheet_with(torn_ring)

    assert sheet.others == ()
    assert max(sheet.imprint.extent) == pytest.approx(135 / MM, abs=1)


def test_two_torn_rims_side_by_side_stay_two_imprints():
    def draw(thumb):
        torn_ring(thumb, centre=(236, 438), turn=90)
        torn_ring(thumb, centre=(365, 438), turn=90)

    sheet = sheet_with(draw)

    assert len(sheet.others) == 1


def test_a_star_inside_a_rim_is_no_second_mark():
    def draw(thumb):
        cv2.circle(thumb, (310, 438), 60, (190, 40, 50), 3)
        cv2.circle(thumb, (310, 438), 8, (190, 40, 50), -1)

    sheet = sheet_with(draw)

    assert sheet.others == ()
    assert sheet.imprint.hull_mm2 == pytest.approx(np.pi * (61.5 / MM) ** 2, rel=0.05)


def test_a_dot_is_a_speck_and_a_stroke_is_a_mark():
    def draw(thumb):
        cv2.circle(thumb, (310, 438), 60, (190, 40, 50), 3)
        cv2.circle(thumb, (100, 100), 1, (40, 40, 40), -1)
        cv2.line(thumb, (500, 700), (520, 700), (40, 40, 40), 2)

    sheet = sheet_with(draw)

    assert (sheet.specks, len(sheet.others)) == (1, 1)


def test_a_mark_too_small_for_a_seal_is_none():
    sheet = sheet_with(lambda thumb: cv2.circle(thumb, (310, 438), 9, (190, 40, 50), 2))

    assert sheet.imprint is None
