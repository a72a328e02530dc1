"""What stands in a statement that a card signs."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from contracts.card_statements import CardPurpose, SealToMake, statement
from services.auth_svc.domain.operators import Operator
from services.auth_svc.domain.statement_facts import seal_facts
from tests.factories import ENTERPRISE

OPERATOR = Operator(
    id=UUID(int=7),
    enterprise_code=ENTERPRISE,
    name="样本操作员",
    id_number="110101199001010015",
    role="operator",
)
SEAL = SealToMake(
    scan_sha256="0" * 64,
    name="样本印章",
    operator_id=OPERATOR.id,
    valid_from=datetime(2026, 1, 1, tzinfo=UTC),
    valid_to=datetime(2027, 1, 1, tzinfo=UTC),
)


@pytest.mark.rule("R15")
def test_the_legal_person_signs_that_it_is_the_seal_with_both_names():
    said = statement(CardPurpose.MAKE_SEAL, seal_facts(SEAL, OPERATOR), b"1")

    assert "企业中英文印章" in said
