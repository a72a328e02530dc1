"""The plan of each kind of box: its words, its dotted rules and squares, its areas for data."""

from collections.abc import Callable, Mapping
from typing import Final

from contracts.certificate_types import CertificateType
from contracts.form_models import Box, Rect, Signing
from services.print_svc.rendering.plan import (
    LABEL_SIZES,
    SERIF,
    BoxPlan,
    Tick,
    ValueArea,
    block,
    fitting,
    label_lines,
    padded,
    pitch_mm,
    width_of,
)
from services.print_svc.rendering.text import Style, typeface

SQUARE_MM: Final = 2.4
SQUARE: Final = "[ ]"
ROW_MM: Final = 5.0
VALUE_GAP_MM: Final = 1.2
BLANK_MM: Final = 4.2
INLINE_MM: Final = 10.5


def plan_box(
    form: CertificateType, box: Box, rect: Rect, labels: Mapping[str, str], header_mm: float
) -> BoxPlan:
    """The plan of a box that stands at `rect`; `header_mm` is the height of column headings.

    `labels` replaces labels of numbered boxes, as a version of the form may.
    """
    plan = BoxPlan(box, rect)
    lines = label_lines(box, labels)
    if box.kind == "column":
        _column(plan, lines, header_mm, form)
    else:
        PLANNERS[box.kind](plan, lines, form)
    return plan


def _style(form: CertificateType, size: float = LABEL_SIZES[0], chain: str = SERIF) -> Style:
    return Style(typeface(chain, chinese=form.in_chinese), size)


def _cell(plan: BoxPlan, lines: list[str], form: CertificateType) -> None:
    """The heading, then a row for each further line of the label with its value behind it."""
    style, area = _style(form), padded(plan.rect)
    words, top = block(lines[0], style, area)
    plan.words += words
    rows = lines[1:]
    below = [value.text for value in plan.box.values if value.line is None]
    foot = area.bottom
    if rows:
        row_mm = min(ROW_MM, (foot - top) / len(rows)) if not below else pitch_mm(9.0)
        first = top if not below else foot - row_mm * len(rows)
        for number, row in enumerate(rows):
            _row(
                plan,
                row,
                number + 1,
                style,
                Rect(area.x, first + number * row_mm, area.width, row_mm),
            )
        foot = first
    if below:
        free = Rect(area.x + 1, top + 0.4, area.width - 2, foot - top - 0.4)
        plan.values.append(ValueArea(tuple(below), free))


def _row(plan: BoxPlan, text: str, number: int, style: Style, area: Rect) -> None:
    words, _ = block(text, style, area, top=area.y + 0.7)
    plan.words += words
    shift = width_of(text, style) + VALUE_GAP_MM
    templates = tuple(value.text for value in plan.box.values if value.line == number)
    if templates:
        rest = Rect(area.x + shift, area.y, area.width - shift, area.height)
        plan.values.append(ValueArea(templates, rest))


def _official(plan: BoxPlan, lines: list[str], form: CertificateType) -> None:
    """Squares to tick and, at the foot, a dotted rule for the officer's signature."""
    style, area = _style(form), padded(plan.rect)
    foot, top, caption = area.bottom, area.y, ""
    if len(lines) > 1 and not lines[-1].startswith(SQUARE):
        *lines, caption = lines
        foot -= pitch_mm(style.size) * len(block(caption, style, area)[0])
    for line in lines:
        top = _line(plan, line, style, area, top)
    if caption:
        plan.words += block(caption, style, area, "center", top=foot)[0]
        foot -= 0.3
        plan.dots.append((area.x + 6, foot, area.right - 6))
    if plan.box.values:
        free = Rect(area.x, top + 0.2, area.width, max(foot - top - 0.4, 3.4))
        templates = tuple(value.text for value in plan.box.values)
        plan.values.append(ValueArea(templates, free, (8.0, 7.5, 7.0, 6.5, 6.0)))


def _line(plan: BoxPlan, line: str, style: Style, area: Rect, top: float) -> float:
    """A line of an official box; squares stand where the label has brackets."""
    if SQUARE not in line:
        words, after = block(line, style, area, top=top)
        plan.words += words
        return after if line else top + pitch_mm(style.size) * 0.7
    x = area.x
    texts = line.split(SQUARE)
    if texts[0].strip():
        words, _ = block(texts[0].strip(), style, area, top=top + 0.3)
        plan.words += words
        x += width_of(texts[0].strip(), style) + 3
    after = top
    for text in texts[1:]:
        plan.ticks.append(Tick(Rect(x, top + 0.4, SQUARE_MM, SQUARE_MM), None))
        rest = Rect(x + SQUARE_MM + 1.2, top, area.right - x - SQUARE_MM - 1.2, area.height)
        words, end = block(text.strip(), style, rest, top=top + 0.3)
        plan.words += words
        x = rest.x + max(width_of(word.line[0].text, style) for word in words if word.line) + 5
        after = max(after, end + 0.7)
    return after


def _checkbox(plan: BoxPlan, lines: list[str], form: CertificateType) -> None:
    """One row of squares, each with the flag of the same place in the box's list of fields."""
    style, area = _style(form, 7.5), padded(plan.rect)
    number, *texts = [text.strip() for text in " ".join(lines).split(SQUARE)]
    top = plan.rect.y + plan.rect.height / 2 - pitch_mm(style.size) / 2
    plan.words += block(number, style, area)[0]
    x = area.x + 8
    spare = area.right - x - sum(width_of(text, style) + SQUARE_MM + 1.4 for text in texts)
    for text, name in zip(texts, plan.box.fields, strict=True):
        plan.ticks.append(Tick(Rect(x, top + 0.2, SQUARE_MM, SQUARE_MM), name))
        place = Rect(x + SQUARE_MM + 1.4, top, area.right - x, plan.rect.height)
        plan.words += block(text, style, place, top=top + 0.1)[0][:1]
        x += SQUARE_MM + 1.4 + width_of(text, style) + spare / len(texts)


def _column(plan: BoxPlan, lines: list[str], header_mm: float, form: CertificateType) -> None:
    area = Rect(plan.rect.x + 0.6, plan.rect.y, plan.rect.width - 1.2, header_mm - 0.8)
    style = fitting(lines[0], area, LABEL_SIZES, SERIF, chinese=form.in_chinese)
    plan.words += block(lines[0], style, area, "center", top=area.y + 0.6)[0]


def _reverse(plan: BoxPlan, lines: list[str], form: CertificateType) -> None:
    """Room for handwriting: captions in brackets get a dotted rule above them."""
    style, area = _style(form, 8.0), padded(plan.rect)
    top = area.y
    for line in lines:
        if line.startswith("(") and not line.startswith("(1)"):
            plan.dots.append((area.x + 8, top, area.right - 8))
            words, top = block(line, style, area, "center", top=top + 0.4)
            plan.words += words
        else:
            top = _line(plan, line, style, area, top)


def _signing(plan: BoxPlan, lines: list[str], form: CertificateType) -> None:
    signing = form.declaration if plan.box.kind == "declaration" else form.certification
    plan.signing = signing
    style, area = _style(form), padded(plan.rect)
    words, top = block("\n".join(lines), style, area)
    plan.words += words
    _wording(plan, signing, style, Rect(area.x, top + 0.8, area.width, 0), form)
    _foot(plan, signing, form)


def _wording(
    plan: BoxPlan, signing: Signing, style: Style, area: Rect, form: CertificateType
) -> None:
    """Sentences, blanks on dotted rules, captions in brackets below them."""
    top = area.y
    small = _style(form, 6.0)
    for text in signing.wording:
        if text.startswith("{") and text.endswith("}"):
            blank = Rect(area.x + 12, top, area.width - 24, BLANK_MM)
            plan.values.append(ValueArea((text,), blank, align="center", anchor="foot"))
            plan.dots.append((blank.x, blank.bottom, blank.right))
            top = blank.bottom + 0.2
        elif "{" in text:
            plan.values.append(ValueArea((text,), Rect(area.x, top, area.width, INLINE_MM)))
            top += INLINE_MM
        elif text.startswith("("):
            words, top = block(text, small, area, "center", top=top)
            plan.words += words
        else:
            words, top = block(text, style, area, top=top)
            plan.words += words


def _foot(plan: BoxPlan, signing: Signing, form: CertificateType) -> None:
    """The rule for place and date with its caption, and below it what the authority prints."""
    place = plan.moved(signing.place_and_date.area_mm)
    templates = (" ".join(f"{{{name}}}" for name in signing.place_and_date.fields),)
    plan.values.append(ValueArea(templates, place, align="left", anchor="foot"))
    plan.dots.append((place.x, place.bottom, place.right))
    caption = "　".join(text for text in (signing.signature_caption, signing.caption.text) if text)
    _fitted(plan, caption, plan.moved(signing.caption.area_mm), form)
    if signing.footnote:
        _fitted(plan, signing.footnote.text, plan.moved(signing.footnote.area_mm), form)
    if signing.contact:
        _contact(plan, signing.contact.lines, plan.moved(signing.contact.area_mm))


def _contact(plan: BoxPlan, lines: tuple[str, ...], area: Rect) -> None:
    pitch = area.height / len(lines)
    for number, line in enumerate(lines):
        row = Rect(area.x, area.y + number * pitch, area.width, pitch)
        plan.values.append(ValueArea((line,), row, (7.0, 6.5, 6.0, 5.5)))


def _fitted(plan: BoxPlan, text: str, area: Rect, form: CertificateType) -> None:
    style = fitting(text, area, (6.5, 6.0, 5.5, 5.0), SERIF, chinese=form.in_chinese)
    plan.words += block(text, style, area)[0]


PLANNERS: Final[dict[str, Callable[[BoxPlan, list[str], CertificateType], None]]] = {
    "cell": _cell,
    "remarks": _cell,
    "official": _official,
    "checkbox": _checkbox,
    "declaration": _signing,
    "certification": _signing,
    "reverse": _reverse,
}
