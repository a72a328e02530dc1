"""Valid by default; override what matters."""

from datetime import UTC, datetime
from typing import Any

from contracts.customs import DeclarerFiled
from workstation.card_issuer import specimen_credit_code, specimen_id_number

NOW = datetime(2026, 5, 6, 8, 0, tzinfo=UTC)
ENTERPRISE = specimen_credit_code(1)
OTHER_ENTERPRISE = specimen_credit_code(2)


def declarer_filed(**changes: Any) -> DeclarerFiled:
    fields = {
        "enterprise_code": ENTERPRISE,
        "id_number": specimen_id_number(1),
        "name": "样本申报员",
        "filed_at": NOW,
    }
    return DeclarerFiled(**fields | changes)
