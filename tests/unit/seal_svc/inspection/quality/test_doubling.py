"""Doubling is told within JPEG's blocks, whose own rhythm is not taken for it."""

import cv2
import numpy as np
import pytest

from services.seal_svc.inspection.limits import LEAST_STRAY_OF_BEND, LEAST_STRAY_OF_SLOPE
from services.seal_svc.inspection.quality.doubling import (
    alternation,
    edge_strays,
    was_doubled,
    was_repeated,
)
from tests.unit.seal_svc.inspection.builders import rim

pytestmark = pytest.mark.unit

METHODS = [cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_LANCZOS4]
QUALITIES = [(60, 1.625), (80, 0.75), (85, 0.625), (92, 0.375), (96, 0.125)]


def box(side=900):
    """Coverage of a rectangular rim that lies along the pixels, the hardest to tell apart."""
    coverage = np.zeros((side, side), np.float32)
    cv2.rectangle(coverage, (101, 102), (side - 120, side - 90), 1.0, 30)
    return coverage


def scanned(random, side, sigma, shape=None):
    shape = rim() if shape is None else shape
    shape = cv2.resize(shape, (side, side), interpolation=cv2.INTER_AREA)
    soft = 240 - 150 * cv2.GaussianBlur(shape, (0, 0), sigma)
    return np.clip(soft + random.normal(0, 1.5, soft.shape), 0, 255).astype(np.uint8)


def saved(levels, quality):
    """Coverage, as it comes back from a JPEG."""
    _, encoded = cv2.imencode(".jpg", levels, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return share_of_ink(cv2.imdecode(encoded, cv2.IMREAD_GRAYSCALE))


def share_of_ink(levels):
    return ((240 - levels.astype(np.float32)) / 150).astype(np.float32)


def doubled_onto(small, method):
    """Every second pixel lies on one of the small picture's."""
    grid = np.float32([[0.5, 0, 0], [0, 0.5, 0]])
    size = (small.shape[1] * 2, small.shape[0] * 2)
    return cv2.warpAffine(small, grid, size, flags=method | cv2.WARP_INVERSE_MAP)


def strongest(coverage, corner=(0, 0)):
    strays = edge_strays(coverage, corner)
    return max(abs(s.slope) for s in strays), max(abs(s.bend) for s in strays)


@pytest.mark.parametrize("method", METHODS)
def test_doubling_is_seen_in_a_jpeg_of_fine_steps(random, method):
    large = cv2.resize(scanned(random, 452, 0.8), (904, 904), interpolation=method)

    assert was_doubled(saved(large, 92), (0, 0), 0.375)


def test_cubic_doubling_alternates_with_the_slope_of_edges(random):
    large = cv2.resize(scanned(random, 452, 0.8), (904, 904), interpolation=cv2.INTER_CUBIC)

    slope, _ = strongest(saved(large, 90))

    assert slope >= LEAST_STRAY_OF_SLOPE


def test_linear_doubling_onto_its_pixels_alternates_with_the_bend_of_edges(random):
    large = doubled_onto(scanned(random, 452, 0.8), cv2.INTER_LINEAR)

    _, bend = strongest(saved(large, 85))

    assert bend >= LEAST_STRAY_OF_BEND


@pytest.mark.parametrize(("quality", "coarseness"), QUALITIES)
@pytest.mark.parametrize("sigma", [1.2, 1.8])
@pytest.mark.parametrize("shape", [rim, box])
def test_a_soft_scan_is_not_called_doubled_at_any_quality(
    random, sigma, quality, coarseness, shape
):
    page = scanned(random, 904, sigma, shape())

    assert not was_doubled(saved(page, quality), (0, 0), coarseness)


@pytest.mark.parametrize("quality", [40, 50, 60, 70, 80, 90, 96])
@pytest.mark.parametrize("shape", [rim, box])
def test_soft_scans_keep_clear_of_the_limits(random, quality, shape):
    slope, bend = strongest(saved(scanned(random, 904, 1.4, shape()), quality))

    assert slope <= 0.6 * LEAST_STRAY_OF_SLOPE
    assert bend <= 0.6 * LEAST_STRAY_OF_BEND


def test_lines_that_a_carriage_laid_two_micrometres_off_in_turn_are_no_doubling(random):
    page = scanned(random, 904, 1.3)
    page[1::2] = cv2.warpAffine(page, np.float32([[1, 0, 0], [0, 1, 0.05]]), (904, 904))[1::2]

    assert not was_doubled(saved(page, 92), (0, 0), 0.375)


def test_where_the_picture_was_cut_does_not_change_what_is_measured(random):
    page = saved(scanned(random, 904, 1.4), 85)

    assert alternation(page[16:, 24:], (24, 16)) == pytest.approx(
        alternation(page[21:, 27:], (27, 21)), abs=0.01
    )
    assert strongest(page[16:, 24:], (24, 16)) == pytest.approx(
        strongest(page[21:, 27:], (27, 21)), abs=0.005
    )


def test_pairs_of_columns_alone_are_a_sensor_s(random):
    wide = cv2.resize(scanned(random, 904, 1.4)[:, ::2], (904, 904))

    assert alternation(saved(wide, 96), (0, 0)) < 0.05


@pytest.mark.parametrize("times", [2, 4])
def test_repeated_pixels_are_told_though_their_edges_are_hard(random, times):
    side = 904 // times
    large = cv2.resize(scanned(random, side, 0.7), (904, 904), interpolation=cv2.INTER_NEAREST)

    assert was_repeated(saved(large, 70))


@pytest.mark.parametrize("sigma", [0.5, 0.8, 1.4])
@pytest.mark.parametrize("shape", [rim, box])
def test_hard_edges_along_the_pixels_are_not_taken_for_repeated_ones(random, sigma, shape):
    assert not was_repeated(share_of_ink(scanned(random, 904, sigma, shape())))
