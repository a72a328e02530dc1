"""What whoever runs the process asks, and who did what in an enterprise."""

from typing import Final

from pydantic import BaseModel

from contracts.audit import AuditRecord, AuditRecordList
from contracts.values import LoginMedium
from gateway.examples.making import example
from gateway.routes.operations import Health, Readiness
from gateway.specimens import ENTERPRISE, MORNING, OPERATOR_ID, SEAL_ID

_RECORD: Final = example(
    AuditRecord,
    position=12,
    at=MORNING,
    action="stamp.disabled",
    action_zh="停用印章或签名",
    action_en="a seal or signature stopped",
    outcome="done",
    outcome_zh="成功",
    outcome_en="done",
    by_enterprise=ENTERPRISE,
    operator_id=OPERATOR_ID,
    operator_name="样本法人",
    medium=LoginMedium.LEGAL_PERSON_CARD,
    card_serial="1029384756",
    session="5e884898da280471",
    address="203.0.113.7",
    subjects={"kind": ("seal",), "stamp_id": (str(SEAL_ID),)},
    previous="1" * 64,
    row_hash="2" * 64,
)

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    example(Health, status="ok"),
    example(Readiness, broker=True, objects=True),
    example(AuditRecordList, records=(_RECORD,), next_cursor=None),
)
