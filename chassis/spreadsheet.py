"""Rows into an Excel file, off the event loop and in constant memory (R105)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

import eventlet
import eventlet.patcher
from eventlet import tpool
from rustpy_xlsxwriter import Format, write_worksheet

from contracts.spreadsheets import Column, Language

BATCHES_AHEAD: Final = 4
FULL_SECONDS: Final = 0.005
_END: Final = None

_native_queue: Any = eventlet.patcher.original("queue")
"""Of threads: the writer's must not be waited for by the event loop's."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """An Excel file, and how many rows it has below its heading."""

    content: bytes
    rows: int


def write_sheet(
    batches: Iterable[Sequence[Any]], columns: Sequence[Column], language: Language
) -> Sheet:
    """The sheet with a heading; text stays text, whatever it begins with.

    A row of a batch holds the values of the columns, in their order.

    The batches are read on the event loop while a thread writes what was read before.
    """
    ahead = _native_queue.Queue(BATCHES_AHEAD)
    reading = eventlet.spawn(_read_ahead, batches, ahead)
    try:
        sheet: Sheet = tpool.execute(_write, _Records(ahead, columns, language), columns)
        return sheet
    finally:
        reading.kill()


def sheet_options(columns: Sequence[Column]) -> dict[str, Any]:
    """What the writer is told beside the rows."""
    return {
        "sheet_name": "OriginPrint",
        "freeze_row": 1,
        "bold_headers": True,
        "column_widths": [column.width for column in columns],
        "column_formats": [_format(column) for column in columns],
    }


def _read_ahead(batches: Iterable[Sequence[Any]], ahead: Any) -> None:
    """What fails while reading fails in the writer."""
    try:
        for batch in batches:
            _put(ahead, batch)
        _put(ahead, _END)
    except Exception as error:  # noqa: BLE001 - handed over, and raised where the sheet is written
        _put(ahead, error)


def _put(ahead: Any, batch: object) -> None:
    while ahead.full():
        eventlet.sleep(FULL_SECONDS)
    ahead.put_nowait(batch)


class _Records:
    """What the writer takes: a mapping of headings to values for each row, counted."""

    def __init__(self, ahead: Any, columns: Sequence[Column], language: Language) -> None:
        self._ahead = ahead
        self._headings = [getattr(column, language) for column in columns]
        self._worded = [(getattr(each, language), each.words) for each in columns if each.words]
        self.rows = 0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        while (batch := self._ahead.get()) is not _END:
            if isinstance(batch, Exception):
                raise batch
            self.rows += len(batch)
            for row in batch:
                yield self._record(row)
        if not self.rows:
            yield dict.fromkeys(self._headings)  # or there would be no heading

    def _record(self, row: Sequence[Any]) -> dict[str, Any]:
        record = dict(zip(self._headings, row, strict=True))
        for heading, words in self._worded:
            record[heading] = words.get(record[heading], record[heading])
        return record


def _write(records: _Records, columns: Sequence[Column]) -> Sheet:
    file = BytesIO()
    write_worksheet(records, file, **sheet_options(columns))
    return Sheet(file.getvalue(), records.rows)


def _format(column: Column) -> Format:
    return Format().set_num_format(column.number_format or "General")
