"""Scripted faults: how what customs says is delayed, doubled, swapped, lost or spoiled."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from contracts.base import Event
from contracts.customs import LayoutStatus, LayoutStatusChanged
from contracts.values import StampKind
from customs.domain.plans import Plan


class FaultKind(StrEnum):
    """The first four disturb any event, the next two a layout's object, the last a receipt."""

    LATE = "late"
    DUPLICATE = "duplicate"
    OUT_OF_ORDER = "out_of_order"
    LOST_THEN_RESENT = "lost_then_resent"
    WRONG_DIGEST = "wrong_digest"
    MISSING_OBJECT = "missing_object"
    REJECT = "reject"


OBJECT_FAULTS = (FaultKind.WRONG_DIGEST, FaultKind.MISSING_OBJECT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Strikes the next `times` events that match everything it names."""

    fault_id: UUID
    kind: FaultKind
    event: str
    times: int
    seconds: float
    layout_status: LayoutStatus | None = None
    certificate_no: str | None = None
    enterprise_code: str | None = None
    stamp_kind: StampKind | None = None
    reason: str | None = None


def strikes(fault: Fault, event: Event) -> bool:
    """Whether everything the fault names agrees with the event."""
    status = event.status if isinstance(event, LayoutStatusChanged) else None
    return (
        fault.event == type(event).__name__
        and fault.layout_status in (None, status)
        and fault.certificate_no in (None, event.subject)
        and fault.enterprise_code in (None, event.enterprise_code)
    )


def disturb(plan: Plan, faults: Sequence[Fault]) -> tuple[Plan, Counter[UUID]]:
    """The plan as the faults leave it, by due time, and how often each fault struck."""
    struck: Counter[UUID] = Counter()
    for fault in faults:
        effect = _EFFECTS.get(fault.kind)
        hit = [item for item in plan if strikes(fault, item.event)] if effect else []
        for item in hit[: fault.times]:
            plan = effect(plan, item.event_id, fault.seconds) if effect else plan
            struck[fault.fault_id] += 1
    return tuple(sorted(plan, key=lambda item: item.due_at)), struck


def _late(plan: Plan, event_id: UUID, seconds: float) -> Plan:
    return tuple(item.later(seconds) if item.event_id == event_id else item for item in plan)


def _duplicate(plan: Plan, event_id: UUID, seconds: float) -> Plan:
    return (*plan, *(item.later(seconds) for item in plan if item.event_id == event_id))


def _out_of_order(plan: Plan, event_id: UUID, seconds: float) -> Plan:
    """Change places with the next event of the same subject, or with the one before."""
    slots = _same_subject(plan, event_id)
    if len(slots) == 1:
        return _late(plan, event_id, seconds)
    place = next(n for n, slot in enumerate(slots) if plan[slot].event_id == event_id)
    first = min(place, len(slots) - 2)
    early, late = slots[first], slots[first + 1]
    swapped = list(plan)
    swapped[early] = replace(plan[late], due_at=plan[early].due_at)
    swapped[late] = replace(plan[early], due_at=plan[late].due_at)
    return tuple(swapped)


def _lost_then_resent(plan: Plan, event_id: UUID, seconds: float) -> Plan:
    """The event does not go out; later it and all that followed it go out once more."""
    slots = _same_subject(plan, event_id)
    lost = next(n for n, slot in enumerate(slots) if plan[slot].event_id == event_id)
    resent = tuple(plan[slot].later(seconds) for slot in slots[lost:])
    return (*(item for item in plan if item.event_id != event_id), *resent)


def _same_subject(plan: Plan, event_id: UUID) -> list[int]:
    subject = next(item.event.subject for item in plan if item.event_id == event_id)
    return [n for n, item in enumerate(plan) if item.event.subject == subject]


_EFFECTS: dict[FaultKind, Callable[[Plan, UUID, float], Plan]] = {
    FaultKind.LATE: _late,
    FaultKind.DUPLICATE: _duplicate,
    FaultKind.OUT_OF_ORDER: _out_of_order,
    FaultKind.LOST_THEN_RESENT: _lost_then_resent,
}


def first_striking(
    faults: Sequence[Fault], kinds: Sequence[FaultKind], event: Event
) -> Fault | None:
    """The oldest fault of these kinds that strikes the event."""
    for fault in faults:
        if fault.kind in kinds and strikes(fault, event):
            return fault
    return None
