"""What the entrypoints answer and announce: seals and signatures as replies and events."""

from typing import Any
from uuid import UUID

from contracts.base import Event
from contracts.card_statements import SealToMake
from contracts.people import DeclarerIdentity
from contracts.seals import (
    InspectionReport,
    MakeSeal,
    SealDeleted,
    SealDisabled,
    SealMade,
    SignatureDeleted,
    SignatureDisabled,
    SignatureMade,
    StampView,
)
from contracts.values import StampKind
from services.seal_svc.domain.stamps import Stamp, StampState

_END_OF_USE: dict[tuple[StampKind, StampState], tuple[type[Event], str]] = {
    (StampKind.SEAL, StampState.DISABLED): (SealDisabled, "seal_id"),
    (StampKind.SEAL, StampState.DELETED): (SealDeleted, "seal_id"),
    (StampKind.SIGNATURE, StampState.DISABLED): (SignatureDisabled, "signature_id"),
    (StampKind.SIGNATURE, StampState.DELETED): (SignatureDeleted, "signature_id"),
}


def seal_to_make(request: MakeSeal) -> SealToMake:
    """What the card must have signed for."""
    return SealToMake(
        scan_sha256=request.scan.sha256,
        name=request.name,
        operator_id=request.operator_id,
        valid_from=request.valid_from,
        valid_to=request.valid_to,
    )


def stamp_view(stamp: Stamp) -> StampView:
    return StampView(
        stamp_id=stamp.id,
        kind=stamp.kind,
        name=stamp.name,
        state=stamp.state.value,
        operator_id=stamp.operator_id,
        declarer_id=stamp.declarer_id,
        declarer_name=stamp.declarer_name,
        valid_from=stamp.valid_from,
        valid_to=stamp.valid_to,
        scan_sha256=stamp.scan_sha256,
        made_at=stamp.made_at,
        report=InspectionReport.model_validate(stamp.report),
    )


def seal_made(stamp: Stamp) -> SealMade:
    return SealMade(
        enterprise_code=stamp.enterprise_code,
        seal_id=stamp.id,
        name=stamp.name,
        operator_id=stamp.operator_id,
        valid_from=stamp.valid_from,
        valid_to=stamp.valid_to,
        **_measures(stamp),
    )


def signature_made(declarer: DeclarerIdentity, stamp: Stamp) -> SignatureMade:
    return SignatureMade(
        enterprise_code=stamp.enterprise_code,
        signature_id=stamp.id,
        declarer_id=declarer.declarer_id,
        declarer_id_number=declarer.id_number,
        declarer_name=declarer.name,
        **_measures(stamp),
    )


def end_of_use(stamp: Stamp) -> Event:
    """The event of a stamp that was disabled or deleted just now."""
    event, id_field = _END_OF_USE[stamp.kind, stamp.state]
    fields: dict[str, str | UUID] = {
        "enterprise_code": stamp.enterprise_code,
        id_field: stamp.id,
    }
    return event(**fields)


def _measures(stamp: Stamp) -> dict[str, Any]:
    """What both events about a new stamp say of its image."""
    return {
        "cutout": stamp.images["cutout"],
        "scan_sha256": stamp.scan_sha256,
        "width_mm": stamp.report["width_mm"],
        "height_mm": stamp.report["height_mm"],
    }
