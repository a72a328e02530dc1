"""What auth_svc tells of a receipt, and when: the result page of 授权 (R32-R36)."""

from typing import ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime

from contracts.base import Event, Reply
from contracts.cautions import Caution
from contracts.values import Name, StampKind, Value

SOURCE = "auth_svc"


class AuthorizationResultReleased(Event):
    """The countdown is over and the receipt is there: the enterprise may see the result (R32)."""

    SOURCE: ClassVar[str] = SOURCE

    authorization_id: UUID
    state: Literal["accepted", "rejected"]
    received_at: AwareDatetime
    released_at: AwareDatetime


class AuthorizationItem(Value):
    """One seal or signature on the result page; what was not accepted has its reason (R33)."""

    kind: StampKind
    stamp_id: UUID
    name: Name
    """Of the seal, or of the declarer whose signature it is."""
    accepted: bool
    reason_zh: str | None = None
    reason_en: str | None = None


class AuthorizationView(Reply):
    """The latest authorization; nothing of its receipt before `receipt_due_at` (R32).

    Until then `waiting` with the seconds left, at least 1. With 0 seconds `waiting` says that the
    receipt is late: ask again, or authorize anew. `warnings` come with the answer to 授权 (R36).
    """

    authorization_id: UUID
    state: Literal["waiting", "accepted", "rejected"]
    requested_at: AwareDatetime
    receipt_due_at: AwareDatetime
    countdown_seconds: int
    received_at: AwareDatetime | None = None
    items: tuple[AuthorizationItem, ...] = ()
    warnings: tuple[Caution, ...] = ()
