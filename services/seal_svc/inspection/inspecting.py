"""The inspection itself: what is looked at, in which order, and what follows from it."""

from services.seal_svc.inspection import imprints, pages
from services.seal_svc.inspection.findings import Facts, Notebook
from services.seal_svc.inspection.overlay import draw_overlay
from services.seal_svc.inspection.pages import Page
from services.seal_svc.inspection.pdf import open_pdf
from services.seal_svc.inspection.rasters import Raster
from services.seal_svc.inspection.report import Inspection, Kind, Report, Verdict
from services.seal_svc.inspection.sources import Refused, Source, open_source, sniff


def inspect(data: bytes, *, kind: Kind) -> Inspection:
    """Judges the scan of a seal or signature; bad input is a report too, nothing is raised."""
    book = Notebook(kind)
    try:
        source, drawn_over = _opened(data)
        page = pages.look(Raster(source), source, book)
        if page is None:
            return Inspection(report=Report(kind=kind, findings=book.findings()))
        if drawn_over:
            pages.note_drawn_over(book)
        return _inspected(page, book)
    except Refused as refused:
        seen = Facts(value=refused.value, limit=refused.limit, words=refused.words)
        book.note(refused.code, Verdict.REFUSE, seen)
        return Inspection(report=Report(kind=kind, findings=book.findings()))


def _opened(data: bytes) -> tuple[Source, bool]:
    name = sniff(data)
    return open_pdf(data) if name == "PDF" else (open_source(data, name), False)


def _inspected(page: Page, book: Notebook) -> Inspection:
    imprint = imprints.examine(page, book)
    if imprint is None:
        report = Report(kind=book.kind, findings=book.findings(), dpi=page.shown_dpi)
        overlay = draw_overlay(page.thumb, report, outline=None, limit=None)
        return Inspection(report=report, overlay_png=overlay)
    report = imprints.report_of(imprint, page, book)
    overlay = draw_overlay(
        page.thumb, report, outline=imprint.polygon_on_page, limit=imprints.limits_of(imprint)
    )
    return Inspection(report=report, cutout_png=imprint.cutout_png, overlay_png=overlay)
