"""Pages to inspect, as arrays or as the bytes of a file."""

from io import BytesIO

import cv2
import numpy as np
from PIL import Image

from services.seal_svc.inspection import inspect


def blank(size, mode="RGB", kind="PNG", **options):
    """A white picture, encoded."""
    buffer = BytesIO()
    Image.new(mode, size, "white").save(buffer, kind, **options)
    return buffer.getvalue()


def first_code(data, kind="seal"):
    return inspect(data, kind=kind).report.findings[0].code


def grain(random, shape, level=240.0, spread=1.5):
    """Paper as a sensor sees it."""
    return np.clip(random.normal(level, spread, (*shape, 3)), 0, 255).astype(np.uint8)


def banded(page):
    """A sensor's stripes."""
    page += np.random.default_rng(1).integers(0, 4, page.shape[1], dtype=np.uint8)[None, :, None]
    return page


def of_one_colour(page):
    page[:] = 244
    return page


def rim(side=900, radius=380, thick=40):
    """Coverage of a ring in the middle of a square."""
    coverage = np.zeros((side, side), np.float32)
    cv2.circle(coverage, (side // 2, side // 2), radius, 1.0, thick)
    return coverage
