"""Seals and signatures as seal_svc announced them, and which are the defaults (R26, R30)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from contracts.errors import Refused
from contracts.seal_authority import Problems, validity_problems
from contracts.values import StampKind


class StampState(StrEnum):
    ACTIVE = "active"
    DISABLED = "disabled"
    DELETED = "deleted"


STATES_BEFORE = {
    StampState.DISABLED: (StampState.ACTIVE,),
    StampState.DELETED: (StampState.ACTIVE, StampState.DISABLED),
}
"""From which states one is reached: never back, whatever order the events come in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A seal or signature as announced; `name` is the declarer's for a signature."""

    id: UUID
    enterprise_code: str
    kind: StampKind
    name: str
    state: StampState = StampState.ACTIVE
    is_default: bool = False
    cutout_key: str
    cutout_sha256: str
    width_mm: float
    height_mm: float
    declarer_id_number: str | None = field(default=None, repr=False)
    valid_from: datetime | None = None
    valid_to: datetime | None = None


def check_defaults(stamps: Iterable[Stamp], seal_id: UUID, signature_ids: Collection[UUID]) -> None:
    """One active seal, and at most one active signature of each declarer (R30).

    Raise Refused for anything else.
    """
    active = {stamp.id: stamp for stamp in stamps if stamp.state is StampState.ACTIVE}
    seal = active.get(seal_id)
    signatures = [active[one] for one in signature_ids if one in active]
    declarers = {one.declarer_id_number for one in signatures if one.kind is StampKind.SIGNATURE}
    is_seal = seal is not None and seal.kind is StampKind.SEAL
    if not is_seal or len(declarers) != len(signature_ids):
        raise Refused("authorization.unknown_stamp")


def validity_of(seal: Stamp, *, now: datetime) -> Problems:
    """What its validity has against using it now (R22)."""
    if seal.valid_from is None or seal.valid_to is None:
        return {}
    return validity_problems(seal.valid_from, seal.valid_to, now=now)
