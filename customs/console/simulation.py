"""Console routes that tell the simulator how slow and how faulty to be."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body

from customs.console.simulation_bodies import DelaySettings, FaultView, NewFault
from customs.domain.faults import Fault
from customs.errors import Refused
from customs.parts import Parts
from customs.storage import faults
from customs.storage.delays import write_delays

_EXAMPLES = [
    {"kind": "late", "event": "LayoutStatusChanged", "layout_status": "received", "seconds": 30},
    {"kind": "wrong_digest", "times": 2},
    {"kind": "reject", "stamp_kind": "signature", "reason": "签名模糊，请重新扫描"},
]


def make_router(parts: Parts) -> APIRouter:
    router = APIRouter(tags=["simulation"])
    _add_settings(router, parts)
    _add_faults(router, parts)
    return router


def _add_settings(router: APIRouter, parts: Parts) -> None:
    @router.get("/settings")
    def get_settings() -> DelaySettings:
        """The delays in force, in seconds."""
        with parts.transaction() as tx:
            return DelaySettings.model_validate(tx.delays, from_attributes=True)

    @router.put("/settings")
    def put_settings(body: DelaySettings) -> DelaySettings:
        """Set all delays; they hold for what is decided from now on, restarts included."""
        with parts.transaction() as tx:
            write_delays(tx.connection, body.model_dump())
            return DelaySettings.model_validate(tx.delays, from_attributes=True)


def _add_faults(router: APIRouter, parts: Parts) -> None:
    @router.get("/faults")
    def list_faults() -> list[FaultView]:
        """All scripted faults, spent ones too."""
        with parts.transaction() as tx:
            return [_view(fault) for fault in faults.list_faults(tx.connection)]

    @router.post("/faults", status_code=201)
    def add_fault(body: Annotated[NewFault, Body(examples=_EXAMPLES)]) -> FaultView:
        """Script one fault."""
        fault = body.to_fault()
        with parts.transaction() as tx:
            faults.add_faults(tx.connection, [fault])
        return _view(fault)

    @router.delete("/faults", status_code=204)
    def remove_faults() -> None:
        """Forget all of them; what they have disturbed stays so."""
        with parts.transaction() as tx:
            faults.remove_faults(tx.connection)

    @router.delete("/faults/{fault_id}", status_code=204)
    def remove_fault(fault_id: UUID) -> None:
        """Forget one of them."""
        with parts.transaction() as tx:
            removed = faults.remove_fault(tx.connection, fault_id)
        if not removed:
            raise Refused("customs.unknown_fault", fault_id=str(fault_id))


def _view(fault: Fault) -> FaultView:
    return FaultView.model_validate(fault, from_attributes=True)
