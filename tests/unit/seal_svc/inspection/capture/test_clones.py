"""Repeated grain is found where it is, and not where paper merely looks regular."""

import cv2
import numpy as np
import pytest

from services.seal_svc.inspection.capture.clones import cloned_pixels
from tests.unit.seal_svc.inspection.builders import banded, grain, of_one_colour

pytestmark = pytest.mark.unit


def words(picture):
    padded = np.dstack([picture, np.full(picture.shape[:2], 255, np.uint8)])
    return np.ascontiguousarray(padded).view(np.uint32)[..., 0]


def ribbed(page):
    wave = 3 * np.cos(np.arange(page.shape[1]) / 24 * 2 * np.pi)
    return np.clip(page + wave[None, :, None], 0, 255).astype(np.uint8)


def bilevel(page):
    return np.where(page > 240, 255, 0).astype(np.uint8)[..., :1].repeat(3, axis=2)


def from_a_jpeg(page):
    coded = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, 90])[1]
    return cv2.imdecode(coded, cv2.IMREAD_COLOR)


@pytest.mark.parametrize("paper", [banded, ribbed, bilevel, of_one_colour, from_a_jpeg])
def test_paper_that_is_merely_regular_is_no_copy(random, paper):
    assert cloned_pixels(words(paper(grain(random, (1600, 1600))))) == 0


@pytest.mark.parametrize("side", [110, 250])
def test_a_patch_of_copied_grain_is_found_with_its_size(random, side):
    page = grain(random, (1600, 1600))
    page[200 : 200 + side, 300 : 300 + side] = page[900 : 900 + side, 1101 : 1101 + side]

    assert cloned_pixels(words(page)) == pytest.approx(side**2, rel=0.6)
