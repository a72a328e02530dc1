"""The item table: cells broken into lines, lines dealt out to sheets.

All columns share one grid of lines. A sheet that is not the last gives its last line to the words
that point to the next one; an item may break anywhere between two lines (R101).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from contracts.certificate_types import load_certificate_types
from contracts.form_models import Box
from services.print_svc.rendering.document import MAX_SHEETS, CertificateDocument
from services.print_svc.rendering.refusals import RenderError
from services.print_svc.rendering.text import Style, wrap
from services.print_svc.rendering.values import Values
from services.print_svc.rendering.words import in_words

PADDING_MM: Final = 0.9
TAIL: Final = "goods_spec_clause"
DESCRIPTIONS: Final = ("item.description", "item.description_zh")
FIGURES: Final = re.compile(r"\(([0-9]{1,9})\)")


@dataclass(frozen=True, slots=True)
class SheetLines:
    """The lines of one sheet, per column; an empty text is an empty line."""

    columns: tuple[tuple[str, ...], ...]


def is_description(box: Box) -> bool:
    """The column of the goods, which ends with the total line and points to the next sheet."""
    return any(name in box.fields for name in DESCRIPTIONS)


def lay_out(
    document: CertificateDocument,
    values: Values,
    style: Style,
    capacities: tuple[int, int],
) -> list[SheetLines]:
    """Sheets of lines; capacities in lines are those of the first sheet and of each further one.

    Raises RenderError for more than MAX_SHEETS sheets.
    """
    boxes = [box for box in document.form.boxes if box.kind == "column"]
    columns = [_Column(box, values, style) for box in boxes]
    grid = _grid(columns, document, values)
    return list(_sheets(grid, columns, capacities))


class _Column:
    def __init__(self, box: Box, values: Values, style: Style) -> None:
        self.box = box
        self.values = values
        self.style = style
        self.width = box.rect_mm.width - 2 * PADDING_MM
        self.per_item = [value.text for value in box.values if value.per_item]
        self.shared = [v.text for v in box.values if not v.per_item and TAIL not in v.text]
        self.describes = is_description(box)

    def shared_lines(self) -> list[str]:
        return self._lines(self.values.expand(text) for text in self.shared)

    def item_lines(self, item: int) -> list[str]:
        return self._lines(self.values.expand(text, item) for text in self.per_item)

    def tail_lines(self, document: CertificateDocument) -> list[str]:
        clause = self.values.shared.get(TAIL, "")
        return [*self._lines([_total(document), clause]), _words("end_of_items")]

    def _lines(self, texts: "Iterator[str] | list[str]") -> list[str]:
        return [line for text in texts if text for line in wrap(text, self.style, self.width)]


def _grid(
    columns: list[_Column], document: CertificateDocument, values: Values
) -> list[tuple[str, ...]]:
    """Lines of the whole table as one long sheet; columns without item text run beside it."""
    lines: list[list[str]] = [[] for _ in columns]
    for item in range(len(values.items)):
        cells = [_cell(column, item) for column in columns]
        height = max(len(cell) for cell in cells) + 1
        for cell, collected in zip(cells, lines, strict=True):
            collected.extend(cell + [""] * (height - len(cell)))
    for index, column in enumerate(columns):
        if not column.per_item:
            lines[index] = column.shared_lines()
        elif column.describes:
            lines[index] += column.tail_lines(document)
    rows = list(zip_longest(*lines, fillvalue=""))
    while not any(rows[-1]):
        rows.pop()
    return rows


def _cell(column: _Column, item: int) -> list[str]:
    """Lines of one item; what is said once for all items comes before the first."""
    if not column.per_item:
        return []
    before = column.shared_lines() if item == 0 else []
    return before + column.item_lines(item)


def _sheets(
    grid: list[tuple[str, ...]], columns: list[_Column], capacities: tuple[int, int]
) -> Iterator[SheetLines]:
    pointer = tuple(_words("page_break") if column.describes else "" for column in columns)
    start, sheet = 0, 0
    while True:
        capacity = capacities[min(sheet, 1)]
        last = len(grid) - start <= capacity
        end = len(grid) if last else start + capacity - 1
        rows = grid[start:end] + ([] if last else [pointer])
        yield SheetLines(tuple(zip(*rows, strict=True)))
        if last:
            return
        start, sheet = _next_filled(grid, end), sheet + 1
        if sheet >= MAX_SHEETS:
            raise RenderError("sheets.too_many", limit=MAX_SHEETS)


def _next_filled(grid: list[tuple[str, ...]], start: int) -> int:
    while not any(grid[start]):
        start += 1
    return start


def _words(convention: str) -> str:
    return load_certificate_types().conventions[convention].text


def _total(document: CertificateDocument) -> str:
    """SAY TOTAL ... ONLY where every item says its packages in figures; otherwise nothing."""
    if not document.form.total_line:
        return ""
    counts = [FIGURES.search(item.get("pack_qty_words", "")) for item in document.data.items]
    units = {item.get("pack_unit", "") for item in document.data.items}
    total = sum(int(count[1]) for count in counts if count)
    if not all(counts) or "" in units or total >= 10**12:
        return ""
    unit = units.pop() if len(units) == 1 else "PACKAGES"
    pattern = load_certificate_types().conventions["total_line"].pattern
    return pattern.format(total_in_words=in_words(total), total=total, pack_unit=unit)
