"""How seals and signatures look to their enterprise, and the events that announce them."""

from typing import Any
from uuid import UUID

from contracts.base import Event
from contracts.seals import (
    InspectionReport,
    SealDeleted,
    SealDisabled,
    SignatureDeleted,
    SignatureDisabled,
    StampView,
)
from contracts.values import StampKind
from services.seal_svc.domain.stamps import Stamp

_RETIRED: dict[tuple[StampKind, str], tuple[type[Event], str]] = {
    (StampKind.SEAL, "disabled"): (SealDisabled, "seal_id"),
    (StampKind.SEAL, "deleted"): (SealDeleted, "seal_id"),
    (StampKind.SIGNATURE, "disabled"): (SignatureDisabled, "signature_id"),
    (StampKind.SIGNATURE, "deleted"): (SignatureDeleted, "signature_id"),
}


def retired(stamp: Stamp) -> Event:
    """The event of a stamp that was disabled or deleted just now."""
    event, id_field = _RETIRED[stamp.kind, stamp.state]
    fields: dict[str, str | UUID] = {
        "enterprise_code": stamp.enterprise_code,
        id_field: stamp.id,
    }
    return event(**fields)


def measures(stamp: Stamp) -> dict[str, Any]:
    """What both events about a new stamp say of its image."""
    return {
        "cutout": stamp.images["cutout"],
        "scan_sha256": stamp.scan_sha256,
        "width_mm": stamp.report["width_mm"],
        "height_mm": stamp.report["height_mm"],
    }


def view(stamp: Stamp) -> StampView:
    return StampView(
        stamp_id=stamp.id,
        kind=stamp.kind,
        name=stamp.name,
        state=stamp.state,
        operator_id=stamp.operator_id,
        declarer_id=stamp.declarer_id,
        declarer_name=stamp.declarer_name,
        valid_from=stamp.valid_from,
        valid_to=stamp.valid_to,
        scan_sha256=stamp.scan_sha256,
        made_at=stamp.made_at,
        report=InspectionReport.model_validate(stamp.report),
    )
