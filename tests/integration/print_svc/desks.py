"""Workstations for the benches of print_svc: enrolled in its database, with keys of their own."""

import hashlib
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from contracts.preflights import NEEDS, Preflight
from contracts.printing import IssuedJob, ReleaseDocument
from contracts.proofs import EMPTY, Proof, fetching
from services.print_svc.domain.workstations import Workstation
from services.print_svc.storage import workstations
from tests.unit.cert_svc.events import APPROVED, caller
from workstation.enrolment import Enrolment, WorkstationKeys

DESK = "front-desk"
FOREVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass
class Desks:
    """Each is enrolled when it is first named, and runs until it is revoked."""

    engine: Engine
    clock: Callable[[], datetime]
    known: dict[tuple[str, str], Enrolment] = field(default_factory=dict)
    enrolling: Any = field(default_factory=threading.Lock)

    def named(self, name: str, enterprise_code: str) -> Enrolment:
        key = (enterprise_code, name)
        with self.enrolling:
            if key not in self.known:
                self.known[key] = self.enrol(name=name, enterprise_code=enterprise_code)
            return self.known[key]

    def enrol(self, **changes: Any) -> Enrolment:
        keys = WorkstationKeys.generate()
        enrolled = workstation(
            encryption_key=keys.encryption.public_key().public_bytes_raw(),
            signing_key=keys.signing.public_key().public_bytes_raw(),
            **changes,
        )
        with Session(self.engine) as session:
            workstations.add(session, enrolled)
            session.commit()
        return Enrolment(
            gateway="",
            workstation_id=enrolled.id,
            enterprise_code=enrolled.enterprise_code,
            name=enrolled.name,
            keys=keys,
        )

    def prove(
        self,
        at: Enrolment,
        action: str,
        content_sha256: str = EMPTY,
        late: timedelta = timedelta(),
    ) -> Proof:
        """By the clock of the bench, or so much later."""
        ahead = (self.clock() + late).timestamp() - time.time()
        return at.prove(action, content_sha256, clock_ahead=ahead)

    def fetch(self, at: Enrolment, issued: IssuedJob) -> ReleaseDocument:
        """The request for the document of a job."""
        fit = preflight()
        content = hashlib.sha256(fit.model_dump_json().encode()).hexdigest()
        proof = self.prove(at, fetching(issued.ticket.get_secret_value()), content)
        return ReleaseDocument(
            ticket=issued.ticket, proof=proof, content_sha256=content, preflight=fit
        )


def preflight(**answers: Any) -> Preflight:
    """Of a printer that is as a certificate needs it, but for these answers."""
    return Preflight(
        printer_uri="ipp://printer.example/ipp/print",
        printer_name="Form Printer",
        checked_at=APPROVED,
        answers=dict.fromkeys(NEEDS, "yes") | answers,
    )


def workstation(**changes: Any) -> Workstation:
    """Enrolled, and running for ever; the keys are nobody's."""
    fields = {
        "id": uuid4(),
        "enterprise_code": caller().enterprise_code,
        "name": DESK,
        "encryption_key": bytes(32),
        "signing_key": os.urandom(32),
        "enrolled_by": caller().operator_id,
        "enrolled_at": APPROVED,
        "program_version": "1.0.0",
        "last_seen_at": APPROVED,
        "connected_until": FOREVER,
    }
    return Workstation(**fields | changes)
