"""People of the enterprise: operators (操作员) and filed declarers (申报员) (R19-R21, R27)."""

from fastapi import APIRouter, status
from pydantic import BaseModel, ConfigDict

from contracts.authorization import (
    AddOperator,
    DeclarerList,
    ListDeclarers,
    ListOperators,
    OperatorList,
    OperatorView,
)
from contracts.values import IdNumber, Name, NewPassword, UserName
from gateway.documentation import BY_CARD, LOGGED_IN, refusals
from gateway.parameters import IdempotencyKey
from gateway.parts import PartsDep
from gateway.sessions import Who

router = APIRouter(tags=["people"])


class NewOperator(BaseModel):
    """`card_certificate` (PEM) binds a card; without it the operator has none (无卡操作员)."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    id_number: IdNumber
    user_name: UserName
    password: NewPassword
    card_certificate: str | None = None


@router.get("/operators", responses=refusals(*LOGGED_IN))
async def list_operators(who: Who, parts: PartsDep) -> OperatorList:
    """The enterprise's people; identity numbers in part only."""
    return await parts.rpc.call(ListOperators(caller=who))


@router.post(
    "/operators",
    status_code=status.HTTP_201_CREATED,
    responses=refusals(
        *LOGGED_IN,
        *BY_CARD,
        "operator.user_name_taken",
        "operator.weak_password",
        "operator.wrong_enterprise_card",
        "operator.wrong_persons_card",
        "card.untrusted",
        "idempotency.key_reused",
    ),
)
async def add_operator(
    body: NewOperator, who: Who, parts: PartsDep, key: IdempotencyKey = None
) -> OperatorView:
    """Add a person, with or without a card (R20); needs the legal-person card."""
    return await parts.rpc.call(AddOperator(caller=who, idempotency_key=key, **body.model_dump()))


@router.get("/declarers", responses=refusals(*LOGGED_IN))
async def list_declarers(who: Who, parts: PartsDep) -> DeclarerList:
    """Declarers that customs filed for the enterprise (备案)."""
    return await parts.rpc.call(ListDeclarers(caller=who))
