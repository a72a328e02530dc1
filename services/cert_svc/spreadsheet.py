"""Rows into an Excel file, off the event loop and in constant memory (R105)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

import eventlet
import eventlet.patcher
from eventlet import tpool
from rustpy_xlsxwriter import Format, write_worksheet

from services.cert_svc.domain.exports import Column, Language

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
    batches: Iterable[Sequence[Any]],
    columns: Sequence[Column],
    language: Language,
    words: Mapping[str, str],
) -> Sheet:
    """The sheet with a heading; text stays text, whatever it begins with.

    The batches are read on the event loop while a thread writes what was read before.
    """
    ahead = _native_queue.Queue(BATCHES_AHEAD)
    reading = eventlet.spawn(_read_ahead, batches, ahead)
    shown = [(getattr(column, language), column.value) for column in columns]
    try:
        sheet: Sheet = tpool.execute(_write, _Records(ahead, shown, words), columns)
        return sheet
    finally:
        reading.kill()


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

    def __init__(
        self, ahead: Any, shown: Sequence[tuple[str, Any]], words: Mapping[str, str]
    ) -> None:
        self._ahead, self._shown, self._words = ahead, shown, words
        self.rows = 0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        while (batch := self._ahead.get()) is not _END:
            if isinstance(batch, Exception):
                raise batch
            self.rows += len(batch)
            for row in batch:
                yield {heading: value(row, self._words) for heading, value in self._shown}
        if not self.rows:
            yield {heading: None for heading, _ in self._shown}  # or there would be no heading


def _write(records: _Records, columns: Sequence[Column]) -> Sheet:
    file = BytesIO()
    write_worksheet(
        records,
        file,
        sheet_name="OriginPrint",
        freeze_row=1,
        bold_headers=True,
        column_widths=[column.width for column in columns],
        column_formats=[_format(column) for column in columns],
    )
    return Sheet(file.getvalue(), records.rows)


def _format(column: Column) -> Format:
    return Format().set_num_format(column.number_format or "General")
