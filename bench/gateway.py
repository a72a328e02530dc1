"""List calls a second, HTTP -> gateway -> cert_svc -> PostgreSQL, against a bare FastAPI ping."""

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from bench.certificates import fill
from bench.harness import Row, largest_first
from bench.http_load import Load, load
from bench.processor_time import each_took, processor_seconds
from bench.running import logged_in, scratch
from deploy.local.exporter import Exporter
from deploy.local.server import free_port

PAGE = 50
AT_ONCE = 16
CROWD = 64
WANTED_PER_SECOND = 600
SHOWN_MILLISECONDS = 0.05
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
        scratch() as folder,
        logged_in(folder, NEEDED) as running,
        _bare() as ping,
    ):
        fill(running.servers, folder, running.exporter.person)
        kinds = _kinds(running.exporter)
        rows = [_compared(call, ping, calls=calls, rounds=rounds) for call in kinds]
        return [*rows, _processor_time(kinds[1], running.pids, calls)]


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


def _processor_time(call: Call, pids: Mapping[str, int], calls: int) -> Row:
    """Milliseconds of one of these calls, against what two cores have for each."""
    before = processor_seconds(pids)
    load(call.url, token=call.token, connections=call.connections, calls=calls)
    spent = each_took(before, processor_seconds(pids), calls)
    note = largest_first(spent, least=SHOWN_MILLISECONDS, digits=2)
    what = f"processor time of one: {call.what}"
    limit, reference = 2 * 1000 / WANTED_PER_SECOND, f"two cores at {WANTED_PER_SECOND}/s"
    return Row("gateway", what, sum(spent.values()), limit, reference, "ms", None, note)


def _median(loads: list[Load], figure: str) -> float:
    return float(statistics.median(getattr(one, figure) for one in loads))


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
