"""What the drivers of scanners do to a page before they save it, unasked."""

import cv2
import numpy as np


def _mapped(page, table):
    return cv2.LUT(page, np.clip(np.rint(table), 0, 255).astype(np.uint8))


def stretched(page, random):
    """The levels spread: what is lighter than the white point becomes pure white."""
    black, white = random.uniform(0, 25), random.uniform(228, 242)
    return _mapped(page, (np.arange(256) - black) * 255 / (white - black))


def sharpened(page, random):
    """An unsharp mask of half a pixel to two."""
    soft = cv2.GaussianBlur(page, (0, 0), random.uniform(0.7, 1.8))
    amount = random.uniform(0.3, 1.2)
    return cv2.addWeighted(page, 1 + amount, soft, -amount, 0)


def with_gamma(page, random):
    return _mapped(page, 255 * (np.arange(256) / 255) ** random.uniform(0.75, 1.3))


def despeckled(page, random):
    return cv2.medianBlur(page, 3)


def background_removed(page, random):
    """What is nearly as light as the paper becomes white, with a soft knee."""
    grey = page[::40, ::40].max(axis=2)
    paper = float(np.median(grey))
    low, high = paper - random.uniform(26, 40), paper - random.uniform(6, 14)
    table = np.arange(256, dtype=np.float32)
    knee = np.clip((table - low) / (high - low), 0, 1)
    return _mapped(page, table + (255 - table) * knee)


def smoothed(page, random):
    """Noise reduction of colour alone."""
    luma, red, blue = cv2.split(cv2.cvtColor(page, cv2.COLOR_RGB2YCrCb))
    red, blue = (cv2.blur(plane, (3, 3)) for plane in (red, blue))
    return cv2.cvtColor(cv2.merge([luma, red, blue]), cv2.COLOR_YCrCb2RGB)


CHAINS = (
    (stretched,),
    (stretched, sharpened),
    (sharpened,),
    (with_gamma, stretched),
    (despeckled, stretched),
    (background_removed,),
    (background_removed, sharpened),
    (smoothed, with_gamma),
    (despeckled,),
    (sharpened, stretched),
)
"""As makers combine them by default or behind one switch."""


def processed(page, random):
    for step in CHAINS[int(random.integers(len(CHAINS)))]:
        page = step(page, random)
    return page
