"""The width of ink edges is measured, and tells the effective resolution."""

import cv2
import numpy as np
import pytest

from services.seal_svc.inspection.quality.detail import edge_width, effective_dpi
from tests.unit.seal_svc.inspection.builders import rim

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("sigma", [1.2, 2.0, 3.0])
def test_the_edges_of_a_blurred_ring_are_as_wide_as_the_blur(sigma):
    coverage = cv2.GaussianBlur(rim(), (0, 0), sigma)

    assert edge_width(coverage, (coverage > 0.42).astype(np.uint8)) == pytest.approx(sigma, rel=0.2)


def test_where_there_is_no_ink_there_is_no_edge():
    assert edge_width(np.zeros((90, 90), np.float32), np.zeros((90, 90), np.uint8)) == 0


def test_the_effective_resolution_falls_with_soft_edges_and_never_exceeds_the_page():
    assert effective_dpi(600, 2.4) == 300
    assert effective_dpi(600, 0.8) == 600
