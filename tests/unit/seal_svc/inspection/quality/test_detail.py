"""The width of ink edges is measured, and enlarging is told from blur."""

import cv2
import numpy as np
import pytest

from services.seal_svc.inspection.quality.detail import edge_width, was_enlarged
from tests.unit.seal_svc.inspection.builders import grain, rim

pytestmark = pytest.mark.unit


def softened(sigma):
    return cv2.GaussianBlur(rim(), (0, 0), sigma)


@pytest.mark.parametrize("sigma", [1.2, 2.0, 3.0])
def test_the_edges_of_a_blurred_ring_are_as_wide_as_the_blur(sigma):
    coverage = softened(sigma)

    assert edge_width(coverage, (coverage > 0.42).astype(np.uint8)) == pytest.approx(sigma, rel=0.2)


def test_where_there_is_no_ink_there_is_no_edge():
    assert edge_width(np.zeros((90, 90), np.float32), np.zeros((90, 90), np.uint8)) == 0


def test_blur_that_leaves_the_grain_is_no_enlarging(random):
    assert not was_enlarged(softened(2.0), [grain(random, (160, 160))])


def test_grain_that_was_enlarged_tells(random):
    tile = cv2.resize(grain(random, (80, 80)), (160, 160), interpolation=cv2.INTER_CUBIC)
    softer = cv2.resize(tile[:80, :80], (160, 160), interpolation=cv2.INTER_CUBIC)

    assert was_enlarged(softened(2.0), [softer])
