"""Waves are found where they are, and not where paper or strokes merely look regular."""

import cv2
import numpy as np
import pytest

from services.seal_svc.inspection.capture.waves import in_ink, on_paper, verdict_of
from services.seal_svc.inspection.limits import HALFTONE
from services.seal_svc.inspection.page.paper import model_paper
from services.seal_svc.inspection.report import Verdict
from tests.unit.seal_svc.inspection.builders import banded, grain, of_one_colour, rim

pytestmark = pytest.mark.unit


def test_dots_in_the_ink_stand_out_in_two_directions():
    coverage = rim()
    down, across = np.mgrid[0:900, 0:900]
    dots = (np.cos(down * 1.1 + across * 0.3) + np.cos(across * 1.1 - down * 0.3)) / 4

    waves = in_ink(np.float32(coverage * (0.8 + 0.2 * dots)), (coverage > 0.4).astype(np.uint8))

    assert waves.second > 20
    assert waves.amplitude > 0.03


@pytest.mark.parametrize("turn", [0, 7, 45])
def test_straight_strokes_are_no_raster(random, turn):
    coverage = np.zeros((900, 900), np.float32)
    cv2.rectangle(coverage, (150, 250), (750, 650), 1.0, 30)
    turned = cv2.warpAffine(coverage, cv2.getRotationMatrix2D((450, 450), turn, 1), (900, 900))
    noisy = turned * random.normal(0.9, 0.03, turned.shape)

    waves = in_ink(np.float32(noisy), (turned > 0.4).astype(np.uint8))

    assert waves.second < 12


@pytest.mark.parametrize("paper", [banded, of_one_colour])
def test_banding_is_no_moire(random, paper):
    thumb = paper(grain(random, (877, 620), spread=0.5))

    waves = on_paper(thumb, model_paper(thumb))

    assert waves.first < 50 or waves.amplitude < 0.25


def test_the_beat_of_two_grids_is_moire(random):
    thumb = grain(random, (877, 620), spread=0.5).astype(np.float32)
    down, across = np.mgrid[0:877, 0:620]
    thumb += 2 * np.cos(down / 9 + across / 30)[..., None]
    thumb = np.rint(thumb).astype(np.uint8)

    waves = on_paper(thumb, model_paper(thumb))

    assert waves.first > 100
    assert waves.amplitude == pytest.approx(2.0, rel=0.3)


@pytest.mark.parametrize(
    ("clear", "amplitude", "verdict"),
    [
        (20.0, 0.03, Verdict.REFUSE),
        (12.0, 0.06, Verdict.REFUSE),
        (19.9, 0.059, Verdict.WARN),
        (11.9, 0.5, None),
        (50.0, 0.014, None),
    ],
)
def test_clear_waves_need_less_height_to_be_refused(clear, amplitude, verdict):
    assert verdict_of(clear, amplitude, HALFTONE) is verdict
