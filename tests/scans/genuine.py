"""Good scans as offices really make them: soft optics, drivers, uneven ink, rimless stamps."""

from dataclasses import replace

import numpy as np

from tests.scans.cases import INKS, good, signature
from tests.scans.chops import Chop
from tests.scans.drivers import processed
from tests.scans.inks import OIL, TEXTURES, halo
from tests.scans.scanner import Print


def _real(random, label, **changes):
    """At 600 dpi and in the formats that take the least time to make."""
    case = good(random, label=label, clean=True, **changes)
    kind = str(random.choice(["JPEG"] * 5 + ["PNG"]))
    bed = replace(case.bed, dpi=600.0, blur=random.uniform(0.5, 1.2))
    return replace(case, bed=bed, format=kind, quality=int(random.integers(60, 97)))


def driven(random):
    return _real(random, "driver", finish=processed)


def textured(random):
    texture = TEXTURES[int(random.integers(len(TEXTURES)))]
    return _real(random, "ink texture", texture=texture)


def oily(random):
    def shine(case):
        share = halo(case.truth, case.bed.px_per_mm, random)
        return [Print(coverage=share, corner=case.corner, colour=OIL)]

    return _real(random, "oil halo", beside=shine, ink="red")


def soft(random):
    """A contact-image sensor: a true 600 dpi that is softer than a lens on a good bed."""
    case = _real(random, "soft optics")
    return replace(case, bed=replace(case.bed, blur=random.uniform(1.2, 1.8)))


def in_pieces(random):
    """A rim worn to five to eight pieces."""
    case = _real(random, "rim in pieces")
    return replace(case, broken=int(random.integers(5, 9)), wedge=(3.0, 11.0))


def rimless(random):
    case = _real(random, "rimless text")
    chop = Chop(
        lines=int(random.integers(2, 4)),
        length_mm=random.uniform(30, 52),
        angle=float(random.uniform(-6, 6)),
    )
    return replace(case, stamp=chop)


def real(random):
    """Several of these at once."""
    texture = TEXTURES[int(random.integers(len(TEXTURES)))]
    case = _real(random, "driver and texture", finish=processed, texture=texture)
    return replace(case, ink=str(random.choice(list(INKS))), broken=int(random.integers(0, 3)))


def driven_signature(random):
    case = signature(random, label="signature, driver")

    def grey(page, random):
        return np.ascontiguousarray(processed(page, random)[..., 1])

    return replace(case, format="JPEG", finish=grey)


GENUINE = {
    driven: 8, textured: 5, oily: 2, soft: 3, in_pieces: 3, rimless: 4, real: 4,
    driven_signature: 2,
}  # fmt: skip
