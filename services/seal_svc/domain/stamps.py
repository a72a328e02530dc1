"""A seal or signature and its life (R26).

active -- disable --> disabled -- delete --> deleted
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from contracts.authorization import CardFacts
from contracts.errors import Refused
from contracts.values import ObjectRef, StampKind


class StampState(StrEnum):
    ACTIVE = "active"
    DISABLED = "disabled"
    DELETED = "deleted"


TRANSITIONS = {
    (StampState.ACTIVE, "disable"): StampState.DISABLED,
    (StampState.DISABLED, "disable"): StampState.DISABLED,
    (StampState.DISABLED, "delete"): StampState.DELETED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """One scanned seal or signature of one enterprise; `images` by picture."""

    id: UUID
    enterprise_code: str
    kind: StampKind
    name: str
    state: StampState = StampState.ACTIVE
    operator_id: UUID | None = None
    declarer_id: UUID | None = None
    declarer_name: str | None = None
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    challenge_id: UUID | None = None
    card_signature: str | None = None
    scan_sha256: str
    images: dict[str, ObjectRef]
    report: dict[str, Any]
    made_at: datetime

    @property
    def object_keys(self) -> list[str]:
        return [image.key for image in self.images.values()]


def after(stamp: Stamp, action: str) -> Stamp:
    """Raise Refused for deleting what is not disabled (R26)."""
    state = TRANSITIONS.get((stamp.state, action))
    if state is None:
        raise Refused("seal.still_in_use")
    return replace(stamp, state=state)


def check_validity(
    valid_from: datetime, valid_to: datetime, card: CardFacts, *, now: datetime
) -> None:
    """Inside the operator's card certificate, not empty and not over (R22)."""
    if not card.valid_from <= valid_from < valid_to <= card.valid_to:
        first, last = card.valid_from.date(), card.valid_to.date()
        raise Refused(
            "seal.validity_outside_card",
            {"valid_from": first.isoformat(), "valid_to": last.isoformat()},
        )
    if valid_to <= now:
        raise Refused("seal.validity_over")


def check_report(report: dict[str, Any]) -> None:
    """Raise Refused with the most serious finding of a scan that was refused."""
    if report["verdict"] != "refuse":
        return
    worst = report["findings"][0]
    raise Refused(
        "scan.refused",
        {
            "finding": worst["code"],
            "message_zh": worst["message_zh"],
            "message_en": worst["message_en"],
            "rule": worst["rule"],
        },
    )
