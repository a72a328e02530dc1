"""Calls of somebody who is logged in while strangers flood the gateway, against the same alone."""

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from bench.flood_senders import FLOODS, send
from bench.harness import Row
from bench.running import logged_in, scratch
from deploy.local.exporter import Exporter

NEEDED: Final = ("auth_svc", "cert_svc", "print_svc", "gateway")
LIMITED: Final = {"gateway": {"limit_factor": "1"}}
CALLS: Final = {"list of certificates": "/certificates", "who am I": "/sessions/current"}
PAUSE_SECONDS: Final = 0.03
SETTLING_SECONDS: Final = 2.0
TARGET: Final = 3.0


def run(*, quick: bool = False) -> list[Row]:
    count = 150 if quick else 1_000
    with (
        scratch() as folder,
        logged_in(folder, NEEDED, LIMITED) as running,
    ):
        _p99(running.exporter, count // 3)
        return [_row(running.exporter, name, count) for name in FLOODS]


def _row(exporter: Exporter, name: str, count: int) -> Row:
    alone, _ = _p99(exporter, count)
    with _flooding(name, str(exporter.http.base_url)):
        flooded, p50 = _p99(exporter, count)
    return Row(
        bench="flood",
        what=f"99 of 100 calls within, during {name}",
        ours=flooded,
        reference=alone,
        reference_name="the same alone",
        unit="ms",
        target_ratio=TARGET,
        note=f"p50 {p50:.1f} ms; {count} calls each of: {', '.join(CALLS)}",
    )


@contextmanager
def _flooding(name: str, address: str) -> Iterator[None]:
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    flood = context.Process(target=send, args=(name, address, stop))
    flood.start()
    try:
        time.sleep(SETTLING_SECONDS)
        yield
    finally:
        stop.set()
        flood.join()


def _p99(exporter: Exporter, count: int) -> tuple[float, float]:
    """Milliseconds of the 99th and the 50th of 100; a call that is refused raises."""
    taken: list[float] = []
    for _ in range(count):
        for path in CALLS.values():
            begun = time.perf_counter()
            exporter.fetch("GET", path)
            taken.append((time.perf_counter() - begun) * 1000)
        time.sleep(PAUSE_SECONDS)
    taken.sort()
    return taken[len(taken) * 99 // 100], taken[len(taken) // 2]
