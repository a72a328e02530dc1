"""Enlarging is told by its own traces, and never by softness alone."""

import cv2
import numpy as np
import pytest

from services.seal_svc.inspection.quality.resampling import lost_its_grain, rhythm, was_resampled
from tests.unit.seal_svc.inspection.builders import grain, rim

pytestmark = pytest.mark.unit

METHODS = [cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_LANCZOS4, cv2.INTER_NEAREST]


def scanned(random, side, sigma):
    """Coverage of a ring with a sensor's noise."""
    shape = cv2.resize(rim(), (side, side), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(shape, (0, 0), sigma)
    return soft + random.normal(0, 0.012, soft.shape).astype(np.float32)


@pytest.mark.parametrize("side", [300, 450, 600])
@pytest.mark.parametrize("method", METHODS)
def test_enlarging_by_three_by_two_and_by_one_and_a_half_leaves_a_rhythm(random, side, method):
    small = scanned(random, side, 0.8)

    assert was_resampled(cv2.resize(small, (900, 900), interpolation=method))


@pytest.mark.parametrize("sigma", [0.5, 1.2, 2.0, 3.0])
def test_soft_optics_leave_none(random, sigma):
    assert not was_resampled(scanned(random, 900, sigma))


@pytest.mark.parametrize("quality", [60, 75, 90])
def test_the_blocks_of_a_jpeg_are_not_taken_for_doubled_pixels(random, quality):
    levels = np.clip(240 - 150 * scanned(random, 904, 1.6), 0, 255).astype(np.uint8)
    _, encoded = cv2.imencode(".jpg", levels, [cv2.IMWRITE_JPEG_QUALITY, quality])
    decoded = cv2.imdecode(encoded, cv2.IMREAD_GRAYSCALE)

    _, pairs = rhythm(((240 - decoded.astype(np.float32)) / 150).astype(np.float32))

    assert pairs < 1.2


def test_grain_that_a_sensor_left_is_fine(random):
    assert not lost_its_grain([grain(random, (160, 160))])


def test_grain_that_was_enlarged_tells(random):
    tile = cv2.resize(grain(random, (80, 80)), (160, 160), interpolation=cv2.INTER_CUBIC)
    softer = cv2.resize(tile[:80, :80], (160, 160), interpolation=cv2.INTER_CUBIC)

    assert lost_its_grain([softer])
