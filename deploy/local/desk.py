"""A workstation as people have it: the program itself, paired by the code that it shows."""

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from contracts.preflights import NEEDS, Preflight
from deploy.local.exporter import Exporter, wait_for
from workstation.enrolment import Enrolment

_CODE = re.compile(r"[A-Z]{4}-[A-Z]{4}")
_START_SECONDS = 30


class WorkstationFailed(Exception):  # noqa: N818 - names the event
    """The program ended; the message is what it said."""


def pair_by_code(exporter: Exporter, gateway: str, state: Path, name: str) -> dict[str, Any]:
    """The program shows a code, the exporter looks at it and approves; what was approved.

    Raises WorkstationFailed.
    """
    command = program("pair", "--gateway", gateway, "--name", name, "--state", str(state))
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as pairing:
        said = ""
        for line in pairing.stderr or ():
            said += line
            if code := _CODE.search(line):
                break
        else:
            raise WorkstationFailed(said)
        shown: dict[str, Any] = exporter.call("GET", f"/workstation-pairings/{code.group()}")
        exporter.call("POST", f"/workstation-pairings/{code.group()}/approval", json={})
        said += pairing.communicate(timeout=_START_SECONDS)[1]
    if pairing.returncode != 0:
        raise WorkstationFailed(said)
    return shown | {"user_code": code.group()}


@contextmanager
def running_workstation(exporter: Exporter, state: Path, printer_uri: str) -> Iterator[Enrolment]:
    """The paired program stays connected and prints what is ordered; returns when it is seen.

    What it says goes to `workstation.log` beside its state.
    """
    enrolment = Enrolment.load(state)
    with (
        (state / "workstation.log").open("ab") as log,
        subprocess.Popen(
            program("run", "--state", str(state), "--printer", printer_uri),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        ) as running,
    ):
        try:
            wait_for(
                lambda: _case(exporter, enrolment) == "running" or None, "the workstation program"
            )
            yield enrolment
        finally:
            running.terminate()


def fit_printer() -> Preflight:
    """What a workstation tells of a printer that a certificate can be printed on."""
    return Preflight(
        printer_uri="ipp://printer.example/ipp/print",
        checked_at=datetime.now(UTC),
        answers=dict.fromkeys(NEEDS, "yes"),
    )


def _case(exporter: Exporter, enrolment: Enrolment) -> str:
    view = exporter.call("GET", f"/workstations/{enrolment.workstation_id}")
    case: str = view["presence"]["case"]
    return case


def program(*arguments: str) -> Sequence[str]:
    """A command of the workstation program; it ends together with whoever started it."""
    return ["setpriv", "--pdeathsig", "KILL", "--", sys.executable, "-m", "workstation", *arguments]
