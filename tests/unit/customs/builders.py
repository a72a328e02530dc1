"""Valid customs objects and messages by default; override what matters."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from contracts.authorization import SealAuthorizationRequested
from contracts.certificates import LayoutRejected
from contracts.exceptions import ReprintGranted
from contracts.identifiers import credit_code_check, id_number_check
from contracts.printing import PrintCompleted
from contracts.values import AuthorizedSeal, AuthorizedSignature, ObjectRef, PrintPart
from customs.console.bodies import example_application
from customs.domain.applications import Application, ApplicationForm, approve
from customs.domain.faults import Fault, FaultKind
from customs.domain.plans import Plan, approval_plan

NOON = datetime(2026, 5, 6, 4, tzinfo=UTC)
LAYOUT = ObjectRef(key="layouts/one/1/1.json", sha256="0" * 64)
ORGANISATION_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def id_number(serial: int = 1) -> str:
    first17 = f"11010119900307{serial:03}"
    return first17 + id_number_check(first17)


def credit_code() -> str:
    """Another one each time."""
    organisation = "".join(secrets.choice(ORGANISATION_ALPHABET) for _ in range(9))
    first17 = f"91110000{organisation}"
    return first17 + credit_code_check(first17)


def form(**changes: Any) -> ApplicationForm:
    return ApplicationForm.model_validate({**example_application(), **changes})


def application(**changes: Any) -> Application:
    given: dict[str, Any] = {
        "certificate_no": "A26YANGBEN000001",
        "form": form(),
        "applied_at": NOON,
    }
    return Application(**given | changes)


def approved(certificate_no: str = "A26YANGBEN000001") -> Application:
    return approve(application(certificate_no=certificate_no), at=NOON)


def plan(certificate_no: str = "A26YANGBEN000001", step_seconds: float = 10) -> Plan:
    return approval_plan(approved(certificate_no), LAYOUT, at=NOON, step_seconds=step_seconds)


def fault(kind: FaultKind, **changes: Any) -> Fault:
    given: dict[str, Any] = {
        "fault_id": uuid4(),
        "kind": kind,
        "event": "LayoutStatusChanged",
        "times": 1,
        "seconds": 60.0,
    }
    return Fault(**given | changes)


def authorized_seal(**changes: Any) -> AuthorizedSeal:
    given: dict[str, Any] = {
        "seal_id": uuid4(),
        "cutout": ObjectRef(key="seals/1/cutout.png", sha256="1" * 64),
        "width_mm": 40,
        "height_mm": 40,
        "valid_from": NOON - timedelta(days=1),
        "valid_to": datetime(2099, 1, 1, tzinfo=UTC),
    }
    return AuthorizedSeal(**given | changes)


def authorized_signature(number: str) -> AuthorizedSignature:
    return AuthorizedSignature(
        signature_id=uuid4(),
        declarer_id_number=number,
        declarer_name="样本申报员",
        cutout=ObjectRef(key="signatures/1/cutout.png", sha256="2" * 64),
        width_mm=30,
        height_mm=12,
    )


def authorization(
    enterprise_code: str, *numbers: str, **changes: Any
) -> SealAuthorizationRequested:
    given: dict[str, Any] = {
        "enterprise_code": enterprise_code,
        "authorization_id": uuid4(),
        "requested_at": NOON,
        "seal": authorized_seal(),
        "signatures": tuple(authorized_signature(number) for number in numbers),
    }
    return SealAuthorizationRequested(**given | changes)


def print_completed(
    enterprise_code: str, certificate_no: str, *, revision: int = 1, serial: str = "SERIAL-1"
) -> PrintCompleted:
    return PrintCompleted(
        enterprise_code=enterprise_code,
        job_id=UUID(int=1),
        certificate_no=certificate_no,
        revision=revision,
        parts=(PrintPart.ORIGINAL, PrintPart.COPY),
        print_serial=serial,
        confirmed_at=NOON,
    )


def reprint_granted(
    enterprise_code: str, certificate_no: str, *, serial: str = "SERIAL-1"
) -> ReprintGranted:
    return ReprintGranted(
        enterprise_code=enterprise_code,
        exception_id=uuid4(),
        certificate_no=certificate_no,
        revision=1,
        voided_print_serial=serial,
        reason="paper_jam",
        operation="reprint_both",
        count=1,
        granted_at=NOON,
    )


def layout_rejected(enterprise_code: str, certificate_no: str) -> LayoutRejected:
    return LayoutRejected(
        enterprise_code=enterprise_code,
        certificate_no=certificate_no,
        revision=1,
        reason="digest_mismatch",
    )
