"""Scans that were edited so that they pass at first sight."""

from dataclasses import replace

import cv2
import numpy as np

from tests.scans.cases import bad
from tests.scans.flaws import cloned
from tests.scans.scanner import Print


def _edited(random, label, **changes):
    case = bad(random, "capture.edited", label, **changes)
    case.quality = int(random.integers(90, 97))
    return replace(case, format=str(random.choice(["PNG", "JPEG"])))


def laid_on(random):
    """A drawing of the seal laid on a scanned blank sheet."""
    case = _edited(random, "drawing laid on a scanned sheet")
    own = Print(coverage=case.coverage, corner=case.corner, colour=(0, 0, 0))

    def lay(page, random):
        x, y = own.corner
        shape = (case.truth * 255).astype(np.uint8)
        soft = cv2.GaussianBlur(shape, (0, 0), random.uniform(0.4, 0.9))
        share = soft[..., None].astype(np.float32) / 255
        height, width = case.truth.shape
        area = page[y : y + height, x : x + width]
        area[:] = np.rint(area * (1 - share) + np.array([200, 40, 55], np.float32) * share)
        return page

    return replace(case, finish=lay, blank=True)


def wiped_flat(random):
    """All but the imprint and a rim of paper around it painted white."""
    case = _edited(random, "background wiped flat")

    def wipe(page, random):
        dark = (page.min(axis=2) < page[::50, ::50].min(axis=2).mean() - 45).astype(np.uint8)
        side = int(random.uniform(0.9, 2.5) * page.shape[1] / 210) * 2 + 1
        kept = cv2.dilate(dark, np.ones((side, side), np.uint8))
        page[kept == 0] = 255
        return page

    return replace(case, finish=wipe, format="PNG", bed=replace(case.bed, specks=0))


def lifted(random):
    """The ink's colours selected, all else deleted."""
    case = _edited(random, "colours lifted")

    def lift(page, random):
        paper = np.median(page[::60, ::60], axis=(0, 1))
        share = (paper - page.astype(np.float32)).max(axis=2) / 150
        page[share < random.uniform(0.3, 0.5)] = 255
        return page

    return replace(case, finish=lift, bed=replace(case.bed, specks=0))


def cloned_on_a_quiet_sheet(random):
    """Paper copied where one exact colour takes a tenth of the pixels and more."""
    case = cloned(random)
    bed = replace(case.bed, grain=0.8, texture=0.3, banding=0.0, shade=0.3, specks=0)
    return replace(case, label="quiet sheet cloned", bed=bed)


FALSIFIED = {laid_on: 3, wiped_flat: 3, lifted: 3, cloned_on_a_quiet_sheet: 3}
