"""Reads the print serial out of the ink of a scanned stamp, given the stamp as it was made."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from services.print_svc.inkmarks.arrays import Bytes, Floats
from services.print_svc.inkmarks.codes import BITS, code_word, decode
from services.print_svc.inkmarks.locating import Place, ink_of, locate, strength
from services.print_svc.inkmarks.patterns import CELL_MM, cells

DOTS_PER_MM: Final = 24
"""Of the templates that are read with; 610 dpi."""
DOTS_PER_CELL: Final = round(DOTS_PER_MM * CELL_MM)
LEAST_INK: Final = 0.3
"""Share of a cell, weighted by its ink, from which it is read."""
OTHER_COLOUR: Final = 60.0
"""Steps of 255 off the colour of the ink from which a cell is taken for something printed over."""
AROUND: Final = (9, 9)
"""Cells against whose mean the ink of one is strong or weak; paper and toner vary more slowly."""
MOST: Final = 0.25


@dataclass(frozen=True, slots=True)
class Reading:
    """`wrong_bits` of BITS were put right; `sigmas` is how far the ink agrees beyond chance."""

    serial: str
    wrong_bits: int
    sigmas: float
    place: Place


def read(scan: Bytes, dots_per_mm: float, template: Bytes, keys: Iterable[bytes]) -> Reading | None:
    """`template` is the stamp in RGB on white at DOTS_PER_MM. None for no mark, never a guess."""
    place = locate(scan, dots_per_mm, template, DOTS_PER_MM)
    if place is None:
        return None
    deviation, weight = _deviations(_lifted(scan, place, template), template)
    for key in keys:
        bits, signs = cells(key, *weight.shape)
        told = deviation * weight * signs
        soft = np.bincount(bits.reshape(-1), told.reshape(-1), minlength=BITS)
        decoded = decode(np.asarray(soft, np.float32), key)
        if decoded:
            agreement = told * code_word(decoded.serial, key)[bits]
            sigmas = float(agreement.sum() / np.sqrt(np.square(agreement).sum()))
            return Reading(decoded.serial, decoded.wrong_bits, sigmas, place)
    return None


def _lifted(scan: Bytes, place: Place, template: Bytes) -> Bytes:
    """The stamp out of the scan, dot by dot as the template has it."""
    matrix = place.to_scan.copy()
    matrix[:, :2] /= DOTS_PER_MM
    rows, columns = template.shape[:2]
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    lifted = cv2.warpAffine(scan, matrix, (columns, rows), flags=how, borderValue=(255, 255, 255))
    return np.asarray(lifted, np.uint8)


def _deviations(lifted: Bytes, template: Bytes) -> tuple[Floats, Floats]:
    """By how much each cell's ink is stronger than around it, and how much ink speaks for it."""
    ink = ink_of(template)
    due = np.clip(strength(template, ink), 0, 1.5)
    taken = 255 - lifted.astype(np.float32)
    amount = _per_cell(due * due)
    found = np.stack([_per_cell(due * taken[..., c]) for c in range(3)], axis=-1)
    found /= np.maximum(amount, 1e-3)[..., None]
    level = found @ (ink / np.dot(ink, ink))
    off = np.linalg.norm(found - level[..., None] * ink, axis=-1)
    usable = (amount > LEAST_INK * DOTS_PER_CELL**2) & (off < OTHER_COLOUR)
    weight = np.where(usable, amount, 0)
    mean = cv2.boxFilter(level * weight, -1, AROUND) / np.maximum(
        cv2.boxFilter(weight, -1, AROUND), 1e-3
    )
    return np.clip(level - mean, -MOST, MOST), weight


def _per_cell(dots: Floats) -> Floats:
    rows, columns = (-(-side // DOTS_PER_CELL) * DOTS_PER_CELL for side in dots.shape)
    whole = np.zeros((rows, columns), np.float32)
    whole[: dots.shape[0], : dots.shape[1]] = dots
    cut = whole.reshape(rows // DOTS_PER_CELL, DOTS_PER_CELL, -1, DOTS_PER_CELL)
    return np.asarray(cut.sum(axis=(1, 3)), np.float32)
