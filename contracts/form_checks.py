"""What must hold between the parts of a form: a tiled frame, areas inside boxes, known fields."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from contracts.form_models import Box, FieldSpec, Rect, Signing
from contracts.forms import Form

SHEET: Final = Rect(0, 0, 210, 297)
PLACEHOLDER: Final = re.compile(r"\{([a-z][a-z0-9_.]*)(?::(\d))?\}")


class FormError(ValueError):
    """A form of the data file contradicts itself."""


def check_form(form: Form, fields: Mapping[str, FieldSpec]) -> None:
    """Raises FormError, naming the form and what is wrong with it."""
    problems = list(_problems(form, fields))
    if problems:
        raise FormError(f"{form.id}: " + "; ".join(problems))


def _problems(form: Form, fields: Mapping[str, FieldSpec]) -> Iterator[str]:
    yield from _unknown_fields(form, fields)
    yield from _per_item(form)
    yield from _first_sheet(form)
    yield from _continuation(form)
    yield from _signing(form)
    if not re.fullmatch(form.number.regex, _sample_number(form)):
        yield "the number rule does not accept its own pattern"


def _sample_number(form: Form) -> str:
    return f"{form.code}26000000SPE0001"


def _unknown_fields(form: Form, fields: Mapping[str, FieldSpec]) -> Iterator[str]:
    for box in form.boxes:
        used = {name for value in box.values for name, _ in PLACEHOLDER.findall(value.text)} | set(
            box.fields
        )
        for name in sorted(used - fields.keys()):
            yield f"box {box.name} names the unknown field {name}"
        for name in sorted(used - set(box.fields)):
            yield f"box {box.name} prints {name} without listing it"


def _first_sheet(form: Form) -> Iterator[str]:
    layout = form.layout
    front = [box for box in form.boxes if box.page == "front"]
    tiles = {f"box {box.name}": box.rect_mm for box in front}
    yield from untiled(layout.frame_mm, {**tiles, "title block": layout.title_block_mm})
    yield from _off_sheet([box.rect_mm for box in form.boxes])
    columns = [box.rect_mm for box in front if box.kind == "column"]
    yield from _table(columns, layout.table.header_mm, layout.table.body_mm)


def _per_item(form: Form) -> Iterator[str]:
    for box in form.boxes:
        for value in box.values:
            if "{item." in value.text and not value.per_item:
                yield f"box {box.name} prints a field of an item once for all items"


def _off_sheet(rects: Iterable[Rect]) -> Iterator[str]:
    for rect in rects:
        if not SHEET.contains(rect):
            yield f"{tuple(rect)} lies outside the sheet"


def untiled(frame: Rect, tiles: Mapping[str, Rect]) -> Iterator[str]:
    """What keeps the tiles (mm) from covering the frame without gap or overlap.

    Tiles inside the frame that do not overlap and have its area leave no gap.
    """
    names = list(tiles)
    for index, name in enumerate(names):
        if not frame.contains(tiles[name]):
            yield f"{name} leaves the frame"
        for other in names[index + 1 :]:
            if tiles[name].overlaps(tiles[other]):
                yield f"{name} overlaps {other}"
    covered = sum(rect.width * rect.height for rect in tiles.values())
    if abs(covered - frame.width * frame.height) > 1e-3:
        yield "the frame has a gap"


def _table(columns: list[Rect], header: Rect, body: Rect) -> Iterator[str]:
    for column in columns:
        if (column.y, column.bottom) != (header.y, body.bottom):
            yield f"the column at {column.x} does not run from heading to foot of the table"
    if header.bottom != body.y:
        yield "the table's heading does not meet its body"


def _continuation(form: Form) -> Iterator[str]:
    sheet = form.continuation
    if sheet is None:
        return
    tiles = {"heading": sheet.heading_mm}
    for repeated in sheet.boxes:
        known = [box for box in form.boxes if box.box == repeated.box and box.page == "front"]
        if len(known) != 1:
            yield f"the continuation sheet repeats an unclear box {repeated.box}"
        tiles[f"repeated box {repeated.box}"] = repeated.rect_mm
    yield from untiled(form.layout.frame_mm, tiles)


def _signing(form: Form) -> Iterator[str]:
    declaration, certification = form.declaration, form.certification
    yield from _inside(
        _box_of(form, "declaration"),
        declaration,
        [declaration.enterprise_seal.area_mm, declaration.declarer_signature.area_mm],
    )
    yield from _inside(
        _box_of(form, "certification"),
        certification,
        [certification.customs_seal.area_mm, certification.officer_signature.area_mm],
    )


def _box_of(form: Form, kind: str) -> Box:
    found = [box for box in form.boxes if box.kind == kind]
    if len(found) != 1:
        raise FormError(f"{form.id}: exactly one box must be the {kind}")
    return found[0]


def _inside(box: Box, signing: Signing, stamps: list[Rect]) -> Iterator[str]:
    areas = [*stamps, signing.place_and_date.area_mm, signing.caption.area_mm]
    areas += [part.area_mm for part in (signing.footnote, signing.contact) if part]
    for area in areas:
        if not box.rect_mm.contains(area):
            yield f"{tuple(area)} lies outside box {box.name}"
    if signing.box != box.box:
        yield f"wording of box {signing.box} stands in box {box.name}"
