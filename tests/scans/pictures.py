"""Close looks at scans, right and wrong, for the portal: `python -m tests.scans.pictures`.

Drawn from specimens alone; every picture shows 10 mm of a sheet at the density of its scan.
"""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from deploy.local.specimen_scans import Stamp, draw_stamp, worn
from tests.scans.cases import INKS
from tests.scans.drivers import background_removed, sharpened
from tests.scans.inks import over_fibres, pressed_unevenly, with_voids
from tests.scans.reproduced import _halftoned
from tests.scans.scanner import Bed, Print, develop, scan

FOLDER = Path("portal/src/screens/seals/pictures")
SIDE_MM = 10.0
STAMP = Stamp(shape="round", length_mm=36.0, width_mm=36.0, angle=3.0)


def patch(bed, random, texture=None):
    """The left of the specimen's rim, with its inner line and the start of its text."""
    scale = bed.px_per_mm
    ink = worn(draw_stamp(STAMP, scale), scale, random)
    if texture:
        ink = texture(ink, scale, random)
    side = round(SIDE_MM * scale)
    corner = -round(8.8 * scale), -round(22.5 * scale)
    return scan(
        bed, [Print(coverage=ink, corner=corner, colour=INKS["red"])], random, size=(side, side)
    )


def unevenly(ink, scale, random):
    return over_fibres(
        with_voids(pressed_unevenly(ink, scale, random), scale, random), scale, random
    )


def enlarged(page):
    size = round(SIDE_MM / 25.4 * 600)
    return cv2.resize(page, (size, size), interpolation=cv2.INTER_CUBIC)


def cut(page):
    """Colours selected and the rest deleted."""
    share = (np.median(page[::9, ::9], axis=(0, 1)) - page.astype(np.float32)).max(axis=2)
    whole = page.copy()
    whole[share < 60] = 255
    return whole


def pictures():
    """Name and pixels of each."""
    bed = Bed()

    def random():
        return np.random.default_rng(12)

    sharp = patch(bed, random())
    yield "sharp", sharp
    yield "whitened", sharpened(background_removed(sharp, random()), random())
    yield "uneven", patch(bed, random(), unevenly)
    yield "soft", patch(replace(bed, blur=2.0), random())
    yield "blurred", patch(replace(bed, blur=4.5), random())
    yield "enlarged", enlarged(patch(replace(bed, dpi=150.0), random()))
    yield "photographed", develop(sharp, random(), fall_off=0.5, blur=2.2)
    yield "printed", _halftoned(sharp, random()).astype(np.uint8)
    yield "lifted", cut(sharp)


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, page in pictures():
        picture = Image.fromarray(page).resize((240, 240), Image.Resampling.LANCZOS)
        picture.save(FOLDER / f"{name}.webp", quality=72, method=6)


if __name__ == "__main__":
    main()
