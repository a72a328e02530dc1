"""Photocopies and photographed displays: dots, grids, and toner on the sheet (R13)."""

from contracts.sentences import Sentence
from services.seal_svc.inspection.capture.waves import in_ink, on_tiles, verdict_of
from services.seal_svc.inspection.findings import Facts, Notebook, judge
from services.seal_svc.inspection.imprint.imprints import Imprint
from services.seal_svc.inspection.imprint.marks import Sheet
from services.seal_svc.inspection.limits import GRID, HALFTONE, LIMITS
from services.seal_svc.inspection.report import Verdict


def note_waves(imprint: Imprint, edge_mm: float, book: Notebook) -> None:
    """A display shines through a grid, a colour copier prints its ink in dots.

    A picture whose edges are `edge_mm` wide and thereby blurred shows no dots: they are finer.
    """
    grid = on_tiles(imprint.tiles)
    verdict = verdict_of(grid.first, grid.amplitude, GRID)
    if verdict is not None:
        sign = Sentence(zh="纸面有屏幕网格", en="the grid of a display over the paper")
        book.note("capture.photo", verdict, Facts(sign=sign))
    elif book.kind == "seal" and edge_mm < LIMITS["image.blurred"].refuse_at:
        _note_halftone(imprint, book)


def _note_halftone(imprint: Imprint, book: Notebook) -> None:
    waves = in_ink(imprint.layer.coverage, imprint.mask)
    verdict = verdict_of(waves.second, waves.amplitude, HALFTONE)
    if verdict is not None:
        sign = Sentence(zh="墨迹由网点组成", en="ink made of the dots of a print")
        book.note("capture.photocopy", verdict, Facts(sign=sign))


def note_toner(sheet: Sheet, book: Notebook) -> None:
    """Copiers strew toner over the sheet; no scanner glass carries that much dust."""
    row = LIMITS["capture.photocopy"]
    verdict = judge(sheet.specks + len(sheet.others), warn=row.warn, refuse=row.refuse)
    if verdict is not Verdict.OK and book.kind == "seal":
        sign = Sentence(zh=f"{sheet.specks} 个墨粉点", en=f"{sheet.specks} specks of toner")
        book.note("capture.photocopy", verdict, Facts(value=sheet.specks, sign=sign))
