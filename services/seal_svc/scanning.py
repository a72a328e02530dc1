"""Hands scans to worker processes, a few at a time; the service itself never touches a pixel."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import eventlet
import structlog
from eventlet.green import socket, subprocess
from eventlet.semaphore import Semaphore
from nameko.extensions import DependencyProvider

from chassis.errors import Transient
from contracts.errors import Refused
from services.seal_svc.settings import Settings
from services.seal_svc.worker_protocol import (
    OUTCOME,
    Broken,
    Inspected,
    Job,
    Postponed,
    Rejected,
    store_line,
)

log = structlog.get_logger()

RETRY_SECONDS = 3
STOP_SECONDS = 15.0
ANSWER_SECONDS = 30
"""Of a worker, its object store included; the callers have gone by then."""
_ROOT = Path(__file__).parents[2]


class WorkerDiedError(Exception):
    """The worker ended in the middle of a scan."""


class ScanFailedError(Exception):
    """A defect of the inspection, with the worker's traceback."""


class Worker:
    """One process and the socket to it."""

    def __init__(self, store: bytes) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "services.seal_svc.scan_worker"],
                stdin=theirs,
                stdout=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": str(_ROOT)},
            )
        self._stream = ours.makefile("rwb")
        ours.close()
        self._send(store)

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def answer(self, job: Job) -> bytes:
        """Raise WorkerDiedError when it ends instead."""
        try:
            self._send(job.model_dump_json().encode())
            answer: bytes = self._stream.readline()
        except OSError as error:
            raise WorkerDiedError from error
        if not answer.endswith(b"\n"):
            raise WorkerDiedError
        return answer

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self._hang_up()

    def stop(self) -> None:
        """It leaves when the line is closed."""
        self._hang_up()
        try:
            self.process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def _send(self, line: bytes) -> None:
        self._stream.write(line + b"\n")
        self._stream.flush()

    def _hang_up(self) -> None:
        try:
            self._stream.close()
        except OSError:
            log.debug("scan_worker_gone_before")


class Scanner:
    """At most `scans_at_once` scans in work and `scans_waiting` more in line.

    Refused("scan.busy") beyond that; Refused("scan.unreadable") for a scan that ends its worker,
    be it by computing longer than `scan_seconds`; Transient when the object store is away.
    """

    def __init__(self, settings: Settings) -> None:
        self._store = store_line(settings)
        self._working = Semaphore(settings.scans_at_once)
        self._places = Semaphore(settings.scans_at_once + settings.scans_waiting)
        self._idle: list[Worker | None] = [None] * settings.scans_at_once

    def start(self) -> None:
        """Start the workers now rather than with the first scans."""
        self._idle = [worker or Worker(self._store) for worker in self._idle]

    def stop(self) -> None:
        for worker in self._idle:
            if worker is not None:
                worker.stop()
        self._idle = [None] * len(self._idle)

    def process(self, job: Job) -> Inspected:
        with self._place(), self._working, self._worker() as worker:
            outcome = OUTCOME.validate_json(self._answer(worker, job))
        if isinstance(outcome, Rejected):
            raise Refused(outcome.code, outcome.details)
        if isinstance(outcome, Postponed):
            raise Transient(outcome.reason)
        if isinstance(outcome, Broken):
            raise ScanFailedError(outcome.traceback)
        return outcome

    def _answer(self, worker: Worker, job: Job) -> bytes:
        late = Transient("a scan worker does not answer")
        try:
            with eventlet.Timeout(ANSWER_SECONDS, late):
                return worker.answer(job)
        except WorkerDiedError as error:
            log.warning("scan_worker_died", scan=job.scan.key, status=worker.process.poll())
            raise Refused("scan.unreadable") from error

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise Refused("scan.busy", {"seconds": RETRY_SECONDS})
        try:
            yield
        finally:
            self._places.release()

    @contextmanager
    def _worker(self) -> Iterator[Worker]:
        """An idle one; whatever interrupts it costs its life, for it may still be speaking."""
        worker = self._idle.pop()
        try:
            if worker is not None and not worker.is_alive():
                worker.kill()
                worker = None
            worker = worker or Worker(self._store)
            yield worker
        except BaseException:
            self._idle.insert(0, None)
            if worker is not None:
                worker.kill()
            raise
        self._idle.append(worker)


class Scanning(DependencyProvider):
    """Injects the process's one Scanner."""

    def setup(self) -> None:
        self.scanner = Scanner(self.container.config["settings"])

    def start(self) -> None:
        self.scanner.start()

    def stop(self) -> None:
        self.scanner.stop()

    def get_dependency(self, _worker_ctx: Any) -> Scanner:
        return self.scanner
