"""A form made ready for printing: its sides planned, drawn and compressed once per process."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from contracts.certificate_types import CertificateType
from contracts.form_models import Continuation, FormatVersion, Rect, Table
from services.print_svc.rendering.boxes import plan_box
from services.print_svc.rendering.canvas import SheetCanvas
from services.print_svc.rendering.ink import Ink
from services.print_svc.rendering.kept import Kept
from services.print_svc.rendering.plan import (
    BOLD,
    SERIF,
    BoxPlan,
    Tick,
    Words,
    block,
    pitch_mm,
)
from services.print_svc.rendering.text import Run, Style, line_width, typeface
from services.print_svc.rendering.titles import title_words

BASIC: Final = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA1, 0x100), *range(0x2010, 0x2027))))
"""Characters that nearly every certificate needs; with them in place, a subset serves many."""
SERIAL_LABEL: Final = "Print serial 打印序号: "
NUMBER_LABEL_SIZE: Final = 8.0
NOTE_SIZES: Final = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5)


@dataclass(slots=True, eq=False)
class Side:
    """One side of a sheet: planned boxes, the form's own words, and its finished drawing.

    `number_at` is the left end of the certificate number's baseline, in mm from the top left.
    """

    name: str
    boxes: tuple[BoxPlan, ...] = ()
    title: list[Words] = field(default_factory=list)
    paragraphs: list[Words] = field(default_factory=list)
    number_at: tuple[float, float] | None = None
    qr: Rect | None = None
    table: Table | None = None
    drawing: Kept | None = None

    @property
    def words(self) -> Iterator[Words]:
        """Title, boxes, notes: the order in which they are read."""
        yield from self.title
        for plan in self.boxes:
            yield from plan.words
        yield from self.paragraphs

    @property
    def capacity(self) -> int:
        """Lines of the item table."""
        if self.table is None:
            return 0
        fitting = int(self.table.body_mm.height / self.table.line_pitch_mm)
        return min(self.table.body_lines_first_page or fitting, fitting)


def language_of(form: CertificateType) -> str:
    """As BCP 47 writes it."""
    return "zh-CN" if form.in_chinese else "en"


@dataclass(frozen=True, slots=True, eq=False)
class PreparedForm:
    """`characters` are those of each font that the form's own drawings use, and more."""

    form: CertificateType
    max_items: int | None
    first: Side
    further: Side
    reverse: Side | None
    characters: dict[str, str]

    def canvas(self) -> SheetCanvas:
        """An empty document on which the drawings of the sides mean what they should."""
        return SheetCanvas(self.characters, language_of(self.form))


_prepared: dict[tuple[str, date | None], PreparedForm] = {}
"""Two threads may prepare the same form at once; both get the same drawing."""


def prepared(form: CertificateType, issue_date: date) -> PreparedForm:
    """Raises LookupError for an issue date before the first version of the form (R100)."""
    version = form.version_at(issue_date)
    key = (form.id, version.from_issue_date if version else None)
    known = _prepared.get(key)
    if known is None or known.form is not form:
        known = _prepared[key] = _prepare(form, version, form.max_items_at(issue_date))
    return known


def _prepare(
    form: CertificateType, version: FormatVersion | None, max_items: int | None
) -> PreparedForm:
    labels = version.labels if version else {}
    first = _first_side(form, labels)
    further = _further_side(form, form.continuation, labels) if form.continuation else first
    reverse = _reverse_side(form, labels)
    sides = [first, further, *([reverse] if reverse else [])]
    ready = PreparedForm(form, max_items, first, further, reverse, _characters(sides))
    canvas = ready.canvas()
    for side in sides:
        draw_side(form, side, Ink(canvas))
        side.drawing = canvas.drawing()
    return ready


def _characters(sides: Iterable[Side]) -> dict[str, str]:
    """By font, in the order in which they are met, each once."""
    found = {"S": dict.fromkeys(BASIC), "B": dict.fromkeys(BASIC), "H": dict[str, None]()}
    runs = [run for side in sides for words in side.words for run in words.line]
    for run in [*runs, Run(SERIAL_LABEL, Style(typeface(SERIF), 1.0))]:
        for key, text in run.style.typeface.segments(run.text):
            found[key] |= dict.fromkeys(text)
    return {key: "".join(characters) for key, characters in found.items()}


def _first_side(form: CertificateType, labels: dict[str, str]) -> Side:
    layout = form.layout
    header = layout.table.header_mm.height
    boxes = tuple(
        plan_box(form, box, box.rect_mm, labels, header)
        for box in form.boxes
        if box.page == "front"
    )
    side = Side("first", boxes, qr=layout.qr_mm, table=layout.table)
    side.title = title_words(form, layout.title_mm, form.form_title_lines)
    _add_number(side, form, layout.cert_no_mm, own=not layout.cert_no_in_box)
    if layout.footer_mm and form.footer_lines:
        style = Style(typeface(SERIF, chinese=form.in_chinese), 8.0)
        side.title += block("\n".join(form.footer_lines), style, layout.footer_mm, "center")[0]
    return side


def _further_side(form: CertificateType, sheet: Continuation, labels: dict[str, str]) -> Side:
    header = sheet.table.header_mm.height
    boxes = tuple(
        plan_box(form, box, repeated.rect_mm, labels, header)
        for box in form.boxes
        for repeated in sheet.boxes
        if repeated.box == box.box and box.page == "front"
    )
    side = Side("further", boxes, qr=sheet.qr_mm, table=sheet.table)
    lines = (*form.form_title_lines[: _heading_lines(form)], sheet.heading)
    side.title = title_words(form, sheet.title_mm, lines)
    _add_number(side, form, sheet.cert_no_mm, own=True)
    return side


def _heading_lines(form: CertificateType) -> int:
    """Title lines above the one that names the issuing country, which stays on sheet one."""
    named = [i for i, line in enumerate(form.form_title_lines) if line.startswith("Issued in")]
    return named[0] if named else min(3, len(form.form_title_lines))


def _add_number(side: Side, form: CertificateType, area: Rect, *, own: bool) -> None:
    """The label of the certificate number, and where the number itself begins."""
    if not own:
        return
    style = Style(typeface(SERIF, chinese=form.in_chinese), NUMBER_LABEL_SIZE)
    line = (Run(form.number.label, style),)
    baseline = area.y + area.height * 0.7
    side.title.append(Words(area, baseline, line))
    side.number_at = (area.x + line_width(line) + 1.5, baseline)


def _reverse_side(form: CertificateType, labels: dict[str, str]) -> Side | None:
    boxes = tuple(
        plan_box(form, box, box.rect_mm, labels, 0) for box in form.boxes if box.page == "reverse"
    )
    if form.overleaf is None:
        return Side("reverse", boxes) if boxes else None
    side, area = Side("reverse", boxes), form.overleaf.notes_mm
    heading = Style(typeface(BOLD, chinese=form.in_chinese), 12.0)
    side.title, top = block(form.overleaf.heading, heading, area, "center")
    room = Rect(area.x, top + 2, area.width, area.bottom - top - 2)
    side.paragraphs = _notes(form, form.overleaf.notes, room)
    return side


def _notes(form: CertificateType, notes: Sequence[str], area: Rect) -> list[Words]:
    """Overleaf notes in the largest size in which all of them fit."""
    for size in NOTE_SIZES:
        style = Style(typeface(SERIF, chinese=form.in_chinese), size)
        paragraphs: list[Words] = []
        top = area.y
        for note in notes:
            words, top = block(note, style, area, top=top)
            paragraphs += words
            top += pitch_mm(size) * 0.55
        if top <= area.bottom:
            return paragraphs
    raise ValueError(f"the overleaf notes of {form.id} do not fit on one side")


def draw_side(form: CertificateType, side: Side, ink: Ink) -> None:
    """Draw what the form itself says on a side."""
    _draw_rules(form, side, ink)
    for words in side.words:
        ink.aligned(words.area, words.baseline, words.line, words.align)


def _draw_rules(form: CertificateType, side: Side, ink: Ink) -> None:
    if side.table is not None:
        ink.frame(form.layout.frame_mm, 0.35)
        header = side.table.header_mm
        ink.rule(header.x, header.bottom, header.right, header.bottom)
    for plan in side.boxes:
        ink.frame(plan.rect)
        for x, y, right in plan.dots:
            ink.dots(x, y, right)
        for tick in _squares(plan.ticks):
            ink.frame(tick)


def _squares(ticks: Iterable[Tick]) -> list[Rect]:
    return [tick.rect for tick in ticks]
