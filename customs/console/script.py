"""Console routes that tell the simulator how slow and how faulty to be."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body

from customs import faultbook
from customs.console.script_bodies import DelaySettings, FaultView, NewFault
from customs.database import transaction
from customs.desk import Desk
from customs.domain.faults import Fault
from customs.errors import ConsoleError

_EXAMPLES = [
    {"kind": "late", "event": "LayoutStatusChanged", "layout_status": "received", "seconds": 30},
    {"kind": "wrong_digest", "times": 2},
    {"kind": "reject", "stamp_kind": "signature", "reason": "签名模糊，请重新扫描"},
]


def make_router(desk: Desk) -> APIRouter:
    router = APIRouter()
    _add_settings(router, desk)
    _add_faults(router, desk)
    return router


def _add_settings(router: APIRouter, desk: Desk) -> None:
    @router.get("/settings", tags=["simulation"])
    def get_settings() -> DelaySettings:
        """The delays in force, in seconds."""
        with transaction(desk.engine) as connection:
            delays = faultbook.read_delays(connection, desk.settings)
        return DelaySettings.model_validate(delays, from_attributes=True)

    @router.put("/settings", tags=["simulation"])
    def put_settings(body: DelaySettings) -> DelaySettings:
        """Set all delays; they hold for what is decided from now on, restarts included."""
        with transaction(desk.engine) as connection:
            faultbook.write_delays(connection, body.model_dump())
            delays = faultbook.read_delays(connection, desk.settings)
        return DelaySettings.model_validate(delays, from_attributes=True)


def _add_faults(router: APIRouter, desk: Desk) -> None:
    @router.get("/faults", tags=["simulation"])
    def list_faults() -> list[FaultView]:
        """All scripted faults, spent ones too."""
        with transaction(desk.engine) as connection:
            return [_view(fault) for fault in faultbook.list_faults(connection)]

    @router.post("/faults", status_code=201, tags=["simulation"])
    def add_fault(body: Annotated[NewFault, Body(examples=_EXAMPLES)]) -> FaultView:
        """Script one fault."""
        fault = body.to_fault()
        with transaction(desk.engine) as connection:
            faultbook.add_faults(connection, [fault])
        return _view(fault)

    @router.delete("/faults", status_code=204, tags=["simulation"])
    def remove_faults() -> None:
        """Forget all of them; what they have disturbed stays so."""
        with transaction(desk.engine) as connection:
            faultbook.remove_faults(connection)

    @router.delete("/faults/{fault_id}", status_code=204, tags=["simulation"])
    def remove_fault(fault_id: UUID) -> None:
        """Forget one of them."""
        with transaction(desk.engine) as connection:
            removed = faultbook.remove_fault(connection, fault_id)
        if not removed:
            raise ConsoleError("customs.unknown_fault", fault_id=str(fault_id))


def _view(fault: Fault) -> FaultView:
    return FaultView.model_validate(fault, from_attributes=True)
