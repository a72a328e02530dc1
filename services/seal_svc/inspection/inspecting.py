"""The inspection itself: its nine steps in order, as docs/scans.md counts them."""

import numpy as np

from services.seal_svc.inspection.arrays import Box
from services.seal_svc.inspection.capture.clones import note_clones
from services.seal_svc.inspection.capture.copies import note_toner, note_waves
from services.seal_svc.inspection.capture.edits import note_edits
from services.seal_svc.inspection.capture.photos import note_photo
from services.seal_svc.inspection.capture.tags import note_tags
from services.seal_svc.inspection.files.opening import open_file
from services.seal_svc.inspection.files.refusals import FileRefusedError
from services.seal_svc.inspection.findings import Notebook
from services.seal_svc.inspection.imprint.colours import note_colour
from services.seal_svc.inspection.imprint.imprints import Imprint, crop_imprint
from services.seal_svc.inspection.imprint.ink import ink_name
from services.seal_svc.inspection.imprint.marks import Sheet, find_marks
from services.seal_svc.inspection.imprint.measures import (
    is_unknown,
    note_position,
    note_size,
    size_error,
)
from services.seal_svc.inspection.imprint.outline import Outline, outline_of
from services.seal_svc.inspection.imprint.strays import note_others, note_strokes
from services.seal_svc.inspection.page.pages import Page, look
from services.seal_svc.inspection.pictures.cutout import cut_out
from services.seal_svc.inspection.pictures.overlay import draw_overlay
from services.seal_svc.inspection.quality.bleed import note_bleed
from services.seal_svc.inspection.quality.contrast import note_contrast
from services.seal_svc.inspection.quality.detail import edge_width, note_detail
from services.seal_svc.inspection.report import Inspection, Kind, Place, Report, Verdict


def inspect(data: bytes, *, kind: Kind) -> Inspection:
    """Judges the scan of a seal or signature; bad input is a report too, nothing is raised."""
    book = Notebook(kind)
    try:
        source = open_file(data)  # 1. File
        page = look(source, book)  # 2. Page
        if page is None:
            return Inspection(report=Report(kind=kind, findings=book.findings()))
        if not note_tags(page, book):  # 3. Capture
            note_photo(page, book)
        note_clones(page, book)
        sheet = find_marks(page.thumb, page.paper, kind)  # 4. Imprint
        note_others(sheet, book)
        imprint = crop_imprint(page, sheet)
        if imprint is None:
            return _without_imprint(page, sheet, book)
        return _with_imprint(imprint, page, sheet, book)
    except FileRefusedError as refused:
        book.note(refused.code, Verdict.REFUSE, refused.facts)
        return Inspection(report=Report(kind=kind, findings=book.findings()))


def _with_imprint(imprint: Imprint, page: Page, sheet: Sheet, book: Notebook) -> Inspection:
    note_colour(imprint, book)
    note_position(imprint.mark, page, book)
    outline = outline_of(imprint, page.px_per_mm, book.kind)  # 5. Outline
    crossed = note_strokes(imprint, outline, page, book)
    note_size(outline, imprint.mark, page, book, crossed=crossed)
    note_contrast(imprint, book)
    edge = edge_width(imprint.layer.coverage, imprint.mask)
    has_run = note_bleed(imprint, page, edge, book)  # 6. Bleed
    if not note_detail(imprint, page, edge, book, has_run=has_run):  # 7. Detail
        note_waves(imprint, edge / page.px_per_mm, book)  # 8. Copies and edits
    note_toner(sheet, book)
    note_edits(page, imprint, edge, book)
    cutout_png = cut_out(imprint, outline, page)  # 9. Cut-out
    report = _report(imprint, outline, page, book)
    polygon = (outline.polygon() + np.array(imprint.box[:2])) / page.scale
    overlay_png = draw_overlay(page.thumb, report, polygon)
    return Inspection(report=report, cutout_png=cutout_png, overlay_png=overlay_png)


def _without_imprint(page: Page, sheet: Sheet, book: Notebook) -> Inspection:
    book.note("stamp.none", Verdict.REFUSE)
    note_toner(sheet, book)
    report = Report(kind=book.kind, findings=book.findings(), dpi=page.shown_dpi)
    return Inspection(report=report, overlay_png=draw_overlay(page.thumb, report, None))


def _report(imprint: Imprint, outline: Outline, page: Page, book: Notebook) -> Report:
    return Report(
        kind=book.kind,
        findings=book.findings(),
        shape=outline.shape,
        width_mm=round(outline.length / page.px_per_mm, 2),
        height_mm=round(outline.width / page.px_per_mm, 2),
        size_error_mm=None if is_unknown(outline, book) else size_error(outline, page),
        rotation_deg=0.0 if outline.shape == "round" else round(outline.angle, 1),
        dpi=page.shown_dpi,
        ink=ink_name(imprint.layer),
        cutout=_place(imprint.box, page),
    )


def _place(box: Box, page: Page) -> Place:
    x0, y0, x1, y1 = (round(side / page.px_per_mm, 3) for side in box)
    return Place(x_mm=x0, y_mm=y0, width_mm=round(x1 - x0, 3), height_mm=round(y1 - y0, 3))
