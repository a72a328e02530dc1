"""Every check of a document and its layout over sheets, before anything is drawn."""

import re
from dataclasses import dataclass

from services.print_svc.rendering.document import CertificateDocument, Stamp
from services.print_svc.rendering.filling import STAMPS, table_style
from services.print_svc.rendering.forms import PreparedForm, prepared
from services.print_svc.rendering.images import StampInk, UnreadableImageError, stamp_ink
from services.print_svc.rendering.plan import SERIF
from services.print_svc.rendering.refusals import RenderError
from services.print_svc.rendering.table import SheetLines, lay_out
from services.print_svc.rendering.text import typeface
from services.print_svc.rendering.values import Values


@dataclass(frozen=True, slots=True)
class ReadyDocument:
    """A document that passed every check, with its item lines dealt out to sheets."""

    document: CertificateDocument
    form: PreparedForm
    values: Values
    sheets: list[SheetLines]


def prepare(document: CertificateDocument) -> ReadyDocument:
    """Raises RenderError for whatever keeps the document from being printed whole."""
    form = document.form
    try:
        ready = prepared(form, document.issue_date)
    except LookupError as error:
        raise RenderError("form.not_in_force", form=form.id, day=document.issue_date) from error
    if not re.fullmatch(form.number.regex, document.certificate_no):
        raise RenderError("number.wrong", number=document.certificate_no, form=form.id)
    if not document.parts or len(set(document.parts)) != len(document.parts):
        raise RenderError("parts.wrong")
    if ready.max_items is not None and len(document.data.items) > ready.max_items:
        raise RenderError("items.too_many", form=form.id, limit=ready.max_items)
    values = Values(document)
    values.check_glyphs(typeface(SERIF, chinese=form.in_chinese))
    for name, lines in _split_fields(document).items():
        values.check_lines(name, lines)
    capacities = (ready.first.capacity, ready.further.capacity)
    sheets = lay_out(document, values, table_style(document), capacities)
    return ReadyDocument(document, ready, values, sheets)


def _split_fields(document: CertificateDocument) -> dict[str, int]:
    """Fields that are printed line by line in places of their own."""
    names = ("exporter_contacts", "producer_contacts", "consignee_contacts", "authority_contact")
    return {name: 3 for name in names if name in document.form.field_names}


def inks_of(document: CertificateDocument) -> dict[str, StampInk]:
    """The seals and signatures by name; raises RenderError for one missing or unreadable."""
    stamps = {name: getattr(document, name) for name in STAMPS}
    for name, stamp in stamps.items():
        _check_due(document, name, given=stamp is not None)
    return {name: _ink(name, stamp) for name, stamp in stamps.items() if stamp is not None}


def _check_due(document: CertificateDocument, name: str, *, given: bool) -> None:
    """A form has all the images that its boxes name, and no other (R102)."""
    due = name in document.form.field_names
    if due and not given:
        raise RenderError("image.missing", field=name)
    if given and not due:
        raise RenderError("image.not_on_form", field=name, form=document.form.id)


def _ink(name: str, stamp: Stamp) -> StampInk:
    try:
        return stamp_ink(stamp.png, stamp.width_mm, stamp.height_mm)
    except UnreadableImageError as error:
        raise RenderError("image.unreadable", field=name, reason=error) from error
