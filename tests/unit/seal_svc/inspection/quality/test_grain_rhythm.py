"""Enlarged paper has grain that rises and falls with the enlargement; a sensor's is steady."""

import cv2
import numpy as np
import pytest

from services.seal_svc.inspection.quality.doubling import grain_alternates, grain_rhythm
from tests.scans.drivers import despeckled, sharpened
from tests.unit.seal_svc.inspection.builders import grain

pytestmark = pytest.mark.unit

METHODS = [cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_LANCZOS4]
SIDE = 160


def in_tiles(page):
    return [page[y : y + SIDE, x : x + SIDE] for y in (0, 160, 320) for x in (0, 160)]


def sheet(random, height=480, width=320):
    return grain(random, (height, width))


def saved(page, quality):
    _, encoded = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return cv2.imdecode(encoded, cv2.IMREAD_COLOR)


@pytest.mark.parametrize(("height", "width"), [(240, 160), (360, 240)], ids=["300 dpi", "450 dpi"])
@pytest.mark.parametrize("method", METHODS)
def test_grain_that_was_enlarged_has_its_rhythm(random, height, width, method):
    large = cv2.resize(sheet(random, height, width), (320, 480), interpolation=method)

    assert grain_alternates(in_tiles(large))


@pytest.mark.parametrize("driver", [sharpened, despeckled])
def test_what_a_driver_does_to_grain_is_steady(random, driver):
    assert not grain_alternates(in_tiles(driver(sheet(random), random)))


def test_a_sensor_s_grain_is_steady_and_far_from_the_limit(random):
    planes = [tile[..., 1].astype(np.float32) for tile in in_tiles(sheet(random))]

    assert grain_rhythm(planes) < 0.05


@pytest.mark.parametrize("quality", [70, 85, 95])
@pytest.mark.parametrize("corner", [0, 3])
def test_a_jpeg_saved_again_without_loss_is_not_called_enlarged(random, quality, corner):
    page = saved(sheet(random, 488, 328), quality)[corner:, corner:]

    assert not grain_alternates(in_tiles(page))


def test_pairs_of_columns_alone_are_a_sensor_s(random):
    wide = cv2.resize(sheet(random, 480, 160), (320, 480), interpolation=cv2.INTER_LINEAR)

    assert not grain_alternates(in_tiles(wide))


def test_paper_that_a_driver_has_whitened_has_no_grain_to_judge(random):
    large = cv2.resize(sheet(random, 240, 160), (320, 480), interpolation=cv2.INTER_LINEAR)

    assert not grain_alternates(in_tiles(cv2.add(large, np.full_like(large, 14))))
