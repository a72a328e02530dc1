"""Doubling is told within JPEG's blocks, whose own rhythm is not taken for it."""

import cv2
import numpy as np
import pytest

from services.seal_svc.inspection.quality.resampling import alternation, was_doubled
from tests.unit.seal_svc.inspection.builders import rim

pytestmark = pytest.mark.unit

METHODS = [cv2.INTER_LINEAR, cv2.INTER_LANCZOS4]


def scanned(random, side, sigma):
    shape = cv2.resize(rim(), (side, side), interpolation=cv2.INTER_AREA)
    soft = 240 - 150 * cv2.GaussianBlur(shape, (0, 0), sigma)
    return np.clip(soft + random.normal(0, 1.5, soft.shape), 0, 255).astype(np.uint8)


def saved(levels, quality):
    """Coverage, as it comes back from a JPEG."""
    _, encoded = cv2.imencode(".jpg", levels, [cv2.IMWRITE_JPEG_QUALITY, quality])
    decoded = cv2.imdecode(encoded, cv2.IMREAD_GRAYSCALE)
    return ((240 - decoded.astype(np.float32)) / 150).astype(np.float32)


@pytest.mark.parametrize("method", METHODS)
def test_doubling_is_seen_in_a_jpeg_of_fine_steps(random, method):
    large = cv2.resize(scanned(random, 452, 0.8), (904, 904), interpolation=method)

    assert was_doubled(saved(large, 92), (0, 0), 0.375)


@pytest.mark.parametrize(
    ("quality", "coarseness"), [(60, 1.625), (80, 0.75), (85, 0.625), (92, 0.375), (96, 0.125)]
)
@pytest.mark.parametrize("sigma", [1.2, 1.8])
def test_a_soft_scan_is_not_called_doubled_at_any_quality(random, sigma, quality, coarseness):
    assert not was_doubled(saved(scanned(random, 904, sigma), quality), (0, 0), coarseness)


def test_where_the_picture_was_cut_does_not_change_what_is_measured(random):
    page = saved(scanned(random, 904, 1.4), 85)

    assert alternation(page[16:, 24:], (24, 16)) == pytest.approx(
        alternation(page[21:, 27:], (27, 21)), abs=0.01
    )


def test_pairs_of_columns_alone_are_a_sensor_s(random):
    wide = cv2.resize(scanned(random, 904, 1.4)[:, ::2], (904, 904))

    assert not was_doubled(saved(wide, 96), (0, 0), 0.125)
