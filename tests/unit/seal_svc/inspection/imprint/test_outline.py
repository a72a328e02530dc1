"""Circle, ellipse and rectangle are told apart and measured, in spite of gaps."""

import cv2
import numpy as np
import pytest

from services.seal_svc.inspection.imprint.outline import bounding, fit_outline
from tests.unit.seal_svc.inspection.builders import rim

pytestmark = pytest.mark.unit

SCALE = 600 / 25.4


def drawn(draw):
    mask = np.zeros((900, 900), np.uint8)
    draw(mask)
    return mask


def test_a_ring_is_round_and_measured_over_its_outer_edge():
    outline = fit_outline((rim() > 0.5).astype(np.uint8), SCALE)

    assert outline.shape == "round"
    assert outline.length == pytest.approx(2 * 400, abs=2)


@pytest.mark.parametrize(("width", "shape"), [(380, "round"), (350, "oval")])
def test_a_ring_much_longer_than_wide_is_oval_and_a_little_is_still_round(width, shape):
    mask = drawn(lambda m: cv2.ellipse(m, (450, 450), (390, width), 20, 0, 360, 1, 20))

    assert fit_outline(mask, SCALE).shape == shape


def test_a_turned_rectangle_gives_its_sides_and_its_angle():
    corners = cv2.boxPoints(((450, 450), (600, 400), 12)).astype(np.int32)
    mask = drawn(lambda m: cv2.polylines(m, [corners], True, 1, 12))

    outline = fit_outline(mask, SCALE)

    assert outline.shape == "rectangle"
    assert (outline.length, outline.width) == pytest.approx((612, 412), abs=4)
    assert outline.angle == pytest.approx(12, abs=0.3)


def test_a_rim_with_a_gap_is_measured_and_the_gap_told():
    mask = drawn(lambda m: cv2.ellipse(m, (450, 450), (380, 380), 0, 0, 300, 1, 20))

    outline = fit_outline(mask, SCALE)

    assert outline.shape == "round"
    assert outline.gap == pytest.approx(60, abs=5)


def test_scattered_strokes_have_no_outline_but_a_box():
    mask = drawn(lambda m: cv2.line(m, (100, 100), (700, 300), 1, 8))
    cv2.line(mask, (400, 200), (300, 800), 1, 8)

    assert fit_outline(mask, SCALE) is None
    assert bounding(mask).shape == "handwriting"
