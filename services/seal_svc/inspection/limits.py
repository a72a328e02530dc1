"""Every number by which a scan is refused or warned of, or from which a trace counts, in one table.

In the order of the steps. Each has its unit, and the rule (R-number) or the reason behind it.
Numbers that only say how something is measured, such as the sides of samples, stand beside their
code. Levels run from 0 to 255; full-size pixels are those of the file.
"""

from typing import Final

from services.seal_svc.inspection.report import Kind, Verdict
from services.seal_svc.inspection.thresholds import Limit, WaveLimit

LIMITS: Final[dict[str, Limit]] = {
    "page.not_a4": Limit(1.5, 4.0, "%", "R8", "A scanner bed is up to 3 % wider than A4."),
    "page.resolution_low": Limit(594.0, 594.0, "dpi", "R9", "600 dpi less a scanner's 1 %."),
    "page.dpi_declared": Limit(3.0, None, "%", "R9", "The header is a hint, never a proof."),
    "image.background": Limit(205.0, 165.0, "levels", "R8", "Blank paper is light."),
    "capture.photo": Limit(8.0, 13.0, "%", "R13", "A lamp lights a bed evenly within a few %."),
    "image.dust": Limit(25.0, None, "specks", "R16", "A cleaned glass shows few specks."),
    "stamp.extra_marks": Limit(0.4, 1.5, "mm²", "R8", "A full stop of 10-point text is 0.2 mm²."),
    "colour.missing": Limit(None, 0.5, "levels", "R9", "A grey file holds no chroma at all."),
    "colour.not_black_white": Limit(10.0, 14.0, "levels", "R18", "Neutral within sensor error."),
    "stamp.off_centre": Limit(
        20.0,
        40.0,
        "mm",
        "R8",
        "Folding finds the centre within 10 mm and a hand misses by as much again; "
        "at 40 mm no seal covers the centre any more.",
    ),
    "image.faint": Limit(75.0, 50.0, "levels", "R16", "Less contrast does not print."),
    "image.noise": Limit(9.0, None, "levels", "R16", "Sensors stay well below."),
    "image.bleed": Limit(
        19.0,
        None,
        "µm",
        "R16",
        "Rims of dry imprints stray from their course by at most 14, pixel steps included; "
        "ink drawn 0.2 mm along the fibres strays by 20 and more.",
    ),
    "image.blurred": Limit(
        0.068,
        0.108,
        "mm",
        "R16",
        "Optics of 0.5 to 1.2 pixels at 600 dpi give up to 0.063; strokes of a seal are 0.2 mm "
        "wide, and edges of half their width are seen on the printed certificate.",
    ),
    "page.resolution_faked": Limit(
        576.0,
        576.0,
        "dpi",
        "R9",
        "With less detail the picture is searched for traces of enlarging, and refused only on "
        "one: honest optics are as soft.",
    ),
    "capture.photocopy": Limit(
        50.0, 90.0, "specks", "R13", "Copiers strew toner; no scanner's glass carries so much dust."
    ),
}
"""By finding code, of the value that the finding shows."""

MAX_BYTES: Final = 64 * 1024 * 1024
"""Of a file: lossless A4 pages at 600 dpi stay below, but for very noisy ones."""

MAX_PIXELS: Final = 200_000_000
"""A4 at 1200 dpi has 139 million."""

MAX_DECODED_BYTES: Final = 400_000_000
"""Of memory that a picture decoded whole may take: A4 at 800 dpi and 4 bytes a pixel takes 248."""

MAX_PASSES: Final = 64
"""Of a progressive JPEG: encoders make about ten, and each costs going over the whole page."""

MAX_PADDING_BYTES: Final = 64
"""Behind a picture's end, zeros and line ends apart: more is another file."""

MAX_PDF_OBJECTS: Final = 2000
"""On a page: a scan is one picture, and with recognised text a few hundred lines."""

MAX_CREDIBLE_DPI: Final = 1_000_000
"""A header that claims more claims nothing: no optics resolve 25 nanometres."""

A4_MM: Final = (210.0, 297.0)
"""Width and height (ISO 216, R8)."""

LEAST_SIDE_PX: Final = 150
"""A smaller picture, of 18 dpi, is refused for its density and not looked at any further."""

MAX_SIDE_RATIO: Final = 3.0
"""A longer strip is refused for its shape and not looked at any further."""

NO_PAPER_LEVELS: Final = 22
"""From the paper's tone: what differs by more at the page's border is no paper."""

SURROUNDINGS_PERCENT: Final = 1.5
"""Of the picture that is no paper; with more and slanting edges or uneven light it is a photograph
(R13)."""

SLANT_DEGREES: Final = 0.4
"""By which the sheet's edges lean; a sheet on a scanner's bed lies straighter (R13)."""

NO_PAPER_PERCENT: Final = 3.0
"""Of the picture; with more, be it straight and evenly lit, it is not a whole A4 sheet (R8)."""

MOIRE: Final = (WaveLimit(Verdict.REFUSE, 100.0, 0.35), WaveLimit(Verdict.WARN, 50.0, 0.25))
"""On the small page, amplitude in levels; scans show up to 25 and 0.2 (R13)."""

MOST_OF_ONE_COLOUR: Final = 0.6
"""Share of pixels; a page with more of one colour has no grain in which to look for copies. The
eight pixels around each one must have four colours, so that quiet sheets of 0.1 to 0.4 are safe."""

LEAST_CLONED_PAIRS: Final = 7
"""Of pixels alike in all around them, that lie one shift apart; fewer come by chance (R14)."""

LEAST_CLONE_SHIFT_PX: Final = 40
"""Full-size pixels between a patch and its copy; what repeats sooner is the scanner's pattern."""

LEAST_CLONED_SHARE: Final = 0.5
"""Of the patch's pixels that come twice; of a copied patch nearly all do (R14)."""

LEAST_CLONED_MM2: Final = 4.0
"""Smaller patches of equal grain are not called copied (R14)."""

UNSEEN_EDGE_MM: Final = 4.0
"""Along the page's edges, where scanners show the lid, the sheet's shadow and its cut."""

LEAST_INK_LEVELS: Final = 10.0
"""Darker than the paper: fainter traces are no ink, and ink is twice as dark at some place."""

LEAST_INK_NOISE: Final = 5.0
"""Multiple of the paper's noise (sigma) that ink is darker by, where this is more."""

SPECK_MM: Final = 1.1
"""Ink that is shorter is dust; the strokes of a pen are longer (R16)."""

LEAST_IMPRINT_MM: Final[dict[Kind, float]] = {"seal": 8.0, "signature": 4.0}
"""Longer side; smaller marks are no imprint (R8)."""

LEAST_SEAL_RATIO: Final = 0.6
"""Of that length, which the shorter side of a seal reaches: a line is no seal."""

SECOND_MM, SECOND_SHARE = 9.0, 0.3
"""Shorter side from which another mark may be a second imprint, as lines of text are lower, and the
share of the imprint's area that it covers (R8)."""

CLOSED_RIM, ALIKE_SHARE = 0.6, 0.6
"""Share of its hull's length that a second imprint's ink follows, as letters are open; and of the
imprint's area, from which an open mark is called a second imprint, too (R8)."""

LEAST_MARGIN_MM: Final = 4.6
"""Between imprint and edge of the page; nearer, part of it may lie in the unseen edge (R16)."""

OTHER_INK_LEVELS: Final = 45
"""Off the line between paper and ink: what differs by more is another pen or dust."""

OUTSIDE_BAND_MM: Final = 2.0
"""Width of a band along the outline, half of it outside, in which ink still belongs to it (R8)."""

ROUND_RATIO: Final = 1.06
"""Length over width up to which an ellipse is a circle: R10 holds below, R12 from here on."""

LEAST_FIT: Final = 0.42
"""Share of directions in which ink reaches the outline; with less the shape is unknown (R10)."""

MAX_GAP_DEGREES: Final = 75.0
"""Of rim missing in one stretch; with more the imprint is cut off (R16)."""

SIZES_MM: Final[dict[str, tuple[float, float, str]]] = {
    "round": (45.0, 45.0, "R10"),
    "rectangle": (55.0, 40.0, "R11"),
    "oval": (55.0, 45.0, "R12"),
    "handwriting": (35.0, 30.0, "R17"),
}
"""Longest and shortest side allowed."""

SIZE_ERROR_MM: Final = 0.2
"""The least error told; at least 95 % of clean scans of the labelled set stay within."""

SURE_ERROR_MM, MISSING_ERROR_MM, MAX_ERROR_MM = 0.15, 0.3, 0.5
"""Of the error told: for a whole and even rim, for one missing all around, and at most; two
standard deviations of the ink's edge come on top."""

LEAST_RIM_MM: Final = 35.0
"""Length of a contour that is looked at for ink that has run; letters are shorter and turn too
often (R16)."""

LEAST_RUN_EDGE_MM: Final = 0.056
"""Width (sigma) of edges from which a ragged rim has run; run ink measures 0.062 at 0.8 pixels of
optics, and a rim that merely took its ink unevenly 0.047 (R16)."""

FINE_EDGE_PX: Final = 1.2
"""Width (sigma) of an edge that carries the page's own density; the middle of what true scans show
(R9)."""

ENLARGED_COMB: Final = 9.0
"""Multiple of the usual spectrum at a third of a cycle a pixel; true scans reach 6.4 (R9)."""

ENLARGED_PAIRS: Final = 2.2
"""Multiple, at half a cycle a pixel, of what JPEG's blocks leave; true scans reach 1.68 (R9)."""

DOUBLED: Final = ((0.75, 0.15), (0.375, 0.12), (0.25, 0.1), (0.125, 0.05))
"""Levels by which a JPEG rounds at most, and the share by which differences then alternate in its
blocks; true scans reach 0.113, 0.071, 0.048 and 0.009 (R9)."""

LEAST_STRAY_OF_SLOPE, LEAST_STRAY_OF_BEND = 0.04, 0.02
"""Shares of an edge's slope and bend by which its pixels then alternate in a JPEG's blocks; true
scans reach 0.014 and 0.007. The lines of a carriage would have to lie 3.5 micrometres off in turn,
or a sensor's cells be 2 % less sharp in turn (R9)."""

LEAST_REPEATED: Final = 0.35
"""The same of the slope, in both directions, of pixels that were repeated: 0.45 to 0.5. The hardest
edges, straight along the pixels, reach 0.3 (R9)."""

LEAST_GRAIN_RHYTHM: Final = 0.1
"""Share by which the power of enlarged grain rises and falls; a sensor's reaches 0.03 (R9)."""

CLAIMED_SHARE: Final = 0.8
"""Of the page's density: a header that claims less tells, if detail is no finer than it (R9)."""

MAX_GRAIN_COARSENESS: Final = 0.5
"""Levels by which a JPEG rounds, up to which its grain is the sensor's and can tell (R9)."""

LEAST_GRAIN_SHARE: Final = 0.095
"""Of its power at 0.05 to 0.15 cycles a pixel that a sensor's grain keeps at 0.15 to 0.25; grain
that was enlarged keeps less (R9)."""

HALFTONE: Final = (
    WaveLimit(Verdict.REFUSE, 20.0, 0.03),
    WaveLimit(Verdict.REFUSE, 12.0, 0.06),
    WaveLimit(Verdict.WARN, 12.0, 0.015),
)
"""A copier's dots, in two directions, amplitude as a share of ink; true imprints stay below 8 and
0.03 (R13)."""

GRID: Final = (WaveLimit(Verdict.REFUSE, 25.0, 0.3),)
"""A display's, over the paper, amplitude in levels; scans stay below 8 (R13)."""

MAX_COARSENESS: Final = 0.7
"""Levels; a JPEG that rounds by more leaves no grain to judge by (R14)."""

LEAST_GRAIN_LEVELS: Final = 0.5
"""Of noise beside the imprint, from which paper without any was painted (R14)."""

FLAT_SHARE: Final = 0.5
"""Of the samples of paper that are without grain, from which the page is (R14)."""

WHITE_LEVEL: Final = 254.0
"""Of the paper, from which a scanner may have clipped its grain away: then it only warns (R14)."""

HARD_EDGE_PX: Final = 0.95
"""Width (sigma) of an edge; harder ones come of drawing, or of a driver's sharpening, which leaves
the ink more grain and not less: both are asked for (R14)."""

LEAST_FOOT: Final = 0.2
"""Pixels at the outer foot of edges for one in their middle; a lens leaves 1.4 (R14)."""

STILL_INK, LEAST_STILL_INK = 0.7, 0.42
"""Share of pixels within the ink that lie on a line with their neighbours, from which a computer
laid it, and the same where JPEG has disturbed it; a sensor's grain leaves 0.09 to 0.29 (R14)."""

STILLER: Final = 1.25
"""Times the paper's share, which it must exceed as well; a sensor's ink is no stiller (R14)."""

DARK_INK_LEVEL: Final = 96.0
"""Of the ink's lightest channel; a sensor sees darker ink with less grain than paper (R14)."""

MOST_STILL_PAPER: Final = 0.45
"""The same of paper that has grain (R14)."""

FLAT_INK, MOST_FLAT_PAPER = 0.9, 0.25
"""Shares of JPEG's blocks without grain, in ink that was drawn and in paper that was not; a stamp's
ink leaves none of 2188 and a drawing all (R14)."""

MOST_FADING, ALL_GREY = 0.05, 0.9
"""Of the grey paper beside the imprint, what is half way to white where an edge was cut; and the
share of that paper which is grey where the cut lies farther out (R14)."""

LEAST_STEP_LEVELS: Final = 3.0
"""Between paper with grain beside the imprint and the white without any around it; a driver's
white point leaves none, for it clips from there on (R14)."""

PATCH_MM, PATCH_FILLED = 4.0, 0.5
"""Shorter side of a patch without grain on paper that has it, and the share of its upright box that
it fills (R14)."""
