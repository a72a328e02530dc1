"""`python -m deploy.capacity.measuring`: what a row and an object cost; writes `measured.json`.

Takes minutes. Starts the private servers of `deploy.local.servers`, fills one table of each kind
in parts, as time would, lets every row go through its life, and asks PostgreSQL for its size.
"""

import importlib
import json
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, MetaData, create_engine, insert, text
from sqlalchemy.orm import Session

from chassis.ciphers import OVERHEAD_BYTES
from chassis.hidden_columns import keys_of, use_keys
from chassis.tables import chassis_metadata
from contracts.certificate_types import CertificateType, load_certificate_types
from contracts.key_rings import KeyRing
from contracts.layouts import Layout
from contracts.specimens import specimen_data, specimen_number
from contracts.workstations import Connection
from customs.stamps import specimen_seal, specimen_signature
from deploy.capacity.fillings import FILLINGS, Filling
from deploy.local.postgres import let_through
from deploy.local.servers import private_servers
from deploy.local.specimen_scans import seal_scan, signature_scan
from deploy.local.specimens import specimen_document
from services.print_svc.ledger.rows import SealUse
from services.print_svc.rendering.render import render
from services.print_svc.storage import seal_uses
from services.print_svc.storage.workstations import prolong
from services.print_svc.tables import workstations

MEASURED: Final = Path(__file__).with_name("measured.json")
ROWS: Final = 50_000
PART: Final = 5_000
RELEASES: Final = 300
_KEYS: Final = KeyRing((("capacity", bytes(32)),))
_ID_NUMBER: Final = "110101199001010015"
_SIZE: Final = text("select pg_total_relation_size(cast(:table as regclass))")
_INDEXES: Final = text("select pg_indexes_size(cast(:table as regclass))")


def main() -> None:
    figures: dict[str, Any] = {"rows": {}, "objects": _objects()}
    with tempfile.TemporaryDirectory(prefix="originprint-capacity-") as name:
        let_through(Path(name))
        with private_servers(Path(name)) as servers:
            for filling in FILLINGS:
                database = servers.create_database(filling.name.replace(".", "_"))
                figures["rows"][filling.name] = _measured(database, filling)
            url = servers.create_database("held")
            figures["seconds"] = _timed(url)
    MEASURED.write_text(json.dumps(figures, indent=2) + "\n")


def _measured(url: str, filling: Filling) -> dict[str, int]:
    """Bytes of one row with its indexes, and of the indexes alone."""
    engine = _made(url, *_metadata(filling))
    hidden = keys_of(engine.dialect).hide(_ID_NUMBER)
    for first in range(0, ROWS, PART):
        for step in filling.steps:
            bound: dict[str, Any] = {"first": first, "last": first + PART - 1}
            if ":hidden" in step:
                bound |= {"hidden": hidden}
            with engine.begin() as connection:
                connection.execute(text(step), bound)
        _vacuum(engine, filling.table)
    with engine.connect() as connection:
        named = {"table": filling.table}
        whole, indexes = (
            connection.execute(each, named).scalar_one() for each in (_SIZE, _INDEXES)
        )
    engine.dispose()
    print(f"{filling.name}: {whole / ROWS:.0f}", flush=True)
    return {"bytes": round(whole / ROWS), "of_indexes": round(indexes / ROWS)}


def _metadata(filling: Filling) -> tuple[MetaData, ...]:
    own: MetaData = importlib.import_module(f"{filling.package}.tables").metadata
    return own, chassis_metadata


def _made(url: str, *metadata: MetaData) -> Engine:
    engine = create_engine(url)
    use_keys(engine, _KEYS)
    for each in metadata:
        each.create_all(engine)
    return engine


def _vacuum(engine: Engine, table: str) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"vacuum {table}"))


def _timed(url: str) -> dict[str, float]:
    """Median seconds: of the ledger's lock for one print, of one workstation's presence."""
    engine = _made(url, *(importlib.import_module("services.print_svc.tables").metadata,))
    found = {"ledger": _median(RELEASES, lambda: _release(engine))}
    count = 5_000
    connected = [Connection(workstation_id=_id(), connection_id=_id()) for _ in range(count)]
    now = datetime.now(UTC)
    with engine.begin() as connection:
        connection.execute(insert(workstations), [_computer(each, now) for each in connected])

    def beat() -> None:
        with Session(engine) as session, session.begin():
            prolong(session, connected, now=now, until=now + timedelta(minutes=1))

    found["presence"] = _median(9, beat) / count
    engine.dispose()
    return {name: round(seconds, 6) for name, seconds in found.items()}


def _release(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        seal_uses.append(session, [_use(part) for part in ("original", "copy") for _ in range(2)])


def _use(part: Any) -> SealUse:
    return SealUse(
        certificate_no="A26SPECIMEN10001",
        print_serial="7K3M-0QXY-2ABC",
        part=part,
        enterprise_code="91310000000000001N",
        operator_id=_id(),
        used_at=datetime.now(UTC),
        seal_id=_id(),
        seal_sha256="0" * 64,
    )


def _computer(connection: Connection, now: datetime) -> dict[str, Any]:
    return {
        "id": connection.workstation_id,
        "connection_id": connection.connection_id,
        "enterprise_code": connection.workstation_id.hex[:18],
        "name": "样本工作站",
        "encryption_key": bytes(32),
        "signing_key": connection.workstation_id.bytes * 2,
        "enrolled_by": _id(),
        "enrolled_at": now,
        "program_version": "0.1.0",
        "last_seen_at": now,
        "connected_until": now,
    }


def _id() -> uuid.UUID:
    return uuid.uuid4()


def _median(times: int, action: Callable[[], None]) -> float:
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        action()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def _objects() -> dict[str, int]:
    """Bytes as they lie in the store: means over all forms, of specimens."""
    forms = load_certificate_types().certificate_types
    layouts = [len(_layout(form).to_bytes()) for form in forms]
    documents = [len(render(specimen_document(form))) for form in forms]
    copies = [len(render(specimen_document(form, parts=("copy",)))) for form in forms]
    scans = [
        len(seal_scan(name="SPECIMEN TRADING CO., LTD", credit_code="0" * 18)),
        len(signature_scan(name="SPECIMEN")),
    ]
    sizes = {"layout": layouts, "document": documents, "copy": copies, "scan": scans}
    return {name: round(statistics.mean(each)) + OVERHEAD_BYTES for name, each in sizes.items()}


def _layout(form: CertificateType) -> Layout:
    return Layout(
        certificate_no=specimen_number(form),
        type_id=form.id,
        revision=1,
        data=specimen_data(load_certificate_types(), form),
        customs_seal=specimen_seal("2200"),
        officer_signature=specimen_signature(),
        specimen=True,
    )


if __name__ == "__main__":
    main()
