"""Ink that has run is told from dry ink, however blurred."""

import cv2
import numpy as np
import pytest

from services.seal_svc.inspection.quality.bleed import raggedness
from tests.scans.cases import run_along_fibres
from tests.unit.seal_svc.inspection.builders import rim

pytestmark = pytest.mark.unit

SCALE = 600 / 25.4


def test_ink_drawn_along_fibres_is_ragged_and_blurred_ink_is_not(random):
    shape = rim()
    run = run_along_fibres(shape, SCALE, random, 0.25)
    blurred = cv2.GaussianBlur(shape, (0, 0), 5)

    ragged, smooth = (raggedness((c > 0.42).astype(np.uint8), SCALE) for c in (run, blurred))

    assert smooth < 8
    assert ragged > 20


def test_letters_are_too_short_to_be_judged():
    letters = rim(side=200, radius=60, thick=12)

    assert raggedness((letters > 0.42).astype(np.uint8), SCALE) == 0
