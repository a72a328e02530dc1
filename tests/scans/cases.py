"""The labelled set: what each simulated scan shows, and what an inspector must say about it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

import cv2
import numpy as np

from deploy.local.specimen_scans import BLACK, Stamp, draw_scribble, draw_stamp, worn
from tests.scans.scanner import Bed, Print

INKS = {
    "red": (196, 38, 52),
    "blue": (38, 60, 168),
    "black": (40, 40, 44),
    "purple": (110, 44, 140),
}
LIMITS = {"round": (45.0, 45.0), "oval": (55.0, 45.0), "rectangle": (55.0, 40.0)}
CENTRE_MM = (105.0, 148.5)


@dataclass(kw_only=True)
class Case:
    """`expected` is the first finding's code for a bad scan and None for a good one."""

    label: str
    expected: str | None
    random: np.random.Generator
    kind: str = "seal"
    bed: Bed = field(default_factory=Bed)
    stamp: Stamp | None = None
    ink: str = "red"
    centre_mm: tuple[float, float] = CENTRE_MM
    quality: int = 90
    format: str = "JPEG"
    clean: bool = False
    density: float = 1.0
    blank: bool = False
    """Whether the sheet is scanned without its imprint, which `finish` adds."""
    broken: int = 0
    torn: bool = False
    wedge: tuple[float, float] = (2.0, 8.0)
    """Half of each gap in the rim, degrees."""
    texture: Callable | None = None
    """How the ink lies, of `tests.scans.inks`."""
    bleed_mm: float = 0.0
    warned: str | None = None
    """The code a good scan must be warned of."""
    finish: Callable | None = None
    beside: Callable | None = None
    signature_mm: tuple[float, float] = (28.0, 12.0)
    options: dict = field(default_factory=dict)
    """What the scanner program adds to the file."""
    shorten: float = 1.0

    @cached_property
    def coverage(self):
        return self._drawn[0]

    @cached_property
    def truth(self):
        """Where ink really lies, before optics and sensor."""
        return self._drawn[1]

    @cached_property
    def _drawn(self):
        scale = self.bed.px_per_mm
        if self.kind == "signature":
            length, height = self.signature_mm
            pen = self.random.uniform(0.4, 0.8)
            shape = draw_scribble(
                scale, self.random, length_mm=length, height_mm=height, pen_mm=pen
            )
            return shape * 0.95 * self.density, shape >= 0.5
        drawn = getattr(self.stamp, "draw", None)
        shape = drawn(scale) if drawn else draw_stamp(self.stamp, scale)
        for turn in self._gaps():
            shape = _without_wedge(shape, turn, self.random.uniform(*self.wedge))
        if self.bleed_mm:
            shape = run_along_fibres(shape, scale, self.random, self.bleed_mm)
        ink = worn(shape, scale, self.random) * self.density
        if self.texture:
            ink = self.texture(ink, scale, self.random)
        return ink, shape >= 0.5

    def _gaps(self):
        """Where the rim is missing, degrees; a torn one on both sides."""
        if self.broken > 4:
            return np.arange(self.broken) * 360 / self.broken + self.random.uniform(0, 360)
        turns = [self.random.uniform(0, 360) for _ in range(self.broken)]
        return [turns[0], turns[0] + self.random.uniform(165, 195)] if self.torn else turns

    @property
    def size_mm(self):
        """Outer measures of the ink, longer first."""
        if self.kind == "signature":
            return self.signature_mm
        return self.stamp.length_mm, self.stamp.width_mm

    @property
    def corner(self):
        height, width = self.coverage.shape
        x, y = (c * self.bed.px_per_mm for c in self.centre_mm)
        return round(x - width / 2), round(y - height / 2)

    def prints(self):
        colour = BLACK if self.kind == "signature" else INKS[self.ink]
        own = Print(coverage=self.coverage, corner=self.corner, colour=colour)
        more = self.beside(self) if self.beside else []
        return more if self.blank else [own, *more]


def _without_wedge(shape, turn, half):
    """The stamp did not touch the paper over a few degrees of its rim."""
    height, width = shape.shape
    centre, reach = (width // 2, height // 2), max(height, width)
    wedge = np.zeros(shape.shape, np.uint8)
    cv2.ellipse(wedge, centre, (reach, reach), 0, turn - half, turn + half, 1, -1)
    cv2.circle(wedge, centre, int(min(height, width) * 0.33), 0, -1)
    return shape * (1 - wedge)


def run_along_fibres(shape, scale, random, reach_mm):
    """Too much ink on soft paper: tongues along the fibres, farther here and shorter there."""
    fibres = np.zeros(shape.shape, np.float32)
    white = random.normal(0, 1, shape.shape).astype(np.float32)
    side = int(0.6 * scale) | 1
    for turn in random.uniform(0, np.pi, 5):
        thread = np.zeros((side, side), np.float32)
        arm = np.array([np.cos(turn), np.sin(turn)]) * side / 2
        ends = (tuple(int(c) for c in side / 2 + sign * arm) for sign in (-1, 1))
        cv2.line(thread, *ends, 1.0, max(1, int(0.08 * scale)), cv2.LINE_AA)
        fibres += cv2.filter2D(np.roll(white, random.integers(0, 999), axis=0), -1, thread)
    fibres /= fibres.std()
    spread = cv2.GaussianBlur(shape, (0, 0), reach_mm * scale)
    drawn = np.clip((spread * np.exp(0.8 * fibres) - 0.2) / 0.3, 0, 1)
    return np.maximum(shape, drawn).astype(np.float32)


def good(random, **changes):
    """A scan within every rule, with the ordinary flaws of offices."""
    bed = Bed(
        dpi=float(random.choice([600, 600, 600, 600, 600, 600, 600, 800])),
        tone=_paper_tone(random),
        blur=random.uniform(0.6, 1.1),
        grain=round(random.uniform(0.8, 3.0), 1),
        banding=random.uniform(0, 0.8),
        shade=random.uniform(0, 3.0),
        specks=int(random.integers(0, 12)),
        texture=random.uniform(0.5, 1.0),
    )
    case = Case(
        label="good",
        expected=None,
        random=random,
        bed=bed,
        stamp=_stamp(random),
        ink=str(random.choice(list(INKS))),
        centre_mm=tuple(np.array(CENTRE_MM) + random.uniform(-9, 9, 2)),
        quality=int(random.integers(40, 96)),
        format=str(random.choice(["JPEG"] * 9 + ["PNG", "TIFF", "PDF"])),
    )
    if case.format == "PNG":  # at 800 dpi it would exceed 64 MiB
        case.bed = replace(bed, dpi=600.0)
    return replace(case, **changes)


def _paper_tone(random):
    level, warmth = random.uniform(226, 250), random.uniform(0, 9)
    return int(level), int(level - warmth / 3), int(level - warmth)


def _stamp(random, shape=None, scale=None):
    shape = shape or str(random.choice(["round", "oval", "rectangle"]))
    longest, shortest = LIMITS[shape]
    length = random.uniform(15, longest - 0.4)
    ratio = {
        "round": 1.0,
        "oval": random.uniform(0.55, 0.88),
        "rectangle": random.uniform(0.4, 1.0),
    }
    width = min(length * ratio[shape], shortest - 0.4)
    angle = random.uniform(-8, 8) if random.random() < 0.5 else random.uniform(-90, 90)
    stamp = Stamp(
        shape=shape,
        length_mm=length,
        width_mm=length if shape == "round" else width,
        angle=float(angle),
        rim_mm=random.uniform(0.5, 1.4),
    )
    return (
        stamp if scale is None else replace(stamp, length_mm=scale, width_mm=scale * ratio[shape])
    )


def clean(random):
    bed = replace(good(random).bed, specks=0, banding=0.0)
    return good(random, label="clean", clean=True, bed=bed, quality=int(random.integers(75, 96)))


def faint_rim(random):
    return good(
        random, label="worn rim", broken=int(random.integers(1, 5)), density=random.uniform(0.65, 1)
    )


def torn_rim(random):
    """The rim is missing on both sides, so that nothing holds its halves together."""
    return good(random, label="rim torn in two", broken=1, torn=True)


def bled(random):
    """Legible, but worth another try with less ink."""
    reach = random.uniform(0.2, 0.3)
    return good(random, label="bled ink", bleed_mm=reach, warned="image.bleed")


def fine(random):
    bed = replace(good(random).bed, dpi=float(random.choice([900, 1200])))
    return good(random, label="fine", bed=bed, format="JPEG")


def signature(random, **changes):
    level = int(random.uniform(232, 252))
    base = good(random)
    size = random.uniform(15, 34), random.uniform(6, 20)
    case = replace(
        base,
        label="signature",
        kind="signature",
        bed=replace(base.bed, tone=(level, level, level), specks=min(6, base.bed.specks)),
        finish=_grey,
        format=str(random.choice(["JPEG", "PNG", "TIFF", "BMP"])),
        signature_mm=size,
    )
    return replace(case, **changes)


def bilevel(random):
    case = signature(random, label="bilevel signature", format=str(random.choice(["PNG", "TIFF"])))
    return replace(case, finish=lambda page, _: page[..., 0] > 150)


def _grey(page, _):
    return page[..., 1]


def bad(random, expected, label, **changes):
    """A sharp 600-dpi scan that one flaw is added to."""
    case = good(random, label=label, expected=expected, quality=int(random.integers(70, 96)))
    return replace(case, bed=replace(case.bed, dpi=600.0), **{"format": "JPEG", **changes})


def smaller(stamp):
    """Leaves room on the sheet for something else."""
    scale = min(1.0, 36 / stamp.length_mm)
    return replace(stamp, length_mm=stamp.length_mm * scale, width_mm=stamp.width_mm * scale)


GOOD = {
    clean: 12, good: 10, faint_rim: 6, torn_rim: 1, bled: 2, fine: 1, signature: 7, bilevel: 2,
}  # fmt: skip
