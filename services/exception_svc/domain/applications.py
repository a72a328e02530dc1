"""Exception applications (打印异常申请): granted at once, one for each original (R78-R84)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from contracts.errors import Refused
from contracts.exceptions import FileException, Operation
from services.exception_svc.domain.prints import Original, Prints


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

    def says(self, request: FileException) -> bool:
        mine = (self.reason, self.operation, self.note)
        return mine == (request.reason, request.operation, request.note)


def standing_grant(
    prints: Prints, last: Application | None, request: FileException
) -> Application | None:
    """The grant that a second click meant: same content, and its reprint not yet released."""
    if last is None or prints.archived or prints.out is not None or not last.says(request):
        return None
    return last


def original_to_void(prints: Prints) -> Original:
    """The original that is out; Refused when archiving was final or nothing is out."""
    details = {"certificate_no": prints.certificate_no}
    if prints.archived:
        raise Refused("exception.archived", details)
    if prints.out is None:
        raise Refused("exception.not_printed", details)
    return prints.out


def state_of_last(prints: Prints) -> State:
    """Of the last application: overtaken while no reprint came out before the archiving."""
    return State.OVERTAKEN if prints.archived and prints.out is None else State.GRANTED
