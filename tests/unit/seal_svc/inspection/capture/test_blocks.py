"""Ink that a computer laid is even all over JPEG's blocks; ink that a sensor saw is not."""

from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from services.seal_svc.inspection.capture.blocks import flat_blocks
from services.seal_svc.inspection.imprint.ink import separate
from tests.unit.seal_svc.inspection.builders import rim

pytestmark = pytest.mark.unit

RED = (200, 40, 55)


def saved(levels, quality=92):
    bgr = cv2.cvtColor(levels, cv2.COLOR_RGB2BGR)
    _, encoded = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return cv2.cvtColor(cv2.imdecode(encoded, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)


def imprint(random, *, drawn, corner=(0, 0), ink=RED):
    share = cv2.GaussianBlur(rim(), (0, 0), 0.7)[..., None]
    noise = random.normal(0, 1.5, (900, 900, 3))
    paper = 240 + noise
    laid = np.array(ink) + (0 if drawn else noise)
    page = saved(np.clip(paper * (1 - share) + laid * share, 0, 255).astype(np.uint8))
    x, y = corner
    crop = np.ascontiguousarray(page[y:, x:])
    layer = separate(crop)
    mask = (layer.coverage > 0.42).astype(np.uint8)
    tiles = [page[:64, :64], page[:64, 832:896]]
    return SimpleNamespace(crop=crop, layer=layer, mask=mask, tiles=tiles, corner=corner)


@pytest.mark.parametrize("corner", [(0, 0), (3, 5)])
def test_drawn_ink_is_even_wherever_its_crop_begins(random, corner):
    flat = flat_blocks(imprint(random, drawn=True, corner=corner))

    assert flat.ink > 0.95
    assert flat.paper < 0.3


def test_scanned_ink_has_the_paper_s_grain(random):
    assert flat_blocks(imprint(random, drawn=False)).ink < 0.1


def test_ink_whose_green_a_driver_may_have_clipped_is_not_judged(random):
    assert flat_blocks(imprint(random, drawn=True, ink=(220, 4, 20))) is None


def test_ink_of_too_few_blocks_is_not_judged(random):
    seen = imprint(random, drawn=True)
    seen.mask[:, 455:] = seen.mask[:, :445] = 0

    assert flat_blocks(seen) is None
