"""Seal authorization: what would be sent, the defaults, 授权, the receipt (R30-R36)."""

from uuid import UUID

from fastapi import APIRouter, status
from pydantic import BaseModel, ConfigDict

from contracts.authorization import (
    AuthorizationDraft,
    GetAuthorizationDraft,
    GetLatestAuthorization,
    RequestAuthorization,
    SetAuthorizationDefaults,
)
from contracts.results import AuthorizationView
from contracts.values import CardSignature
from gateway.documentation import LOGGED_IN, OF_RIGHTS, SIGNED, refusals
from gateway.parameters import IdempotencyKey
from gateway.parts import PartsDep
from gateway.sessions import Who

router = APIRouter(tags=["authorization"])


class Defaults(BaseModel):
    """The default seal, and one default signature per declarer."""

    model_config = ConfigDict(extra="forbid")

    seal_id: UUID
    signature_ids: tuple[UUID, ...]


class SignedFor(BaseModel):
    """The legal-person card's signature over a statement of `POST /card-statements` (R24)."""

    model_config = ConfigDict(extra="forbid")

    challenge_id: UUID
    card_signature: CardSignature


@router.get("/authorization", responses=refusals(*LOGGED_IN))
async def get_draft(who: Who, parts: PartsDep) -> AuthorizationDraft:
    """What 授权 would send now, and what stands in its way."""
    return await parts.rpc.call(GetAuthorizationDraft(caller=who))


@router.put(
    "/authorization/defaults",
    responses=refusals(
        *LOGGED_IN, *OF_RIGHTS, "authorization.unknown_stamp", "idempotency.key_reused"
    ),
)
async def set_defaults(
    body: Defaults, who: Who, parts: PartsDep, key: IdempotencyKey = None
) -> AuthorizationDraft:
    """Choose the default seal and the default signatures (默认印章, 默认签名)."""
    return await parts.rpc.call(
        SetAuthorizationDefaults(caller=who, idempotency_key=key, **body.model_dump())
    )


@router.post(
    "/authorizations",
    status_code=status.HTTP_201_CREATED,
    responses=refusals(
        *LOGGED_IN,
        *OF_RIGHTS,
        *SIGNED,
        "authorization.nothing_to_send",
        "authorization.signature_mismatch",
        "seal.not_yet_valid",
        "seal.expired",
        "idempotency.key_reused",
    ),
)
async def request_authorization(
    body: SignedFor, who: Who, parts: PartsDep, key: IdempotencyKey = None
) -> AuthorizationView:
    """Press 授权: the defaults go to customs, whose receipt comes about two minutes later.

    The legal-person card signed for just these defaults: statement of purpose `authorize`.

    `warnings` name applications whose approval may come before it (R36).
    """
    return await parts.rpc.call(
        RequestAuthorization(caller=who, idempotency_key=key, **body.model_dump())
    )


@router.get("/authorizations/latest", responses=refusals(*LOGGED_IN, "authorization.none"))
async def get_latest(who: Who, parts: PartsDep) -> AuthorizationView:
    """The countdown to the receipt, then the receipt (查看结果, R32, R33).

    Before `receipt_due_at` the answer is `waiting` with the seconds left, whatever came; after it
    `waiting` with 0 seconds says that the receipt is late: ask again, or press 授权 anew.
    """
    return await parts.rpc.call(GetLatestAuthorization(caller=who))
