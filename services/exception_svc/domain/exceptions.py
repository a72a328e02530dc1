"""Exception applications (打印异常申请): granted at once, one for each original (R78-R84)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from contracts.certificates import CertificateView
from contracts.errors import Refused
from contracts.exceptions import FileException, Operation, ReprintGranted
from contracts.printing import LiveOriginal
from services.exception_svc.domain.originals import History, Original


class State(StrEnum):
    """Granted applications whose certificate was archived before the reprint came too late."""

    GRANTED = "granted"
    OVERTAKEN = "overtaken_by_archiving"


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """`count`: how often this certificate had an exception print granted, this one too (R82)."""

    exception_id: UUID
    certificate_no: str
    print_serial: str
    revision: int
    enterprise_code: str
    agent_code: str | None
    approved_at: datetime
    filed_by_enterprise: str
    filed_by_operator: UUID
    reason: str
    operation: Operation
    note: str | None
    count: int
    filed_at: datetime
    state: State = State.GRANTED

    def is_same_as(self, request: FileException) -> bool:
        """Whether the request says the same: reason, operation type and note."""
        mine = (self.reason, self.operation, self.note)
        return mine == (request.reason, request.operation, request.note)


def unused_grant(
    history: History, last: Application | None, request: FileException
) -> Application | None:
    """The grant that a second click meant: same content, and its reprint not yet released.

    A grant ends with the approval that it was given under (R104).
    """
    if last is None or history.ended or history.out is not None:
        return None
    if last.revision < history.revision:
        return None
    return last if last.is_same_as(request) else None


def original_to_void(history: History, certificate: CertificateView) -> Original:
    """The last approval's original; Refused when the certificate ended or none of it is out."""
    details = {"certificate_no": history.certificate_no}
    if history.replaced_by is not None or certificate.replaced_by is not None:
        raise Refused("exception.replaced", details)
    if has_ended(history, certificate):
        raise Refused("exception.archived", details)
    if history.out is None:
        raise Refused("exception.not_printed", details)
    return history.out


def has_ended(history: History, certificate: CertificateView) -> bool:
    """Whether none of it is printed any more, so far as is known here or to cert_svc."""
    return history.ended or certificate.replaced_by is not None or certificate.archived


def misses_a_print(history: History, certificate: CertificateView, live: LiveOriginal) -> bool:
    """Whether cert_svc or print_svc knows of an original that is out, of which no news came yet.

    That an original is void is known here before anybody else knows it; so is an approval that
    print_svc learns of with its layout only.
    """
    if live.print_serial is not None and live.revision is not None:
        return live.revision >= history.revision and not history.is_void(live.print_serial)
    if certificate.print_status == "waiting" or certificate.revision < history.revision:
        return False
    return all(each.revision < certificate.revision for each in history.originals.values())


def application_for(
    original: Original,
    request: FileException,
    certificate: CertificateView,
    *,
    exception_id: UUID,
    count: int,
    filed_at: datetime,
) -> Application:
    """For this original, which is void by it; `count` tells it too (R82)."""
    return Application(
        exception_id=exception_id,
        certificate_no=request.certificate_no,
        print_serial=original.print_serial,
        revision=original.revision,
        enterprise_code=certificate.enterprise_code,
        agent_code=certificate.agent_code,
        approved_at=certificate.approved_at,
        filed_by_enterprise=request.caller.enterprise_code,
        filed_by_operator=request.caller.operator_id,
        reason=request.reason,
        operation=request.operation,
        note=request.note,
        count=count,
        filed_at=filed_at,
    )


def reprint_granted(application: Application) -> ReprintGranted:
    """What the others are told of an application, for it is granted at once."""
    return ReprintGranted(
        enterprise_code=application.enterprise_code,
        exception_id=application.exception_id,
        certificate_no=application.certificate_no,
        revision=application.revision,
        agent_code=application.agent_code,
        voided_print_serial=application.print_serial,
        reason=application.reason,
        operation=application.operation,
        count=application.count,
        granted_at=application.filed_at,
    )


def state_of(last: Application, history: History) -> State:
    """Of the last application: overtaken while no reprint came out before the archiving."""
    came_out = history.out_since(last.revision) is not None
    return State.OVERTAKEN if history.archived and not came_out else State.GRANTED
