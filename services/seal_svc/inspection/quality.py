"""How well the imprint can be seen: contrast, noise, ink that has run, and detail."""

from dataclasses import dataclass, field
from typing import Final

from services.seal_svc.inspection import capture
from services.seal_svc.inspection.bleed import raggedness
from services.seal_svc.inspection.capture import Sign
from services.seal_svc.inspection.editing import note_edited
from services.seal_svc.inspection.findings import Facts, Notebook
from services.seal_svc.inspection.ink import Layer
from services.seal_svc.inspection.limits import LIMITS
from services.seal_svc.inspection.outline import Mask
from services.seal_svc.inspection.pages import Page
from services.seal_svc.inspection.patterns import in_ink
from services.seal_svc.inspection.rasters import Pixels
from services.seal_svc.inspection.report import Verdict
from services.seal_svc.inspection.sharpness import FINE_EDGE, edge_width, was_enlarged

_RASTER: Final = ((Verdict.REFUSE, 20.0, 0.03), (Verdict.WARN, 12.0, 0.015))
"""How far waves in two directions stand out of the spectrum, and their amplitude as a share of ink;
true imprints stay below 8."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class View:
    """The imprint in full size, and samples of the bare paper."""

    crop: Pixels = field(repr=False)
    tiles: list[Pixels] = field(repr=False)
    layer: Layer = field(repr=False)
    mask: Mask = field(repr=False)


def note_quality(page: Page, view: View, book: Notebook) -> None:
    book.measure("image.faint", round(view.layer.contrast, 1))
    book.measure("image.noise", round(capture.noise_level(view.tiles), 2))
    if book.kind == "seal":
        _note_raster(view, book)
    edge = edge_width(view.layer.coverage, view.mask)
    has_run = book.kind == "seal" and _note_bleed(page, view, book)
    _note_detail(page, view, edge, book, has_run=has_run)
    note_edited(page, view.tiles, view.layer, edge, book)


def _note_raster(view: View, book: Notebook) -> None:
    """A colour copier prints its ink in dots."""
    waves = in_ink(view.layer.coverage, view.mask)
    for verdict, clear, share in _RASTER:
        if waves.second >= clear and waves.amplitude >= share:
            sign = Sign("墨迹由网点组成", "ink made of the dots of a print")
            book.note("capture.photocopy", verdict, Facts(words=sign.words))
            return


def _note_bleed(page: Page, view: View, book: Notebook) -> bool:
    ragged = raggedness(view.mask, page.px_per_mm)
    return book.measure("image.bleed", round(ragged, 1)) is not Verdict.OK


def _note_detail(page: Page, view: View, edge: float, book: Notebook, *, has_run: bool) -> None:
    """Ink that has run has soft edges of its own, which say nothing about the scan."""
    blurred = edge / page.px_per_mm >= LIMITS["image.blurred"].refuse_at
    enlarged = (blurred or has_run) and was_enlarged(view.layer.coverage, view.tiles)
    if has_run and not enlarged:
        return
    if blurred and not enlarged:
        book.measure("image.blurred", round(edge / page.px_per_mm, 3))
    elif edge > 0:
        book.measure("page.resolution_faked", float(round(page.dpi * FINE_EDGE / edge)))
