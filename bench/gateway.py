"""List calls a second, HTTP -> gateway -> cert_svc -> PostgreSQL, against a bare FastAPI ping."""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from bench.harness import Row
from bench.http_load import Load, load
from bench.running import logged_in
from chassis.hidden_columns import use_keys
from contracts.customs import LayoutStatus
from contracts.key_rings import KeyRing
from contracts.values import ObjectRef
from deploy.local.exporter import Exporter
from deploy.local.keys import kept_keys
from deploy.local.person import Person
from deploy.local.server import free_port
from deploy.local.servers import Servers
from services.cert_svc.domain.certificates import Approval, Certificate
from services.cert_svc.storage.certificates import Stored, lock, save

CERTIFICATES = 2_000
PAGE = 50
AT_ONCE = 16
CROWD = 64
NEEDED = ("auth_svc", "cert_svc", "gateway")


@dataclass(frozen=True)
class Call:
    """One kind of call: what it is called, where it goes, how many at once."""

    what: str
    url: str
    token: str
    connections: int


def run(*, quick: bool = False) -> list[Row]:
    calls, rounds = (160, 1) if quick else (400, 3)
    with (
        tempfile.TemporaryDirectory(prefix="originprint-bench-") as folder,
        logged_in(Path(folder), NEEDED) as (servers, exporter),
        _bare() as ping,
    ):
        _fill(servers, Path(folder), exporter.person)
        return [_compared(call, ping, calls=calls, rounds=rounds) for call in _kinds(exporter)]


def _kinds(exporter: Exporter) -> list[Call]:
    api = str(exporter.http.base_url).rstrip("/")
    token = exporter.http.headers["Authorization"].removeprefix("Bearer ")
    page = f"{api}/certificates?limit={PAGE}"
    return [
        Call(f"list page of {PAGE}, one at a time", page, token, 1),
        Call(f"list page of {PAGE}, {AT_ONCE} at once", page, token, AT_ONCE),
        Call(f"list page of {PAGE}, {CROWD} at once", page, token, CROWD),
        Call(f"list page of 1, {AT_ONCE} at once", f"{api}/certificates?limit=1", token, AT_ONCE),
        Call(f"who am I, {AT_ONCE} at once", f"{api}/sessions/current", token, AT_ONCE),
    ]


def _compared(call: Call, ping: str, *, calls: int, rounds: int) -> Row:
    """In turn, after a warm-up, so that what else the machine does meets both alike."""
    ours: list[Load] = []
    bare: list[Load] = []
    for turn in range(rounds + 1):
        mine = load(call.url, token=call.token, connections=call.connections, calls=calls)
        theirs = load(ping, connections=call.connections, calls=calls)
        if turn:
            ours.append(mine)
            bare.append(theirs)
    note = f"p50 {_median(ours, 'median_ms'):.1f} ms, p99 {_median(ours, 'p99_ms'):.1f} ms"
    return Row(
        "gateway",
        call.what,
        _median(ours, "calls_per_second"),
        _median(bare, "calls_per_second"),
        "bare FastAPI ping",
        "calls/s",
        None,
        note,
    )


def _median(loads: list[Load], figure: str) -> float:
    return float(statistics.median(getattr(one, figure) for one in loads))


def _fill(servers: Servers, root: Path, person: Person) -> None:
    engine = create_engine(servers.create_database("cert_svc"))
    use_keys(engine, KeyRing.read(kept_keys(root)["column_keys"]))
    with Session(engine) as session:
        certificates = [_certificate(person, serial) for serial in range(CERTIFICATES)]
        before = lock(session, [each.certificate_no for each in certificates])
        save(session, before, [Stored(each, listed=True) for each in certificates])
        session.commit()
    engine.dispose()


def _certificate(person: Person, serial: int) -> Certificate:
    day = date(2026, 1, 1) + timedelta(days=serial % 300)
    approval = Approval(
        revision=1,
        enterprise_code=person.credit_code,
        type_id="china_australia",
        destination="AU",
        issue_date=day,
        approved_at=datetime(day.year, day.month, day.day, 9, tzinfo=UTC),
        agent_code=None,
        declarer_id_number=person.id_number,
        declarer_name=person.name,
        issuing_office="0100",
        collecting_office=None,
        invoice_no="SPECIMEN-001",
        application_kind="0",
        claimed_at_counter=False,
    )
    return Certificate(
        certificate_no=f"A26SPECIMEN1{serial:04}",
        enterprise_code=person.credit_code,
        approval=approval,
        layout_status=LayoutStatus.RECEIVED,
        layout=ObjectRef(key="layouts/specimen.json", sha256="0" * 64),
    )


@contextmanager
def _bare() -> Iterator[str]:
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "bench.bare_http", str(port)])
    try:
        url = f"http://127.0.0.1:{port}/ping"
        _await(url)
        yield url
    finally:
        process.terminate()
        process.wait()


def _await(url: str) -> None:
    for _ in range(200):
        try:
            httpx.get(url).raise_for_status()
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"{url} does not answer")
