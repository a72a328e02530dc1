"""Events and requests about one specimen certificate: valid by default, override what matters."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from contracts.authorization import AgentAuthorized, AgentRevoked, SealAuthorized
from contracts.customs import (
    CertificateApproved,
    CertificateArchived,
    CertificateClaimedAtCounter,
    CertificateReplaced,
    CertificateReturned,
    CounterClaimRequested,
    DeclarerFiled,
    DeclarerFilingEnded,
    LayoutStatus,
    LayoutStatusChanged,
)
from contracts.exceptions import ReprintGranted
from contracts.printing import (
    PrintCompleted,
    PrintFailed,
    PrintIssued,
    PrintProgressed,
    PrintReleased,
    PrintUnanswered,
)
from contracts.values import (
    AuthorizedSeal,
    AuthorizedSignature,
    Caller,
    LoginMedium,
    ObjectRef,
    PrintPart,
)

EXPORTER = "91310000MA1FL0000N"
AGENT = "91310000MA1FL0001R"
STRANGER = "91310000MA1FL0002W"
DECLARER_ID = "110101199001010015"
OTHER_ID = "110101199001010023"
DECLARER = "SPECIMEN DECLARER"
NUMBER = "A26SPECIMEN10001"
NEW_NUMBER = "A26SPECIMEN10002"
APPROVED = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
GRANT = UUID(int=1)
BOTH = (PrintPart.ORIGINAL, PrintPart.COPY)


def caller(enterprise_code: str = EXPORTER, medium: LoginMedium = LoginMedium.PASSWORD) -> Caller:
    return Caller(enterprise_code=enterprise_code, operator_id=UUID(int=7), medium=medium)


def approved(**changes) -> CertificateApproved:
    fields = {
        "enterprise_code": EXPORTER,
        "certificate_no": NUMBER,
        "revision": 1,
        "type_id": "china_australia",
        "destination": "AU",
        "issue_date": date(2026, 3, 10),
        "approved_at": APPROVED,
        "declarer_id_number": DECLARER_ID,
        "declarer_name": DECLARER,
        "issuing_office": "2200",
        "invoice_no": "SPEC-2026-001",
    }
    return CertificateApproved(**fields | changes)


def returned(**changes) -> CertificateReturned:
    fields = {"revision": 1, "reason": "SPECIMEN", "returned_at": APPROVED + HOUR}
    return CertificateReturned(**_of_certificate() | fields | changes)


def layout_changed(status: LayoutStatus, **changes) -> LayoutStatusChanged:
    fields = {"revision": 1, "status": status, "changed_at": APPROVED + HOUR}
    return LayoutStatusChanged(**_of_certificate() | fields | changes)


def archived(**changes) -> CertificateArchived:
    fields = {"revision": 1, "archived_at": APPROVED + 4 * HOUR}
    return CertificateArchived(**_of_certificate() | fields | changes)


def replaced(**changes) -> CertificateReplaced:
    fields = {
        "revision": 1,
        "replaced_by": NEW_NUMBER,
        "reason": "SPECIMEN",
        "replaced_at": APPROVED + 5 * HOUR,
    }
    return CertificateReplaced(**_of_certificate() | fields | changes)


def claim_requested(**changes) -> CounterClaimRequested:
    fields = {"revision": 1, "requested_at": APPROVED + HOUR}
    return CounterClaimRequested(**_of_certificate() | fields | changes)


def claimed(**changes) -> CertificateClaimedAtCounter:
    fields = {"revision": 1, "claimed_at": APPROVED + HOUR}
    return CertificateClaimedAtCounter(**_of_certificate() | fields | changes)


def print_issued(serial: str = "SERIAL-1", **changes) -> PrintIssued:
    at = {"issued_at": APPROVED + HOUR, "ticket_expires_at": APPROVED + 2 * HOUR}
    return PrintIssued(**_of_print(serial) | at | changes)


def print_released(serial: str = "SERIAL-1", **changes) -> PrintReleased:
    return PrintReleased(**_of_print(serial) | {"released_at": APPROVED + HOUR} | changes)


def print_completed(serial: str = "SERIAL-1", **changes) -> PrintCompleted:
    return PrintCompleted(**_of_print(serial) | {"confirmed_at": APPROVED + 2 * HOUR} | changes)


def print_failed(serial: str = "SERIAL-1", **changes) -> PrintFailed:
    return PrintFailed(**_of_print(serial) | {"failed_at": APPROVED + 2 * HOUR} | changes)


def print_progressed(serial: str = "SERIAL-1", **changes) -> PrintProgressed:
    fields = {"observed_at": APPROVED + HOUR, "device_state": "processing"}
    return PrintProgressed(**_of_print(serial) | fields | changes)


def print_unanswered(serial: str = "SERIAL-1", **changes) -> PrintUnanswered:
    fields = {
        "step": "reminder",
        "released_at": APPROVED + HOUR,
        "issuer_code": EXPORTER,
        "operator_id": UUID(int=7),
        "workstation": "desk",
    }
    return PrintUnanswered(**_of_print(serial) | fields | changes)


def reprint_granted(serial: str = "SERIAL-1", **changes) -> ReprintGranted:
    fields = {
        "exception_id": uuid4(),
        "revision": 1,
        "voided_print_serial": serial,
        "reason": "paper_jam",
        "operation": "reprint_both",
        "count": 1,
        "granted_at": APPROVED + 3 * HOUR,
    }
    return ReprintGranted(**_of_certificate() | fields | changes)


def seal_authorized(**changes) -> SealAuthorized:
    """Received an hour before the approval, with the declarer's signature."""
    received_at = changes.get("received_at", APPROVED - HOUR)
    fields = {
        "enterprise_code": EXPORTER,
        "authorization_id": uuid4(),
        "received_at": received_at,
        "seal": _seal(received_at),
        "signatures": (signature(),),
    }
    return SealAuthorized(**fields | changes)


def signature(id_number: str = DECLARER_ID, name: str = DECLARER) -> AuthorizedSignature:
    return AuthorizedSignature(
        signature_id=uuid4(),
        declarer_id_number=id_number,
        declarer_name=name,
        cutout=reference("signatures/specimen/cutout.png"),
        width_mm=30,
        height_mm=12,
    )


def declarer_filed(**changes) -> DeclarerFiled:
    fields = {
        "enterprise_code": EXPORTER,
        "id_number": DECLARER_ID,
        "name": DECLARER,
        "filed_at": APPROVED - 2 * HOUR,
    }
    return DeclarerFiled(**fields | changes)


def filing_ended(**changes) -> DeclarerFilingEnded:
    """Two hours after the approval."""
    fields = {
        "enterprise_code": EXPORTER,
        "id_number": DECLARER_ID,
        "name": DECLARER,
        "ended_at": APPROVED + 2 * HOUR,
    }
    return DeclarerFilingEnded(**fields | changes)


def agent_authorized(grant_id: UUID = GRANT, **changes) -> AgentAuthorized:
    fields = {"enterprise_code": EXPORTER, "agent_code": AGENT, "granted_at": APPROVED - HOUR}
    return AgentAuthorized(**fields | {"grant_id": grant_id} | changes)


def agent_revoked(grant_id: UUID = GRANT, **changes) -> AgentRevoked:
    fields = {"enterprise_code": EXPORTER, "agent_code": AGENT, "revoked_at": APPROVED + HOUR}
    return AgentRevoked(**fields | {"grant_id": grant_id} | changes)


def reference(key: str, content: bytes = b"SPECIMEN") -> ObjectRef:
    return ObjectRef(key=key, sha256=hashlib.sha256(content).hexdigest())


def _of_certificate() -> dict[str, str]:
    return {"enterprise_code": EXPORTER, "certificate_no": NUMBER}


def _of_print(serial: str) -> dict[str, object]:
    fields = {"job_id": uuid4(), "revision": 1, "parts": BOTH, "print_serial": serial}
    return _of_certificate() | fields


def _seal(received_at: datetime) -> AuthorizedSeal:
    """Valid whenever the tests run."""
    return AuthorizedSeal(
        seal_id=uuid4(),
        cutout=reference("seals/specimen/cutout.png"),
        width_mm=40,
        height_mm=40,
        valid_from=received_at.replace(year=2020),
        valid_to=received_at.replace(year=2120),
    )
