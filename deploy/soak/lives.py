"""One certificate from the application to the archive, by people who are in a hurry."""

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

from contracts.evidence import Evidence
from deploy.local.client import ProblemError
from deploy.local.desk import fit_printer
from deploy.local.exporter import Exporter, wait_for
from deploy.local.officer import Officer
from deploy.local.patience import PATIENCE_SECONDS, patiently

FAULTS: Final[tuple[dict[str, Any], ...]] = (
    {"kind": "wrong_digest"},
    {"kind": "duplicate", "event": "LayoutStatusChanged"},
    {"kind": "duplicate", "event": "CertificateApproved"},
    {"kind": "out_of_order", "event": "LayoutStatusChanged"},
    {"kind": "lost_then_resent", "event": "LayoutStatusChanged"},
)
FAULTY, SPOILED, RACED = 0.3, 0.15, 0.3
"""Of the approvals, of the prints, of the answers."""
_CONFLICT: Final = 409


class Doubled(Exception):  # noqa: N818 - names the event
    """Two originals were given out where one may be."""


@dataclass(frozen=True, slots=True)
class Life:
    """A certificate that is archived, and how many originals of it came out of the system."""

    certificate_no: str
    originals: int


@dataclass(frozen=True, slots=True)
class People:
    """An enterprise and the officer who approves what it applies for."""

    exporter: Exporter
    officer: Officer
    pool: ThreadPoolExecutor
    """For whatever is done twice at once."""

    def live(self, chance: random.Random) -> Life:
        """Raises Doubled, or TimeoutError naming what did not come."""
        number, originals = self._approved(chance), 1
        while not self._printed(number, chance):
            self._replaced(number, originals)
            originals += 1
        self._until(number, archived=True)
        return Life(number, originals)

    def _approved(self, chance: random.Random) -> str:
        number = patiently(lambda: self.officer.apply(self.exporter.person))
        faults = [chance.choice(FAULTS)] if chance.random() < FAULTY else []
        _once(lambda: self.officer.approve(number, faults=faults))
        self._until(number, printable=True)
        return number

    def _printed(self, number: str, chance: random.Random) -> bool:
        """One original; whether the people who looked said at last that it came out."""
        came_out = chance.random() >= SPOILED
        issued = wait_for(
            lambda: self._double_click(number), f"an original of {number}", PATIENCE_SECONDS
        )
        ticket, job_id = str(issued["ticket"]), str(issued["job"]["job_id"])
        desk = self.exporter.desk
        patiently(lambda: desk.fetch_document(ticket, fit_printer()))
        patiently(lambda: desk.send_evidence(ticket, _evidence(came_out=came_out)))
        opposite = chance.random() < RACED
        answers = [came_out, not came_out] if opposite else [came_out]
        for answering in [self.pool.submit(self._answer, job_id, each) for each in answers]:
            answering.result()
        job = patiently(lambda: self.exporter.call("GET", f"/print-jobs/{job_id}"))
        return bool(job["confirmed_printed"])

    def _double_click(self, number: str) -> Any:
        """The one that was issued; None where neither was yet."""
        clicks = [self.pool.submit(self._click, number) for _ in range(2)]
        issued = [given for click in clicks for given in click.result()["issued"]]
        if len(issued) > 1:
            raise Doubled(f"two tickets for {number}")
        return next(iter(issued), None)

    def _click(self, number: str) -> Any:
        """The same click with the same key until there is an answer."""
        key = {"Idempotency-Key": uuid4().hex}

        def order() -> Any:
            at = str(self.exporter.desk.announce().workstation_id)
            body = {"certificate_nos": [number], "parts": "both", "workstation_id": at}
            return self.exporter.call("POST", "/print-jobs", json=body, headers=key)

        return patiently(order)

    def _answer(self, job_id: str, printed: bool) -> None:  # noqa: FBT001 - handed to a pool
        _once(lambda: self.exporter.confirm(job_id, printed=printed))

    def _replaced(self, number: str, times: int) -> None:
        """An exception is granted for the original that was spoiled."""
        body = {"certificate_no": number, "reason": "power_cut", "operation": "reprint_both"}
        _once(lambda: self.exporter.call("POST", "/exceptions", json=body))
        self._until(number, exception_count=times, print_status="waiting")

    def _until(self, number: str, **facts: Any) -> None:
        def found() -> bool | None:
            seen = patiently(lambda: self.exporter.certificate(number))
            return (seen is not None and all(seen[name] == facts[name] for name in facts)) or None

        wait_for(found, f"{number} with {facts}", PATIENCE_SECONDS)


def _once(action: Any) -> None:
    """Until it is done: a conflict says that an answer got lost and it was done before."""
    try:
        patiently(action)
    except ProblemError as error:
        if error.status != _CONFLICT:
            raise


def _evidence(*, came_out: bool) -> Evidence:
    now = datetime.now(UTC)
    if came_out:
        return Evidence(job_state="completed", finished_at=now, impressions_completed=4)
    return Evidence(job_state="aborted", finished_at=now, state_reasons=("media-jam-error",))
