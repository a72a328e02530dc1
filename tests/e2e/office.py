"""One person, one workstation, one printer, and the product behind them: each may be killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import Engine

from deploy.local.exporter import Exporter, wait_for
from deploy.local.printer import Fault, LocalPrinter, local_printer
from deploy.local.stack import Stack
from workstation.enrolment import Enrolment
from workstation.queue import Question, answer, read_queue


class Tray:
    """A printer that can be switched off in the middle, and on again at its address."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._running = ExitStack()
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
        self._printer.fail_next_job(Fault.SLOW, seconds=120)
        yield self._printer.repair
        self._printer.repair()

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
class Office:
    """`certificates` gives the number of one that may be printed, another one each time."""

    stack: Stack
    exporter: Exporter
    engine: Engine
    program: Program
    tray: Tray
    certificates: Iterator[str]
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(4))

    def kill(self, victim: str) -> None:
        """As a crash or a power cut does."""
        {
            "workstation": self.program.kill,
            "printer": self.tray.kill,
            "broker": self.stack.servers.kill_broker,
        }.get(victim, lambda: self.stack.processes.kill(victim))()

    def start(self, victim: str) -> None:
        {
            "workstation": self.program.start,
            "printer": self.tray.start,
            "broker": self.stack.servers.start_broker,
        }.get(victim, lambda: self.stack.processes.start(victim))()

    def open_up(self) -> None:
        """The program is started afresh, so that it does not wait for long to connect anew."""
        self.program.kill()
        killed_at = datetime.now(UTC).isoformat()
        self.program.start()
        wait_for(lambda: self._is_connected(killed_at), "the workstation program", 60)

    def close(self) -> None:
        self.program.kill()
        self.tray.kill()
        self.pool.shutdown()

    def _is_connected(self, since: str) -> bool | None:
        path = f"/workstations/{self.program.enrolment.workstation_id}"
        view = self.exporter.call("GET", path)
        seen = view["presence"]["case"] == "running" and view["last_seen_at"] > since
        return seen or None
