"""Answers to other calls while ten seal scans are inspected, against the limit of 50 ms."""

import multiprocessing
import time
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Final

import httpx

from bench.harness import Row
from bench.running import logged_in, scratch
from deploy.local.exporter import Exporter
from deploy.local.specimen_scans import seal_scan

LIMIT_MS: Final = 50.0
SCANS: Final = 10
NEEDED: Final = ("auth_svc", "seal_svc", "gateway")
CALLS: Final = {
    "list of seals (gateway, seal_svc, its database)": "/seals",
    "who am I (gateway, auth_svc)": "/sessions/current",
}
PAUSE_SECONDS: Final = 0.01


def run(*, quick: bool = False) -> list[Row]:
    scan = seal_scan(name="SPECIMEN", credit_code="SPECIMEN")
    with (
        scratch() as folder,
        logged_in(folder, NEEDED) as running,
        ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as others,
    ):
        for path in CALLS.values():
            _meanwhile(others, running.exporter, scan, path)
        return [_row(others, running.exporter, scan, what, quick=quick) for what in CALLS]


def _row(others: Executor, exporter: Exporter, scan: bytes, what: str, *, quick: bool) -> Row:
    taken: list[float] = []
    for _ in range(1 if quick else 5):
        taken += _meanwhile(others, exporter, scan, CALLS[what])
    taken.sort()
    p50, p95, p99 = (taken[len(taken) * share // 100] for share in (50, 95, 99))
    return Row(
        bench="uploads",
        what=f"{what} while {SCANS} scans of 600 dpi are inspected, 99 of 100 within",
        ours=p99,
        reference=LIMIT_MS,
        reference_name="limit",
        unit="ms",
        target_ratio=1.0,
        note=f"p50 {p50:.1f} ms, p95 {p95:.1f} ms, slowest of {len(taken)} {taken[-1]:.0f} ms",
    )


def _meanwhile(others: Executor, exporter: Exporter, scan: bytes, path: str) -> list[float]:
    """Milliseconds of each call from the first upload to the last report."""
    taken: list[float] = []
    url = f"{exporter.http.base_url}seals/inspections"
    uploads = others.submit(_upload, url, exporter.http.headers["Authorization"], scan)
    while not uploads.done():
        begun = time.perf_counter()
        exporter.fetch("GET", path)
        taken.append((time.perf_counter() - begun) * 1000)
        time.sleep(PAUSE_SECONDS)
    uploads.result()
    return taken


def _upload(url: str, authorization: str, scan: bytes) -> None:
    """All at once, over connections of their own, as other browsers would."""
    with ThreadPoolExecutor(SCANS) as pool:
        for each in [pool.submit(_inspect, url, authorization, scan) for _ in range(SCANS)]:
            each.result()


def _inspect(url: str, authorization: str, scan: bytes) -> None:
    headers = {"Authorization": authorization}
    while True:
        answer = httpx.post(url, headers=headers, files={"scan": scan}, timeout=60)
        if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
            break
        time.sleep(float(answer.headers["Retry-After"]))
    answer.raise_for_status()
