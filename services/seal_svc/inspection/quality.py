"""How well the imprint can be seen: contrast, noise, ink that has run, and detail."""

from dataclasses import dataclass, field

from contracts.sentences import Sentence
from services.seal_svc.inspection import capture
from services.seal_svc.inspection.bleed import raggedness
from services.seal_svc.inspection.editing import note_edited
from services.seal_svc.inspection.findings import Facts, Notebook
from services.seal_svc.inspection.ink import Layer
from services.seal_svc.inspection.limits import GRID, LIMITS, RASTER
from services.seal_svc.inspection.outline import Mask
from services.seal_svc.inspection.pages import Page
from services.seal_svc.inspection.patterns import in_ink, on_tiles, verdict_of
from services.seal_svc.inspection.rasters import Pixels
from services.seal_svc.inspection.report import Verdict
from services.seal_svc.inspection.sharpness import FINE_EDGE, edge_width, was_enlarged


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
    edge = edge_width(view.layer.coverage, view.mask)
    has_run = book.kind == "seal" and _note_bleed(page, view, book)
    enlarged = _note_detail(page, view, edge, book, has_run=has_run)
    if not enlarged or not was_enlarged(view.layer.coverage, view.tiles):
        _note_waves(view, book)
    note_edited(page, view.tiles, view.layer, edge, book)


def _note_waves(view: View, book: Notebook) -> None:
    """A colour copier prints its ink in dots, a display shines through a grid."""
    grid = on_tiles(view.tiles)
    verdict = verdict_of(grid.first, grid.amplitude, GRID)
    if verdict is not None:
        sign = Sentence(zh="纸面有屏幕网格", en="the grid of a display over the paper")
        book.note("capture.photo", verdict, Facts(sign=sign))
    elif book.kind == "seal":
        _note_raster(view, book)


def _note_raster(view: View, book: Notebook) -> None:
    waves = in_ink(view.layer.coverage, view.mask)
    verdict = verdict_of(waves.second, waves.amplitude, RASTER)
    if verdict is not None:
        sign = Sentence(zh="墨迹由网点组成", en="ink made of the dots of a print")
        book.note("capture.photocopy", verdict, Facts(sign=sign))


def _note_bleed(page: Page, view: View, book: Notebook) -> bool:
    ragged = raggedness(view.mask, page.px_per_mm)
    return book.measure("image.bleed", round(ragged, 1)) is not Verdict.OK


def _note_detail(page: Page, view: View, edge: float, book: Notebook, *, has_run: bool) -> bool:
    """Whether the picture is said to be enlarged; ink that has run has soft edges of its own."""
    blurred = edge / page.px_per_mm >= LIMITS["image.blurred"].refuse_at
    enlarged = (blurred or has_run) and was_enlarged(view.layer.coverage, view.tiles)
    if has_run and not enlarged:
        return False
    if blurred and not enlarged:
        book.measure("image.blurred", round(edge / page.px_per_mm, 3))
        return False
    if edge == 0:
        return False
    detail = float(round(page.dpi * FINE_EDGE / edge))
    return book.measure("page.resolution_faked", detail) is Verdict.REFUSE
