"""People, workstations, printers, and the product behind them: each may be killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import Engine

from deploy.local.exporter import Exporter, wait_for
from deploy.local.patience import PATIENCE_SECONDS, patiently
from deploy.local.printer import Fault, LocalPrinter, local_printer
from deploy.local.stack import Stack
from workstation.enrolment import Enrolment
from workstation.queue import Question, answer, read_queue

Lever = Callable[[], None]


class Tray:
    """A printer that can be switched off in the middle, and on again at its address."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._running = ExitStack()
        self._is_printing = False
        self.spoiled: set[str] = set()
        """The jobs of which no sheet came out, for whoever looks."""
        self.start()

    @property
    def uri(self) -> str:
        return self._printer.uri

    def start(self) -> None:
        port = urlsplit(self.uri).port if hasattr(self, "_printer") else None
        printer = local_printer(self._directory, port=port)
        self._printer: LocalPrinter = self._running.enter_context(printer)
        self.on = True

    def kill(self) -> None:
        """Its jobs are forgotten; what it has received stays to be looked at."""
        if self._is_printing:
            self.spoiled.add(self.received()[-1])
        self.on = False
        self._running.close()

    @contextmanager
    def deaf(self) -> Iterator[None]:
        """It lets everybody in, and says nothing."""
        os.kill(self._printer.pid, signal.SIGSTOP)
        yield
        if self.on:
            os.kill(self._printer.pid, signal.SIGCONT)

    @contextmanager
    def slow(self) -> Iterator[Callable[[], None]]:
        """The next job prints until what is given is called, or until the end."""

        def go_on() -> None:
            self._is_printing = False
            self._printer.repair()

        self._is_printing = True
        self._printer.fail_next_job(Fault.SLOW, seconds=600)
        yield go_on
        go_on()

    def received(self) -> list[str]:
        """The names of the jobs, which are those of their tickets."""
        return [file.stem.partition("-")[2] for file in self._printer.received()]


class Program:
    """`originprint-workstation run`, as the service manager keeps it running."""

    def __init__(self, enrolment: Enrolment, state: Path, printer_uri: str) -> None:
        enrolment.save(state)
        self.enrolment, self.state = enrolment, state
        run = ["run", "--state", str(state), "--printer", printer_uri]
        self._command = [sys.executable, "-m", "workstation", *run]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.started_at = datetime.now(UTC).isoformat()
        with (self.state / "workstation.log").open("ab") as log:
            together = ["setpriv", "--pdeathsig", "KILL", "--", *self._command]
            self._process = subprocess.Popen(together, stdout=log, stderr=log)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    @contextmanager
    def asleep(self) -> Iterator[None]:
        """Connected, and deaf."""
        self._signal(signal.SIGSTOP)
        yield
        self._signal(signal.SIGCONT)

    def questions(self) -> tuple[Question, ...]:
        return read_queue(self.state).questions

    def says(self, subject: str, *, yes: bool) -> None:
        answer(self.state, subject, yes=yes)

    def shows(self, certificate_no: str) -> list[str]:
        """In which state its window shows the prints of this certificate."""
        queue = read_queue(self.state, last=1000)
        shown = (*queue.waiting, *queue.printing, *queue.went_wrong, *queue.over)
        return [one.state for one in shown if one.certificate_no == certificate_no]

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)


@dataclass(frozen=True)
class Desk:
    """A workstation and its printer."""

    program: Program
    tray: Tray


@dataclass(frozen=True)
class Office:
    """Desks by name; `certificates` gives the number of one that may be printed, each time."""

    stack: Stack
    exporter: Exporter
    engine: Engine
    desks: Mapping[str, Desk]
    certificates: Iterator[str]
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(40))

    def kill(self, victim: str) -> None:
        """As a crash or a power cut does; workstations and printers all together."""
        for kill, _ in self._levers(victim):
            kill()

    def start(self, victim: str) -> None:
        for _, start in self._levers(victim):
            start()

    def wait_until_open(self) -> None:
        for desk in self.desks.values():
            wait_for(
                partial(self._is_connected, desk.program), "a workstation program", PATIENCE_SECONDS
            )

    def close(self) -> None:
        self.kill("workstation")
        self.kill("printer")
        self.pool.shutdown()

    def _levers(self, victim: str) -> list[tuple[Lever, Lever]]:
        """What kills it and what starts it."""
        servers, processes = self.stack.servers, self.stack.processes
        parts = {
            "workstation": [desk.program for desk in self.desks.values()],
            "printer": [desk.tray for desk in self.desks.values()],
        }
        if victim in parts:
            return [(part.kill, part.start) for part in parts[victim]]
        if victim == "broker":
            return [(servers.kill_broker, servers.start_broker)]
        return [(partial(processes.kill, victim), partial(processes.start, victim))]

    def _is_connected(self, program: Program) -> bool | None:
        path = f"/workstations/{program.enrolment.workstation_id}"
        view = patiently(lambda: self.exporter.call("GET", path))
        running = view["presence"]["case"] == "running"
        return (running and view["last_seen_at"] > program.started_at) or None
