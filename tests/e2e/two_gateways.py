"""Two gateways before one product, and every way to ask them: once, twice, at once, and killed."""

import hashlib
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, text

from contracts.printing import Evidence
from deploy.local.application import Application
from deploy.local.client import Client, ProblemError
from deploy.local.desk import fit_printer
from deploy.local.exporter import Exporter, wait_for
from deploy.local.patience import patiently, verification
from deploy.local.stack import Stack
from tests.e2e.standstill import LIVE_ORIGINALS
from workstation.enrolment import Enrolment
from workstation.tickets import TicketClient, TicketRefused

COUNTED = Evidence(job_state="completed", impressions_completed=4)
APPLICATION = {"reason": "paper_jam", "operation": "reprint_both"}
Ask = Callable[[int], Any]
"""By the number of the gateway."""


@dataclass(frozen=True)
class Answer:
    """`code` of a refusal, or `body`."""

    code: str | None = None
    body: Any = None


@dataclass(eq=False)
class Desk:
    """An enrolled workstation, at both gateways."""

    enrolment: Enrolment
    clients: tuple[TicketClient, TicketClient]
    revoked: bool = False


@dataclass
class House:
    """`certificates` gives numbers of some that may be printed; `finished` is filled by `ended`."""

    stack: Stack
    other: Application
    exporter: Exporter
    engine: Engine
    certificates: Iterator[str]
    pair: Callable[[], Enrolment]
    desks: list[Desk] = field(default_factory=list)
    finished: list[tuple[str, list[str], int]] = field(default_factory=list)
    asleep: set[str] = field(default_factory=set)
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(4))

    def __post_init__(self) -> None:
        token = self.exporter.http.headers["Authorization"].removeprefix("Bearer ")
        other = Client(f"{self.other.address}/api/v1", token)
        self.people: tuple[Client, Client] = (self.exporter, other)
        self.enrolled: list[Desk] = []
        """Those that were revoked among them."""
        self.desks = [self._enrolled(), self._enrolled()]
        self._turn = 0

    def order(
        self, number: str, at: Desk, way: str, moment: float, *, until_issued: bool
    ) -> Answer:
        """`until_issued`: pressed again while others have not yet heard that it may be printed."""
        self._wake("cert_svc")
        self._announce(at)

        def pressed() -> Answer | None:
            answer = self._asked(self._ordering(number, at), way, moment)
            news_missing = until_issued and answer.code == "certificate.already_printed"
            return None if news_missing else answer

        return wait_for(pressed, f"a ticket for {number}", 60)

    def order_at_both(self, number: str, desks: Sequence[Desk]) -> list[Answer]:
        """Each at a gateway of its own and as a click of its own."""
        self._wake("cert_svc")
        for desk in desks:
            self._announce(desk)
        asked = [self._ordering(number, desk) for desk in desks]
        return list(self.pool.map(_answer, asked, (0, 1)))

    def fetch(self, ticket: str, at: Desk, way: str, moment: float) -> Answer:
        """The body is the digest of the document as the workstation reads it."""
        self._wake("cert_svc")

        def ask(via: int) -> bytes:
            pdf = at.clients[via].fetch_document(ticket, fit_printer())
            return hashlib.sha256(pdf).digest()

        return self._asked(ask, way, moment)

    def report(self, ticket: str, at: Desk, way: str, moment: float) -> Answer:
        return self._asked(lambda via: at.clients[via].send_evidence(ticket, COUNTED), way, moment)

    def answer(self, job_id: str, way: str, moment: float, *, printed: bool) -> Answer:
        return self._asked(self._answering(job_id, printed=printed), way, moment)

    def answer_at_both(self, job_id: str) -> list[str | None]:
        """是 and 否."""
        asked = [self._answering(job_id, printed=printed) for printed in (True, False)]
        both = self.pool.map(_answer, asked, (0, 1))
        return [each.code for each in both]

    def cancel(self, job_id: str, way: str, moment: float) -> Answer:
        return self._asked(self._posting(f"/print-jobs/{job_id}/cancellation", {}), way, moment)

    def apply(self, number: str, way: str, moment: float) -> Answer:
        self._wake("cert_svc", "exception_svc")
        body = {"certificate_no": number, **APPLICATION}
        return self._asked(self._posting("/exceptions", body), way, moment)

    def revoke(self, desk: int) -> Desk:
        """The one that is gone; another one is enrolled in its place."""
        gone = self.desks[desk]
        self.people[self._next()].call("DELETE", f"/workstations/{gone.enrolment.workstation_id}")
        gone.revoked = True
        self.desks[desk] = self._enrolled()
        return gone

    def sleeps(self, name: str) -> None:
        """It hears nothing until it is needed."""
        self._application(name).process.send_signal(signal.SIGSTOP)
        self.asleep.add(name)

    def states(self, number: str) -> dict[str, str]:
        path = f"/print-jobs?certificate_no={number}"
        jobs = patiently(lambda: self.people[self._next()].call("GET", path))["jobs"]
        return {job["job_id"]: job["state"] for job in jobs}

    def live_in_the_database(self, number: str) -> int:
        with self.engine.connect() as connection:
            return connection.execute(text(LIVE_ORIGINALS), {"number": number}).scalar_one()

    def ended(self, number: str, serials: list[str], exceptions: int) -> None:
        """To be looked at when customs has archived it; everybody is awake for the next one."""
        self._wake(*self.asleep)
        self.finished.append((number, serials, exceptions))

    def told(self, number: str, serials: Sequence[str]) -> tuple[int, list[int], int]:
        """The count that cert_svc has, those of the applications, and how many sheets are valid."""
        self._wake("cert_svc", "exception_svc")
        archived = self.exporter.wait_until(number, 60, archived=True)
        page = self.people[1].call("GET", f"/exceptions?certificate_no={number}")
        counts = sorted(each["count"] for each in page["exceptions"])
        verdicts = [verification(self.people[0], each)["verdict"] for each in serials]
        return archived["exception_count"], counts, verdicts.count("valid")

    def close(self) -> None:
        self._wake(*self.asleep)
        self.pool.shutdown()
        self.people[1].close()
        for desk in self.enrolled:
            _close(desk)

    def _asked(self, ask: Ask, way: str, moment: float) -> Answer:
        if way == "at both gateways at once":
            one, other = self.pool.map(lambda via: _answer(ask, via), (0, 1))
            assert one == other
            return one
        if way == "its answer is lost":
            _answer(ask, 0)
            return _answer(ask, 1)
        if way == "once":
            return _answer(ask, self._next())
        under_way = self.pool.submit(_answer, ask, 0)
        time.sleep(moment)
        self._killed(way)
        return under_way.result()

    def _killed(self, name: str) -> None:
        """And started again, awake."""
        self.asleep.discard(name)
        self.stack.processes.kill(name)
        self.stack.processes.start(name)

    def _wake(self, *names: str) -> None:
        for name in self.asleep & {*names}:
            self._application(name).process.send_signal(signal.SIGCONT)
            self.asleep.discard(name)

    def _application(self, name: str) -> Application:
        return self.stack.processes.applications[name]

    def _next(self) -> int:
        """One gateway after the other."""
        self._turn = 1 - self._turn
        return self._turn

    def _posting(self, path: str, body: dict[str, Any]) -> Ask:
        """As one click, whatever becomes of it."""
        headers = {"Idempotency-Key": uuid4().hex}
        return lambda via: self.people[via].call("POST", path, json=body, headers=headers)

    def _ordering(self, number: str, at: Desk) -> Ask:
        workstation_id = str(at.enrolment.workstation_id)
        body = {"certificate_nos": [number], "parts": "both", "workstation_id": workstation_id}
        post = self._posting("/print-jobs", body)

        def ask(via: int) -> Any:
            answer = post(via)
            for refusal in answer["refused"]:
                raise ProblemError(409, refusal)
            return answer["issued"][0]

        return ask

    def _answering(self, job_id: str, *, printed: bool) -> Ask:
        return self._posting(f"/print-jobs/{job_id}/confirmation", {"printed": printed})

    def _announce(self, at: Desk) -> None:
        patiently(at.clients[self._next()].announce)

    def _enrolled(self) -> Desk:
        enrolment = patiently(self.pair)
        there = replace(enrolment, gateway=self.other.address)
        desk = Desk(enrolment, (TicketClient(enrolment), TicketClient(there)))
        self.enrolled.append(desk)
        return desk


def _answer(ask: Ask, via: int) -> Answer:
    """Asked again while something is away."""
    try:
        return Answer(body=patiently(lambda: ask(via) or True))
    except (ProblemError, TicketRefused) as refusal:
        return Answer(code=refusal.code)


def _close(desk: Desk) -> None:
    for client in desk.clients:
        client.close()
