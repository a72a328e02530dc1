"""A seal and a signature as they were announced, the defaults of their enterprise."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from contracts.values import StampKind
from services.auth_svc.domain.stamps import Stamp
from workstation.card_issuer import specimen_id_number

NOW = datetime(2026, 3, 10, tzinfo=UTC)
DECLARER, OTHER = specimen_id_number(1), specimen_id_number(2)
SEAL, FIRST, SECOND = UUID(int=1), UUID(int=2), UUID(int=3)


def seal(**changes) -> Stamp:
    fields = {
        "id": SEAL,
        "kind": StampKind.SEAL,
        "valid_from": NOW - timedelta(days=1),
        "valid_to": NOW + timedelta(days=1),
    }
    return _stamp(**fields | changes)


def signature(**changes) -> Stamp:
    fields = {"id": FIRST, "kind": StampKind.SIGNATURE, "declarer_id_number": DECLARER}
    return _stamp(**fields | changes)


def _stamp(**changes) -> Stamp:
    fields = {
        "enterprise_code": "E",
        "name": "样本",
        "is_default": True,
        "cutout_key": "seals/specimen/cutout",
        "cutout_sha256": "0" * 64,
        "width_mm": 40.0,
        "height_mm": 40.0,
    }
    return Stamp(**fields | changes)
