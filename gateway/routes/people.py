"""People of the enterprise: operators (操作员) and filed declarers (申报员) (R19-R21, R27)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, status
from pydantic import BaseModel, ConfigDict

from contracts.people import (
    AddOperator,
    BindCard,
    ChangePassword,
    DeclarerList,
    DisableOperator,
    EditOperator,
    EnableOperator,
    ListDeclarers,
    ListOperators,
    OperatorList,
    OperatorView,
    RemoveOperator,
    ResetPassword,
)
from contracts.values import CardCertificates, IdNumber, Name, NewPassword, Secret, UserName
from gateway.addresses import address_of
from gateway.documentation import LOGGED_IN, OF_RIGHTS, refusals
from gateway.limiting import by_caller
from gateway.parameters import Id, IdempotencyKey
from gateway.parts import PartsDep
from gateway.sessions import Session, Who

router = APIRouter(tags=["people"])

OF_A_PERSON = (*LOGGED_IN, *OF_RIGHTS, "operator.unknown")
CARDS = (
    "operator.wrong_enterprise_card",
    "operator.wrong_persons_card",
    "card.untrusted",
    "card.not_valid_now",
    "card.replaced",
    "card.revoked",
)
PASSWORDS = ("operator.weak_password", "operator.long_password", "operator.common_password")
USER_NAMES = ("operator.user_name_unavailable", "operator.user_name_not_allowed")


class NewOperator(BaseModel):
    """`card_certificate` (PEM) binds a card; without it the operator has none (无卡操作员)."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    id_number: IdNumber
    user_name: UserName
    password: NewPassword
    card_certificate: CardCertificates | None = None


class OperatorChange(BaseModel):
    """What is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    id_number: IdNumber | None = None
    user_name: UserName | None = None


class PasswordReset(BaseModel):
    """The new password."""

    model_config = ConfigDict(extra="forbid")

    password: NewPassword


class OwnPassword(BaseModel):
    """The old password, and the one that takes its place."""

    model_config = ConfigDict(extra="forbid")

    old_password: Secret
    password: NewPassword


class ShownCard(BaseModel):
    """The card's certificate (PEM)."""

    model_config = ConfigDict(extra="forbid")

    card_certificate: CardCertificates


@router.get("/operators", responses=refusals(*LOGGED_IN))
async def list_operators(who: Who, parts: PartsDep) -> OperatorList:
    """The enterprise's people; identity numbers in part only."""
    return await parts.rpc.call(ListOperators(caller=who))


@router.post(
    "/operators",
    status_code=status.HTTP_201_CREATED,
    dependencies=[Depends(by_caller("password"))],
    responses=refusals(
        *LOGGED_IN,
        *OF_RIGHTS,
        *CARDS,
        *USER_NAMES,
        *PASSWORDS,
        "operator.disabled",
        "idempotency.key_reused",
    ),
)
async def add_operator(
    body: NewOperator, who: Who, parts: PartsDep, key: IdempotencyKey = None
) -> OperatorView:
    """Add a person, with or without a card (R20); needs the legal-person card."""
    secret = body.password.get_secret_value()
    added = await parts.rpc.call(
        AddOperator(
            caller=who,
            idempotency_key=key,
            **dict(body) | {"password": parts.sealer.seal(secret, AddOperator, body.user_name)},
        )
    )
    parts.sessions.forget_person(added.operator_id)
    return added


@router.patch(
    "/operators/{id}",
    responses=refusals(
        *OF_A_PERSON,
        *USER_NAMES,
        "operator.id_number_taken",
        "operator.named_by_card",
    ),
)
async def edit_operator(body: OperatorChange, id: Id, who: Who, parts: PartsDep) -> OperatorView:
    """Rename a person or correct the number; of a person with a card, only the user name."""
    return await parts.rpc.call(EditOperator(caller=who, operator_id=id, **body.model_dump()))


@router.post(
    "/operators/{id}/disable",
    responses=refusals(
        *OF_A_PERSON,
        "operator.self",
        "operator.last_legal_person",
        "operator.disabled",
        "idempotency.key_reused",
    ),
)
async def disable_operator(
    id: Id, who: Who, parts: PartsDep, key: IdempotencyKey = None
) -> OperatorView:
    """Disable a person (停用): sessions end at once, and what was queued in them is void."""
    disabled = await parts.rpc.call(
        DisableOperator(caller=who, idempotency_key=key, operator_id=id)
    )
    parts.sessions.forget_person(id)
    return disabled


@router.post(
    "/operators/{id}/enable",
    responses=refusals(*OF_A_PERSON, "operator.self", "idempotency.key_reused"),
)
async def enable_operator(
    id: Id, who: Who, parts: PartsDep, key: IdempotencyKey = None
) -> OperatorView:
    """Let a person who was disabled log in again (恢复)."""
    return await parts.rpc.call(EnableOperator(caller=who, idempotency_key=key, operator_id=id))


@router.delete(
    "/operators/{id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=refusals(
        *OF_A_PERSON, "operator.self", "operator.last_legal_person", "operator.disabled"
    ),
)
async def remove_operator(id: Id, who: Who, parts: PartsDep) -> None:
    """Remove a person (删除): as disabling, and the user name is free for another one.

    Adding the same ID number brings the person back.
    """
    await parts.rpc.call(RemoveOperator(caller=who, operator_id=id))
    parts.sessions.forget_person(id)


@router.post(
    "/sessions/current/password",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[Depends(by_caller("password"))],
    responses=refusals(
        *LOGGED_IN,
        *PASSWORDS,
        "operator.wrong_password",
        "session.locked",
        "operator.disabled",
    ),
)
async def change_password(
    body: OwnPassword,
    session: Session,
    request: Request,
    parts: PartsDep,
) -> None:
    """Change your own password (修改密码); your other sessions by password end."""
    whom = session.caller.operator_id
    old, new = body.old_password.get_secret_value(), body.password.get_secret_value()
    await parts.rpc.call(
        ChangePassword(
            caller=session.caller,
            session_id=session.session_id,
            client_address=address_of(request),
            old_password=parts.sealer.seal(old, ChangePassword, f"{whom} old"),
            password=parts.sealer.seal(new, ChangePassword, whom),
        )
    )
    parts.sessions.forget_person(whom)


@router.post(
    "/operators/{id}/password",
    dependencies=[Depends(by_caller("password"))],
    responses=refusals(
        *OF_A_PERSON,
        *PASSWORDS,
        "operator.no_user_name",
        "operator.disabled",
        "idempotency.key_reused",
    ),
)
async def reset_password(
    body: PasswordReset, id: Id, who: Who, parts: PartsDep, key: IdempotencyKey = None
) -> OperatorView:
    """Set a new password (重置密码); what was opened with the old one ends."""
    sealed = parts.sealer.seal(body.password.get_secret_value(), ResetPassword, id)
    person = await parts.rpc.call(
        ResetPassword(caller=who, idempotency_key=key, operator_id=id, password=sealed)
    )
    parts.sessions.forget_person(id)
    return person


@router.post(
    "/operators/{id}/card",
    responses=refusals(
        *OF_A_PERSON,
        *CARDS,
        "operator.disabled",
        "idempotency.key_reused",
    ),
)
async def bind_card(
    body: ShownCard, id: Id, who: Who, parts: PartsDep, key: IdempotencyKey = None
) -> OperatorView:
    """Bind a card (绑卡) that names this person and this enterprise."""
    return await parts.rpc.call(
        BindCard(
            caller=who,
            idempotency_key=key,
            operator_id=id,
            card_certificate=body.card_certificate,
        )
    )


@router.get("/declarers", responses=refusals(*LOGGED_IN))
async def list_declarers(
    who: Who,
    parts: PartsDep,
    *,
    for_signature: Annotated[
        bool, Query(description="Only those for whom a signature can be made now (R19)")
    ] = False,
) -> DeclarerList:
    """Declarers that customs filed for the enterprise (备案), each with what stands in the way."""
    return await parts.rpc.call(ListDeclarers(caller=who, for_signature=for_signature))
