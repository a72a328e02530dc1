"""How far an enterprise got with making, choosing and authorizing its stamps (R30-R34)."""

from typing import ClassVar, Literal

from pydantic import AwareDatetime

from contracts.base import Reply, Request
from contracts.values import CreditCode, IdNumber, Name, StampKind, Value

Step = Literal[
    "no_seal",
    "no_signature",
    "no_default",
    "not_requested",
    "waiting",
    "rejected",
    "accepted",
]
"""What is missing of the way to an accepted authorization that covers one declarer."""


class RejectedStamp(Value):
    """接收失败, by the name of the seal or of the declarer; `reason` as customs says it."""

    kind: StampKind
    name: Name
    reason: str | None = None


class AuthorizationStanding(Reply):
    """Of the latest authorization; nothing of its receipt before that is due (R32)."""

    step: Step
    requested_at: AwareDatetime | None = None
    receipt_due_at: AwareDatetime | None = None
    received_at: AwareDatetime | None = None
    rejected: tuple[RejectedStamp, ...] = ()


class GetAuthorizationStanding(Request[AuthorizationStanding]):
    """For cert_svc alone, which has established that the caller owns a certificate of this one.

    It bears no caller and no route leads to it.
    """

    SERVICE: ClassVar[str] = "auth_svc"

    enterprise_code: CreditCode
    declarer_id_number: IdNumber
