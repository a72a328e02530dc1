"""print_svc at work: real database, objects and rendering; cert_svc answers for it."""

import hashlib
import io
import itertools
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import uuid4

import pypdfium2 as pdfium
import pytest
import zxingcpp
from PIL import Image
from pydantic import SecretStr
from sqlalchemy.orm import Session

from chassis.errors import Transient
from chassis.objects import ObjectStore
from chassis.testing import Bench
from contracts.authorization import SealAuthorized
from contracts.certificate_types import load_certificate_types
from contracts.certificates import (
    CheckPrintable,
    LayoutReceived,
    NotPrintable,
    Printable,
    PrintableCertificates,
)
from contracts.customs import CertificateArchived, CertificateReturned
from contracts.errors import Refused
from contracts.exceptions import ReprintGranted
from contracts.layouts import Layout, StampImage
from contracts.print_answers import CancelPrintJob
from contracts.printing import (
    ConfirmPrint,
    DocumentReleased,
    Evidence,
    GetPrintJob,
    IssuedJob,
    IssuedJobs,
    IssuePrintJobs,
    PrintJobView,
    RecordEvidence,
)
from contracts.proofs import reporting
from contracts.specimens import specimen_data, specimen_number
from contracts.values import AuthorizedSeal, AuthorizedSignature, Caller, ObjectRef
from contracts.verification import Verification, VerifyCode
from deploy.local import specimens
from deploy.local.demo_checks import QR_CODE
from services.print_svc.ledger.rows import LedgerRow
from services.print_svc.rendering import Stamp
from services.print_svc.storage import seal_uses
from tests.integration.print_svc.desks import DESK as DESK  # noqa: PLC0414 - most tests name it beside the office
from tests.integration.print_svc.desks import Desks
from tests.unit.cert_svc.events import (
    AGENT,
    APPROVED,
    DECLARER,
    DECLARER_ID,
    EXPORTER,
    HOUR,
    archived,
    caller,
    reprint_granted,
    returned,
)
from workstation.enrolment import Enrolment

TYPES = load_certificate_types()


class Clock:
    """Goes on by a millisecond each time somebody looks."""

    def __init__(self) -> None:
        self._ticks = itertools.count()
        self._skipped = timedelta()

    def __call__(self) -> datetime:
        return APPROVED + HOUR + self._skipped + timedelta(milliseconds=next(self._ticks))

    def skip(self, time: timedelta) -> None:
        self._skipped += time


@dataclass
class CertService:
    """What cert_svc would say of the certificates it knows; `forbidden` names why not.

    `authorization` has the stamps that it names; without one it names none.
    """

    authorization: SealAuthorized | None = None
    known: dict[str, Printable] = field(default_factory=dict)
    forbidden: dict[str, str] = field(default_factory=dict)
    away: bool = False
    asked: list[CheckPrintable] = field(default_factory=list)

    def check_printable(self, request: CheckPrintable) -> PrintableCertificates:
        self.asked.append(request)
        if self.away:
            raise Transient("cert_svc does not answer")
        who = request.caller.enterprise_code
        found = [self._judge(number, who) for number in request.certificate_nos]
        return PrintableCertificates(
            printable=tuple(one for one in found if isinstance(one, Printable)),
            refused=tuple(one for one in found if isinstance(one, NotPrintable)),
        )

    def _judge(self, number: str, who: str) -> Printable | NotPrintable:
        found = self.known.get(number)
        if found is None or who not in {found.enterprise_code, found.agent_code}:
            details = {"certificate_no": number}
            return NotPrintable(certificate_no=number, code="certificate.unknown", details=details)
        if number in self.forbidden:
            return NotPrintable(certificate_no=number, code=self.forbidden[number])
        return found.model_copy(update=self._stamps(found.type_id))

    def _stamps(self, type_id: str) -> dict[str, Any]:
        if self.authorization is None:
            return {}
        takes_seal = TYPES.by_id(type_id).takes_enterprise_seal
        seal = self.authorization.seal if takes_seal else None
        return {"seal": seal, "signature": self.authorization.signatures[0]}


@dataclass(frozen=True)
class Office:
    """The exporter's side of print_svc, and the ways in which others move it.

    Its workstations are enrolled when they are first named, and run until they are revoked.
    """

    bench: Bench
    objects: ObjectStore
    clock: Clock
    cert_svc: CertService

    desks: Desks = None

    def __post_init__(self) -> None:
        desks = self.desks or Desks(self.bench.engine, self.clock)
        object.__setattr__(self, "desks", desks)

    def approve(self, type_id: str = "china_australia", serial: int = 1, **changes: Any) -> str:
        """A certificate that may be printed, its layout received; gives its number."""
        number = changes.get("certificate_no") or specimen_number(TYPES.by_id(type_id), serial)
        revision = changes.get("revision", 1)
        facts = {
            "certificate_no": number,
            "revision": revision,
            "enterprise_code": EXPORTER,
            "agent_code": AGENT,
            "type_id": type_id,
            "issue_date": date(2026, 5, 6),
            "declarer_id_number": DECLARER_ID,
            "layout": self.put_layout(number, type_id, revision),
        } | changes
        self.cert_svc.known[number] = Printable(destination="AU", **facts)
        self.bench.deliver(LayoutReceived(received_at=APPROVED, **facts))
        return number

    def put_layout(self, number: str, type_id: str, revision: int = 1, **changes: Any) -> ObjectRef:
        content = layout_of(number, type_id, revision, **changes).to_bytes()
        return self.objects.put(f"certificates/{number}/{revision}.json", content)

    def issue(self, *numbers: str, parts: str = "both", **changes: Any) -> IssuedJobs:
        fields = {"caller": caller(), "workstation": DESK} | changes
        desk = self.desks.named(fields.pop("workstation"), fields["caller"].enterprise_code)
        fields = {"workstation_id": desk.workstation_id} | fields
        return self.bench.ask(IssuePrintJobs(certificate_nos=numbers, parts=parts, **fields))

    def issue_one(self, number: str, **changes: Any) -> IssuedJob:
        [issued] = self.issue(number, **changes).issued
        return issued

    def refusal(self, number: str, **changes: Any) -> str:
        """The code of the one refusal."""
        answer = self.issue(number, **changes)
        assert answer.issued == ()
        [refusal] = answer.refused
        return refusal.code

    def release(self, issued: IssuedJob, workstation: str = DESK) -> DocumentReleased:
        return self.bench.ask(self.desks.fetch(self._at(issued, workstation), issued))

    def pdf(self, issued: IssuedJob, workstation: str = DESK) -> bytes:
        """The document as its workstation reads it."""
        content = self.objects.get(self.release(issued, workstation).document)
        at = self._at(issued, workstation)
        return at.open_document(content, issued.ticket.get_secret_value())

    def _at(self, issued: IssuedJob, workstation: str) -> Enrolment:
        return self.desks.named(workstation, issued.job.issuer_code or EXPORTER)

    def report(
        self, issued: IssuedJob, evidence: Evidence, workstation: str = DESK
    ) -> PrintJobView:
        content = hashlib.sha256(evidence.model_dump_json().encode()).hexdigest()
        action = reporting(issued.ticket.get_secret_value())
        proof = self.desks.prove(self._at(issued, workstation), action, content)
        request = RecordEvidence(
            ticket=issued.ticket, proof=proof, content_sha256=content, evidence=evidence
        )
        return self.bench.ask(request)

    def confirm(self, issued: IssuedJob, *, printed: bool, **changes: Any) -> PrintJobView:
        fields = {"caller": caller(), "job_id": issued.job.job_id, "printed": printed}
        return self.bench.ask(ConfirmPrint(**fields | changes))

    def print_out(self, number: str, **changes: Any) -> IssuedJob:
        """Issued and released."""
        issued = self.issue_one(number, **changes)
        self.release(issued)
        return issued

    def job(self, issued: IssuedJob, who: Caller | None = None) -> PrintJobView:
        return self.bench.ask(GetPrintJob(caller=who or caller(), job_id=issued.job.job_id))

    def archive(self, number: str) -> None:
        self.bench.deliver(archival(number))

    def send_back(self, number: str, revision: int = 1) -> None:
        self.bench.deliver(sending_back(number, revision))

    def grant_reprint(self, issued: IssuedJob, count: int = 1, **changes: Any) -> None:
        self.bench.deliver(grant(issued, count, **changes))

    def cancel(self, issued: IssuedJob, who: Caller | None = None) -> PrintJobView:
        return self.bench.ask(CancelPrintJob(caller=who or caller(), job_id=issued.job.job_id))

    def ledger(self) -> list[LedgerRow]:
        with Session(self.bench.engine) as session:
            return list(seal_uses.rows_between(session, 0, seal_uses.current_tip(session).length))

    def verify(self, code: str, serial: str | None = None) -> Verification:
        return self.bench.ask(VerifyCode(code=code, serial=serial))


def layout_of(number: str, type_id: str, revision: int = 1, **changes: Any) -> Layout:
    return Layout(
        certificate_no=number,
        type_id=type_id,
        revision=revision,
        data=changes.get("data") or specimen_data(TYPES, TYPES.by_id(type_id)),
        customs_seal=image(specimens.customs_seal()),
        officer_signature=image(specimens.signature("officer")),
        specimen=True,
    )


def archival(number: str) -> CertificateArchived:
    return archived(certificate_no=number)


def sending_back(number: str, revision: int = 1) -> CertificateReturned:
    return returned(certificate_no=number, revision=revision)


def grant(issued: IssuedJob, count: int = 1, **changes: Any) -> ReprintGranted:
    fields = {"certificate_no": issued.job.certificate_no, "count": count} | changes
    return reprint_granted(issued.job.print_serials["original"], **fields)


def forged(issued: IssuedJob, ticket: str) -> IssuedJob:
    return issued.model_copy(update={"ticket": SecretStr(ticket)})


def seal_authorization(objects: ObjectStore, **changes: Any) -> SealAuthorized:
    """Specimen stamps of the exporter, put down as seal_svc would."""
    seal, signature = specimens.enterprise_seal(), specimens.signature("declarer")
    fields = {
        "enterprise_code": EXPORTER,
        "authorization_id": uuid4(),
        "received_at": APPROVED - HOUR,
        "seal": AuthorizedSeal(
            seal_id=uuid4(),
            cutout=objects.put("seals/specimen/cutout.png", seal.png),
            width_mm=seal.width_mm,
            height_mm=seal.height_mm,
            valid_from=APPROVED - 24 * HOUR,
            valid_to=APPROVED + 365 * 24 * HOUR,
        ),
        "signatures": (
            AuthorizedSignature(
                signature_id=uuid4(),
                declarer_id_number=DECLARER_ID,
                declarer_name=DECLARER,
                cutout=objects.put("signatures/specimen/cutout.png", signature.png),
                width_mm=signature.width_mm,
                height_mm=signature.height_mm,
            ),
        ),
    }
    return SealAuthorized(**fields | changes)


@cache
def image(stamp: Stamp) -> StampImage:
    return StampImage.of(stamp.png, stamp.width_mm, stamp.height_mm)


def scanned_codes(pdf: bytes) -> list[str]:
    """What each sheet's QR code says after `/verify/`."""
    codes = (code for front in fronts(pdf) for code in zxingcpp.read_barcodes(front, QR_CODE))
    return [code.text.rpartition("/verify/")[2] for code in codes]


def fronts(pdf: bytes, dots_per_inch: int = 240) -> Iterator[Image.Image]:
    document = pdfium.PdfDocument(io.BytesIO(pdf))
    try:
        for number in range(0, len(document), 2):
            yield document[number].render(scale=dots_per_inch / 72).to_pil()
    finally:
        document.close()


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each call gave or raised, when all start together."""
    start = threading.Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return call()
        except Refused as refusal:
            return refusal

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def refusals(results: list[Any]) -> list[str]:
    return [result.code for result in results if isinstance(result, Refused)]


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(Refused) as refusal:
        yield
    assert refusal.value.code == code
