"""A real IPP printer on loopback for demos and tests: ippeveprinter with a bus of its own.

Documents it receives are kept as they came. It owes its life to the caller: both programs
are killed by the kernel when the thread that started them ends.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from deploy.local import printer_engine
from deploy.local.server import free_port

_HOST: Final = "localhost"
_PATIENCE_SECONDS: Final = 10.0
_ATTEMPTS: Final = 5
_PROGRAMS: Final = {
    "ippeveprinter": "cups-ipp-utils",
    "dbus-daemon": "dbus-daemon",
    "setpriv": "util-linux",
}
_A4_IN_BOTH_TRAYS: Final = (
    "size1=iso_a4_210x297mm&type1=stationery&level1=250"
    "&size2=iso_a4_210x297mm&type2=stationery&level2=50"
)
_BUS_CONFIGURATION: Final = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>{address}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
Process = subprocess.Popen[bytes]


class PrinterNotStarted(Exception):  # noqa: N818 - names the event
    """The printer did not come up; the message says why and what to install."""


class Fault(StrEnum):
    """What the device can be told to do with a job; the engine knows how.

    A jam's sheet comes out once it is cleared, a torn one never.
    """

    JAM = "jam"
    TORN = "torn"
    EMPTY = "empty"
    ABORT = "abort"
    SLOW = "slow"


@dataclass(frozen=True, slots=True)
class LocalPrinter:
    """A running printer; `directory` holds its documents, its log and the fault it waits for."""

    uri: str
    directory: Path
    pid: int

    def received(self) -> list[Path]:
        """The documents in the order in which they came, aborted jobs included."""
        files = (self.directory / "received").glob("[0-9]*-*.pdf")
        return sorted(files, key=lambda file: int(file.name.partition("-")[0]))

    def fail_next_job(self, fault: Fault, *, seconds: float = 1.0, after: int = 0) -> None:
        """Jams, empty trays and slowness last for `seconds`, or until `repair`.

        `after` so many jobs that are printed well.
        """
        printer_engine.plan(self.directory, fault, seconds, after)

    def planned(self) -> Fault | None:
        """What the next job will meet."""
        return _fault(printer_engine.planned(self.directory))

    def acting(self) -> Fault | None:
        """What a job is meeting now."""
        return _fault(printer_engine.acting(self.directory))

    def repair(self) -> None:
        printer_engine.repair(self.directory)

    def open_tray(self) -> Path:
        """The folder in which what comes out from now on lies to be looked at."""
        return printer_engine.open_tray(self.directory)


def _fault(name: str | None) -> Fault | None:
    return Fault(name) if name else None


@contextmanager
def local_printer(
    directory: Path, name: str = "Form Printer", *, port: int | None = None
) -> Iterator[LocalPrinter]:
    """Start a colour duplex printer with A4 loaded; at the end it is killed, as by a power cut.

    `port` is that of an earlier one which is switched on again. Raises PrinterNotStarted.
    """
    _check_programs()
    (directory / "received").mkdir(parents=True, exist_ok=True)
    command = _write_command(directory)
    with ExitStack() as running:
        bus = running.enter_context(_bus(directory))
        at, pid = running.enter_context(_printer(directory, name, command, bus, port))
        _load_a4(at)
        yield LocalPrinter(f"ipp://{_HOST}:{at}/ipp/print", directory, pid)


def _check_programs() -> None:
    missing = [package for program, package in _PROGRAMS.items() if not _located(program)]
    if missing:
        raise PrinterNotStarted(f"missing programs: apt-get install {' '.join(missing)}")


def _located(program: str) -> str | None:
    """Debian keeps printers' programs where only root's path leads."""
    return shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin")


def _write_command(directory: Path) -> Path:
    """ippeveprinter takes the absolute path of one program, and no arguments for it."""
    command = (directory / "device.sh").absolute()
    command.write_text(
        f"#!/bin/sh\nexec '{sys.executable}' '{printer_engine.__file__}'"
        f" '{directory.absolute()}' \"$1\"\n"
    )
    command.chmod(0o700)
    return command


@contextmanager
def _bus(directory: Path) -> Iterator[str]:
    """The address of a private message bus; ippeveprinter refuses to start without any."""
    name = f"originprint-{uuid.uuid4().hex}"
    address = f"unix:abstract={name}"
    configuration, log = directory / "bus.conf", directory / "bus.log"
    configuration.write_text(_BUS_CONFIGURATION.format(address=address))
    arguments = [f"--config-file={configuration}", "--nofork", "--nopidfile"]
    with _program(["dbus-daemon", *arguments], log) as process:
        if not _answers(process, socket.AF_UNIX, f"\0{name}"):
            raise PrinterNotStarted(f"dbus-daemon: {_tail(log)}")
        yield address


@contextmanager
def _printer(
    directory: Path, name: str, command: Path, bus: str, wanted: int | None
) -> Iterator[tuple[int, int]]:
    """The port and pid of a running printer; another may take a free port first, so try again."""
    log = directory / "printer.log"
    options = ["-2", "-s", "30,30", "-r", "off", "-k", "-v", "-f", "application/pdf"]
    options += ["-n", _HOST, "-c", str(command), "-d", str(directory / "received")]
    environment = {"DBUS_SYSTEM_BUS_ADDRESS": bus}
    for _ in range(_ATTEMPTS):
        port = wanted or free_port()
        arguments = ["ippeveprinter", *options, "-p", str(port), name]
        with _program(arguments, log, environment) as process:
            if _answers(process, socket.AF_INET, ("127.0.0.1", port)):
                yield port, process.pid
                return
    raise PrinterNotStarted(f"ippeveprinter: {_tail(log)}")


@contextmanager
def _program(
    command: list[str], log: Path, environment: Mapping[str, str] | None = None
) -> Iterator[Process]:
    """A process that cannot outlive this one: `setpriv` asks the kernel for that, then execs."""
    with (
        log.open("wb") as output,
        subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", _located(command[0]) or command[0], *command[1:]],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
        ) as process,
    ):
        try:
            yield process
        finally:
            process.kill()


def _answers(process: Process, family: int, address: str | tuple[str, int]) -> bool:
    """Whether a program that was just started takes connections before patience ends."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket(family) as client:
            if client.connect_ex(address) == 0:
                return True
        time.sleep(0.005)
    return False


def _load_a4(port: int) -> None:
    """Through the printer's own web form: its trays hold Letter paper when it starts."""
    address = f"http://{_HOST}:{port}/media?{_A4_IN_BOTH_TRAYS}"
    with urllib.request.urlopen(address, timeout=_PATIENCE_SECONDS) as answer:
        answer.read()


def _tail(log: Path) -> str:
    return log.read_text(errors="replace")[-500:].strip() or "it ended without a word"
