"""What one session asks of a workstation is for that session alone."""

from typing import Protocol, TypeVar
from uuid import UUID

from contracts.errors import Refused
from contracts.values import Caller


class Asked(Protocol):
    @property
    def asked_by(self) -> tuple[str, UUID, UUID]:
        """Enterprise, person and session."""


AskedT = TypeVar("AskedT", bound=Asked)


def check_asked_by(
    request: AskedT | None, caller: Caller, session_id: UUID, *, unknown: str
) -> AskedT:
    """Raise Refused(`unknown`) for what another session asked for, as for what does not exist."""
    asking = (caller.enterprise_code, caller.operator_id, session_id)
    if request is None or request.asked_by != asking:
        raise Refused(unknown)
    return request
