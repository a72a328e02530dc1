"""What the console takes and gives about delays and scripted faults."""

from typing import Literal
from uuid import UUID, uuid4

from pydantic import Field, model_validator

from contracts.catalogue import EVENTS
from contracts.customs import SOURCE, LayoutStatus
from contracts.values import CertificateNo, CreditCode, StampKind
from customs.console.bodies import Body, Reason, Seconds
from customs.domain.faults import OBJECT_FAULTS, Fault, FaultKind

_EVENT_OF = dict.fromkeys(OBJECT_FAULTS, "LayoutStatusChanged") | {
    FaultKind.REJECT: "AuthorizationReceiptIssued"
}


class DelaySettings(Body):
    """Null in a PUT means the setting the process was started with."""

    receipt_delay_seconds: Seconds | None = Field(default=None, examples=[120])
    layout_step_seconds: Seconds | None = Field(default=None, examples=[2])
    archive_delay_seconds: Seconds | None = Field(default=None, examples=[2])


class FaultOfApproval(Body):
    """`wrong_digest` and `missing_object` need no event; `seconds` is how late or when again."""

    kind: Literal[
        "late", "duplicate", "out_of_order", "lost_then_resent", "wrong_digest", "missing_object"
    ]
    event: Literal["CertificateApproved", "LayoutStatusChanged"] = "LayoutStatusChanged"
    layout_status: LayoutStatus | None = None
    times: int = Field(default=1, ge=1, le=10_000)
    seconds: Seconds = 5

    def bound_to(self, certificate_no: str) -> Fault:
        return Fault(
            fault_id=uuid4(),
            certificate_no=certificate_no,
            **(self.model_dump() | {"kind": FaultKind(self.kind)}),
        )


class NewApproval(Body):
    """Everything is optional; delays and faults hold for this approval alone."""

    layout_step_seconds: Seconds | None = None
    faults: tuple[FaultOfApproval, ...] = Field(default=(), max_length=10)


class NewFault(Body):
    """Strikes the next `times` events that match everything named here.

    `late` delays, `duplicate` says twice, `out_of_order` swaps with the next event of the same
    certificate, `lost_then_resent` drops the event and later repeats it with all that followed,
    `wrong_digest` and `missing_object` spoil the layout's object, `reject` refuses a receipt's
    items.
    """

    kind: FaultKind
    event: str | None = Field(default=None, examples=["LayoutStatusChanged"])
    layout_status: LayoutStatus | None = None
    certificate_no: CertificateNo | None = None
    enterprise_code: CreditCode | None = None
    times: int = Field(default=1, ge=1, le=10_000)
    seconds: Seconds = Field(default=5, description="How late, or when it is said again.")
    stamp_kind: StampKind | None = Field(default=None, description="What `reject` refuses.")
    reason: Reason | None = None

    @model_validator(mode="after")
    def _event_is_ours(self) -> "NewFault":
        if self.event is None and self.kind not in _EVENT_OF:
            raise ValueError(f"{self.kind} needs an event")
        event = EVENTS.get(self.chosen_event)
        if event is None or event.SOURCE != SOURCE:
            raise ValueError(f"customs says no {self.event}")
        if self.kind in _EVENT_OF and self.chosen_event != _EVENT_OF[self.kind]:
            raise ValueError(f"{self.kind} strikes {_EVENT_OF[self.kind]} only")
        return self

    @property
    def chosen_event(self) -> str:
        return self.event or _EVENT_OF[self.kind]

    def to_fault(self) -> Fault:
        return Fault(fault_id=uuid4(), **(self.model_dump() | {"event": self.chosen_event}))


class FaultView(Body):
    """`times` is how often it will still strike."""

    fault_id: UUID
    kind: FaultKind
    event: str
    layout_status: LayoutStatus | None
    certificate_no: str | None
    enterprise_code: str | None
    times: int
    seconds: float
    stamp_kind: StampKind | None
    reason: str | None
