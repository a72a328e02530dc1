"""A list of 100,000 certificates into an Excel file, beside the writer fed from a list (R105).

Ours reads PostgreSQL in batches while a thread writes; the reference is given all its rows at
once, as they stand in the sheet. What must stay flat is the memory beside the finished file.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from io import BytesIO
from typing import Any, Final

from rustpy_xlsxwriter import write_worksheet
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from bench.harness import Row, alternate, peak_memory
from bench.list_data import Scale, enterprise_code, fill
from bench.running import scratch
from chassis.spreadsheet import Sheet, sheet_options, write_sheet
from contracts.certificate_lists import CertificateConditions
from contracts.certificate_types import load_certificate_types
from contracts.spreadsheets import Column
from deploy.local.servers import private_servers
from services.cert_svc.domain.exports import columns_of
from services.cert_svc.entrypoints.exports import BATCH
from services.cert_svc.storage.certificate_conditions import visible_to
from services.cert_svc.storage.exports import read_list

BENCH: Final = "exports"
LARGE: Final = Scale(enterprises=1, usual=10_000, large=100_000, larges=1)
QUICK: Final = Scale(enterprises=1, usual=2_000, large=20_000, larges=1)
COLUMNS: Final = columns_of(load_certificate_types(), "zh")
TARGET_RATIO: Final = 1.5
MB: Final = 1_000_000


def run(*, quick: bool = False) -> list[Row]:
    """The exporter with most certificates, and one with a tenth of them for the memory."""
    scale, rounds = (QUICK, 3) if quick else (LARGE, 7)
    with scratch() as folder, private_servers(folder) as servers:
        engine = create_engine(servers.create_database("exports"))
        fill(engine, scale)
        large, usual = (partial(_export, engine, enterprise_code(n)) for n in (0, 1))
        return [_memory(large, usual, scale), _time(engine, large, scale, rounds)]


def _memory(large: Callable[[], Sheet], usual: Callable[[], Sheet], scale: Scale) -> Row:
    """Measured first: each call has a process of its own, forked before there are threads."""
    mine, reference = peak_memory(large) / MB, peak_memory(usual) / MB
    what = f"{scale.large:,} rows: peak memory, the finished file included"
    return Row(BENCH, what, mine, reference, f"{scale.usual:,} rows", "MB", None)


def _time(engine: Engine, export: Callable[[], Sheet], scale: Scale, rounds: int) -> Row:
    records = _records(engine)
    mine, reference = alternate(
        export, lambda: write_worksheet(records, BytesIO(), **sheet_options(COLUMNS)), rounds=rounds
    )
    what = f"{scale.large:,} rows from the database to the finished file"
    fed = "writer fed from a list"
    return Row(BENCH, what, mine * 1000, reference * 1000, fed, "ms", TARGET_RATIO)


def _export(engine: Engine, owner: str) -> Sheet:
    """As cert_svc writes it, without the notes of how far it is."""
    with Session(engine) as session:
        return write_sheet(_batches(session, owner), COLUMNS, "zh")


def _batches(session: Session, owner: str) -> Iterator[Sequence[Any]]:
    sources = [column.source for column in COLUMNS]
    visible = visible_to(owner, ())
    return read_list(session, CertificateConditions(), visible, sources, BATCH)


def _records(engine: Engine) -> Sequence[dict[str, Any]]:
    with Session(engine) as session:
        return [
            {column.zh: _shown(column, value) for column, value in zip(COLUMNS, row, strict=True)}
            for batch in _batches(session, enterprise_code(0))
            for row in batch
        ]


def _shown(column: Column, value: Any) -> Any:
    """Its word where the sheet shows a word, so that the reference writes what ours writes."""
    return column.words.get(value, value) if column.words else value
