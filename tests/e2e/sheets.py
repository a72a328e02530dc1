"""The way of one certificate from the order to the archive, and each moment of it to stop at."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

from deploy.local.exporter import wait_for
from deploy.local.patience import PATIENCE_SECONDS, patiently, verification
from tests.e2e.office import Desk, Office
from tests.e2e.standstill import row_held

APPLICATION: Final = {"reason": "power_cut", "operation": "reprint_both"}


@dataclass(frozen=True)
class End:
    """What lies in the tray and stands in the books when a certificate is archived.

    `sent` is how often a document went to the printer, `verdicts` those on all of its originals.
    """

    sent: int
    verdicts: tuple[str, ...]
    exceptions: int


AT_ONCE: Final = End(sent=1, verdicts=("valid",), exceptions=0)
REPLACED: Final = End(sent=2, verdicts=("replaced", "valid"), exceptions=1)


class Sheet:
    """One certificate that is printed at a desk, by somebody who asks until there is an answer."""

    def __init__(self, office: Office, desk: Desk) -> None:
        self.office, self.desk = office, desk
        self.certificate_no = next(office.certificates)
        self._already_sent = len(desk.tray.received())
        self._ordered: Future[Any] | None = None
        self._answered: Future[Any] | None = None

    def order(self) -> None:
        """Pressed again with the same key until there is an answer."""
        at = str(self.desk.program.enrolment.workstation_id)
        body = {
            "certificate_nos": [self.certificate_no],
            "parts": "both",
            "workstation_id": at,
        }
        self._ordered = self._post("/print-jobs", body)

    def answer(self, *, printed: bool) -> None:
        path = f"/print-jobs/{self.job_id()}/confirmation"
        self._answered = self._post(path, {"printed": printed})

    def cancelled(self) -> Future[Any]:
        return self._post(f"/print-jobs/{self.job_id()}/cancellation", {})

    def answered(self) -> Any:
        return self._answered.result() if self._answered else None

    def job_id(self) -> str:
        """Once the order is answered."""
        answer = self._ordered.result()
        assert answer["refused"] == []
        return str(answer["issued"][0]["job"]["job_id"])

    def evidence(self, *states: str) -> dict[str, Any]:
        """What the workstation told of it, once the device is in one of these states."""

        def told() -> dict[str, Any] | None:
            evidence = self._job()["evidence"]
            return evidence if evidence and evidence["job_state"] in states else None

        return wait_for(told, f"evidence of {states}", PATIENCE_SECONDS)

    def seen_through(self) -> End:
        """What a person does who looks into the tray: 是, or 否 and all that follows."""
        if not self._is_out():
            self._reprinted()
        path = f"/certificates/{self.certificate_no}"
        archived = wait_for(lambda: self._if(path, archived=True), "the archive", PATIENCE_SECONDS)
        return End(
            sent=len(self.desk.tray.received()) - self._already_sent,
            verdicts=tuple(sorted(map(self._verdict, self._serials()))),
            exceptions=archived["exception_count"],
        )

    def _is_out(self) -> bool:
        """Answered by whoever looks, where no answer is under way."""
        if self._answered is None:
            wait_for(self._is_over, "the end of the print", PATIENCE_SECONDS)
            told = self._job()["evidence"]
            self.answer(printed=told["job_state"] == "completed" or bool(told["came_out"]))
        return bool(self.answered()["confirmed_printed"])

    def _is_over(self) -> bool | None:
        """A printer forgets a job after a minute; the workstation asks, and somebody looks."""
        tray = self.desk.tray
        for question in self.desk.program.questions():
            self.desk.program.says(question.subject, yes=tray.received()[-1] not in tray.spoiled)
        evidence = self._job()["evidence"]
        return True if evidence and evidence["finished_at"] else None

    def _reprinted(self) -> None:
        body = {"certificate_no": self.certificate_no, **APPLICATION}
        self._post("/exceptions", body).result()
        path = f"/certificates/{self.certificate_no}"
        wait_for(lambda: self._if(path, print_status="waiting"), "the reprint", PATIENCE_SECONDS)
        self.order()
        self._answered = None
        assert self._is_out()

    def _job(self) -> Any:
        return self._get(f"/print-jobs/{self.job_id()}")

    def _serials(self) -> list[str]:
        jobs = self._get(f"/print-jobs?certificate_no={self.certificate_no}")["jobs"]
        return [job["print_serials"]["original"] for job in jobs]

    def _verdict(self, serial: str) -> str:
        return str(verification(self.office.exporter, serial)["verdict"])

    def _if(self, path: str, **facts: Any) -> Any:
        seen = self._get(path)
        return seen if all(seen[name] == facts[name] for name in facts) else None

    def _get(self, path: str) -> Any:
        return patiently(lambda: self.office.exporter.call("GET", path))

    def _post(self, path: str, body: dict[str, Any]) -> Future[Any]:
        key = {"Idempotency-Key": uuid4().hex}
        call = self.office.exporter.call
        return self.office.pool.submit(
            patiently, lambda: call("POST", path, json=body, headers=key)
        )


@contextmanager
def order_is_taken(sheet: Sheet) -> Iterator[None]:
    number = sheet.certificate_no
    with row_held(sheet.office.engine, "certificates", "certificate_no", number) as reached:
        sheet.order()
        reached()
        yield


@contextmanager
def ticket_is_issued(sheet: Sheet) -> Iterator[None]:
    with sheet.desk.program.asleep():
        sheet.order()
        sheet.job_id()
        yield


@contextmanager
def workstation_has_heard(sheet: Sheet) -> Iterator[None]:
    with sheet.desk.tray.deaf():
        sheet.order()
        _shown(sheet, "waiting")
        yield


@contextmanager
def document_is_handed_out(sheet: Sheet) -> Iterator[None]:
    with ExitStack() as standing_still:
        with ticket_is_issued(sheet):
            reached = standing_still.enter_context(_job_held(sheet))
        reached()
        yield


@contextmanager
def printer_prints(sheet: Sheet) -> Iterator[None]:
    with sheet.desk.tray.slow():
        sheet.order()
        sheet.evidence("processing")
        yield


@contextmanager
def device_has_counted(sheet: Sheet) -> Iterator[None]:
    with sheet.desk.tray.slow() as repair:
        sheet.order()
        sheet.evidence("processing")
        with _job_held(sheet) as reached:
            repair()
            _shown(sheet, "printed")
            reached()
            yield


@contextmanager
def evidence_is_told(sheet: Sheet) -> Iterator[None]:
    sheet.order()
    sheet.evidence("completed")
    yield


@contextmanager
def answer_is_taken(sheet: Sheet) -> Iterator[None]:
    with evidence_is_told(sheet), _job_held(sheet) as reached:
        sheet.answer(printed=True)
        reached()
        yield


@contextmanager
def answer_is_given(sheet: Sheet) -> Iterator[None]:
    with evidence_is_told(sheet):
        sheet.answer(printed=True)
        sheet.answered()
        yield


MOMENTS: Final[dict[str, Callable[[Sheet], Any]]] = {
    "the order is taken": order_is_taken,
    "the ticket is issued": ticket_is_issued,
    "the workstation has heard of it": workstation_has_heard,
    "the document is handed out": document_is_handed_out,
    "the printer prints": printer_prints,
    "the device has counted": device_has_counted,
    "the evidence is told": evidence_is_told,
    "the answer is taken": answer_is_taken,
    "the answer is given": answer_is_given,
}
"""Each step of a print, in its order, as a moment in which it stands still."""

ENTERED: Final = (
    "the ticket is issued",
    "the workstation has heard of it",
    "the printer prints",
    "the evidence is told",
    "the device has counted",
    "the answer is taken",
    "the document is handed out",
    "the order is taken",
    "the answer is given",
)
"""In which order prints are brought to them, so that all are there at once: who waits for a row is
told after five seconds to come again, and what customs is told goes on from the answer."""


def _job_held(sheet: Sheet) -> Any:
    return row_held(sheet.office.engine, "print_jobs", "id", sheet.job_id())


def _shown(sheet: Sheet, state: str) -> None:
    wait_for(
        lambda: state in sheet.desk.program.shows(sheet.certificate_no) or None,
        f"{state} at the workstation",
        PATIENCE_SECONDS,
    )
