"""Applications whose approval would come before the receipt of an authorization (R36, R43)."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from contracts.cautions import Caution, caution
from contracts.sentences import Sentence

APPROVAL_MAY_BE_EARLY: Final = "authorization.approval_may_be_early"
_SENTENCE: Final = Sentence(
    zh="有 {count} 份证书申请正在海关办理；如果在授权回执之前审批通过，将不能自助打印",
    en="Applications at work at customs: {count}; those it approves before the receipt of this "
    "authorization cannot be self-printed",
    advice_zh="请等授权接收成功后再申报，已申报的请联系海关在回执之后审批；已审批的请申请退回后重新审批",
    advice_en="wait with applications until the authorization is accepted, ask customs to approve "
    "these after the receipt, and have what is approved before it sent back for a new approval",
    rule="R36",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """One that customs is working on."""

    certificate_no: str
    enterprise_code: str
    declarer_id_number: str = field(repr=False)
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """Customs approved it or sent it back."""

    certificate_no: str
    enterprise_code: str
    ended_at: datetime


def cautions_of(
    under_way: Iterable[Application], covered_id_numbers: Container[str]
) -> tuple[Caution, ...]:
    """None for a declarer whom an earlier authorization covers: any approval is late enough."""
    at_risk = [
        application.certificate_no
        for application in under_way
        if application.declarer_id_number not in covered_id_numbers
    ]
    return (caution(APPROVAL_MAY_BE_EARLY, _SENTENCE, at_risk),) if at_risk else ()
