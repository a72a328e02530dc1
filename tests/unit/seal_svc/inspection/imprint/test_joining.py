"""What real stamps leave in parts is one imprint; neighbours stay apart."""

import cv2
import numpy as np
import pytest

from deploy.local.specimen_scans import draw_scribble
from services.seal_svc.inspection.imprint.lines import has_lines
from services.seal_svc.inspection.imprint.marks import find_marks
from services.seal_svc.inspection.imprint.outline import text_block
from services.seal_svc.inspection.page.paper import MM, model_paper
from tests.scans.chops import Chop

pytestmark = pytest.mark.unit

RED = (190, 40, 50)
SCALE = 600 / 25.4


def sheet_with(draw, kind="seal"):
    thumb = np.full((877, 620, 3), 244, np.uint8)
    draw(thumb)
    return find_marks(thumb, model_paper(thumb), kind)


def test_a_round_rim_in_six_pieces_is_one_imprint():
    def draw(thumb):
        for start in range(0, 360, 60):
            cv2.ellipse(thumb, (310, 438), (62, 62), 0, start, start + 38, RED, 3)

    sheet = sheet_with(draw)

    assert sheet.others == ()
    assert max(sheet.imprint.extent) == pytest.approx(127 / MM, abs=2)


def test_two_whole_rims_side_by_side_stay_two():
    def draw(thumb):
        cv2.circle(thumb, (250, 438), 50, RED, 3)
        cv2.circle(thumb, (365, 438), 50, RED, 3)

    assert len(sheet_with(draw).others) == 1


def test_two_lines_of_text_are_one_imprint():
    def draw(thumb):
        for row in (430, 449):
            cv2.putText(thumb, "SPECIMEN CO", (240, row), 0, 0.5, RED, 1)

    sheet = sheet_with(draw)

    assert sheet.others == ()
    assert min(sheet.imprint.extent) > 8


def test_a_line_of_text_far_from_the_seal_is_none_of_it():
    def draw(thumb):
        cv2.circle(thumb, (310, 438), 60, RED, 3)
        cv2.putText(thumb, "SPECIMEN CO", (240, 600), 0, 0.5, (40, 40, 40), 1)

    assert len(sheet_with(draw).others) == 1


def test_a_stroke_eight_millimetres_from_the_signature_belongs_to_it():
    def draw(thumb):
        cv2.line(thumb, (260, 430), (330, 450), (40, 40, 40), 2)
        cv2.line(thumb, (354, 450), (370, 430), (40, 40, 40), 2)

    assert sheet_with(draw, "signature").others == ()


def test_a_stamp_of_text_lines_is_a_rectangle_over_its_letters():
    chop = Chop(lines=3, length_mm=40.0, angle=4.0)
    mask = (chop.draw(SCALE) > 0.5).astype(np.uint8)

    block = text_block(mask, SCALE)

    assert block.shape == "rectangle"
    assert block.length / SCALE == pytest.approx(chop.length_mm, abs=0.2)
    assert block.width / SCALE == pytest.approx(chop.width_mm, abs=0.2)


def test_a_scribble_has_no_lines(random):
    scribble = (draw_scribble(SCALE, random) > 0.5).astype(np.uint8)

    assert not has_lines(scribble, 0.0, SCALE)
