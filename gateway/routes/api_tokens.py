"""API tokens (接口令牌): what programs of the enterprise call with instead of logging in."""

import secrets

from fastapi import APIRouter, status
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, SecretStr

from contracts.api_tokens import (
    RANDOM_BYTES,
    ApiTokenList,
    ApiTokenView,
    ListApiTokens,
    MakeApiToken,
    RevokeApiToken,
    Scopes,
    token_of,
)
from contracts.values import Name
from gateway.documentation import BY_CARD, LOGGED_IN, OF_RIGHTS, refusals
from gateway.parameters import Id, IdempotencyKey
from gateway.parts import PartsDep
from gateway.sessions import Who, digest_of

router = APIRouter(tags=["api tokens"])


class NewApiToken(BaseModel):
    """`name` is for people; without `expires_at` the token lives until it is revoked."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    scopes: Scopes
    expires_at: AwareDatetime | None = None


class ApiTokenShown(ApiTokenView):
    """`token` is shown this once, and null where an idempotency key came again."""

    token: str | None = Field(default=None)


@router.get("/api-tokens", responses=refusals(*LOGGED_IN, *BY_CARD))
async def list_api_tokens(who: Who, parts: PartsDep) -> ApiTokenList:
    """The enterprise's tokens, the newest first; never their text."""
    return await parts.rpc.call(ListApiTokens(caller=who))


@router.post(
    "/api-tokens",
    status_code=status.HTTP_201_CREATED,
    responses=refusals(
        *LOGGED_IN, *OF_RIGHTS, "token.end_past", "token.too_many", "idempotency.key_reused"
    ),
)
async def make_api_token(
    body: NewApiToken, who: Who, parts: PartsDep, key: IdempotencyKey = None
) -> ApiTokenShown:
    """Make a token for a program; needs the legal-person card (法人卡).

    Send it as `Authorization: Bearer`. It is made here and kept nowhere: services know its SHA-256.
    """
    text = token_of(secrets.token_bytes(RANDOM_BYTES))
    digest = digest_of(text)
    made = await parts.rpc.call(
        MakeApiToken(caller=who, idempotency_key=key, token_sha256=SecretStr(digest), **dict(body))
    )
    is_this_one = made.token_sha256 == digest
    return ApiTokenShown(**dict(made.token), token=text if is_this_one else None)


@router.delete("/api-tokens/{id}", responses=refusals(*LOGGED_IN, *OF_RIGHTS, "token.unknown"))
async def revoke_api_token(
    id: Id, who: Who, parts: PartsDep, key: IdempotencyKey = None
) -> ApiTokenView:
    """Revoke a token (撤销): it opens nothing from here on, and what it had queued is void."""
    revoked = await parts.rpc.call(RevokeApiToken(caller=who, idempotency_key=key, token_id=id))
    parts.sessions.forget_person(id)
    return revoked
