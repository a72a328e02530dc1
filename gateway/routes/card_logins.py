"""Logging in from a browser with a card that is at another program (R4)."""

import secrets
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Request, Response, status
from pydantic import BaseModel, ConfigDict, SecretStr

from contracts.card_logins import (
    AnswerCardLogin,
    BeginCardLogin,
    CardLoginShown,
    CardLoginStarted,
    CompleteCardLogin,
    RefuseCardLogin,
    ShowCardLogin,
)
from contracts.card_program import CardProgramVersion
from contracts.values import CardCertificates, CardSignature, Secret
from contracts.workstations import UserCode
from gateway import sessions
from gateway.addresses import address_of
from gateway.documentation import refusals
from gateway.limiting import by_address
from gateway.parts import PartsDep
from gateway.routes.sessions import OpenedSession
from gateway.sessions import digest_of
from gateway.specimens import USER_CODE

router = APIRouter(tags=["sessions"])

SECRET_BYTES = 32
Code = Annotated[
    UserCode,
    Path(
        description="As the browser shows it; hyphen and case are free",
        examples=[USER_CODE],
    ),
]


class CardLoginSignature(BaseModel):
    """As in `CardLogin`: base64 DER ECDSA-SHA256 over the statement; no PIN travels."""

    model_config = ConfigDict(extra="forbid")

    card_certificate: CardCertificates
    signature: CardSignature
    program_version: CardProgramVersion | None = None


class CardLoginCompletion(BaseModel):
    """The secret that the login began with."""

    model_config = ConfigDict(extra="forbid")

    login_secret: Secret


class CompletedCardLogin(BaseModel):
    """`session` once the card has signed; its token is shown once."""

    state: Literal["waiting", "opened"]
    session: OpenedSession | None = None


@router.post(
    "/card-logins",
    status_code=status.HTTP_201_CREATED,
    dependencies=[Depends(by_address("card"))],
    responses=refusals("service.too_many_requests"),
)
async def begin_card_login(request: Request, parts: PartsDep) -> CardLoginStarted:
    """Begin a card login without a control in the browser: show the code to the person.

    It is entered in the workstation program, which shows your address and this code, asks for
    the PIN and signs. Ask for the session with `login_secret` at the interval told.
    """
    secret = secrets.token_urlsafe(SECRET_BYTES)
    asked = BeginCardLogin(secret_sha256=digest_of(secret), client_address=address_of(request))
    begun = await parts.rpc.call(asked)
    return CardLoginStarted(login_secret=SecretStr(secret), **begun.model_dump())


@router.post(
    "/card-logins/completion",
    dependencies=[Depends(by_address("ticket"))],
    responses=refusals(
        "service.too_many_requests",
        "card.unknown_login",
        "card.login_refused",
        "card.untrusted",
        "card.not_valid_now",
        "card.replaced",
        "card.revoked",
        "card.revocations_stale",
        "operator.disabled",
    ),
)
async def complete_card_login(
    body: CardLoginCompletion, request: Request, response: Response, parts: PartsDep
) -> CompletedCardLogin:
    """Whether the card has signed; then the session, once."""
    token = sessions.new_token()
    state = await parts.rpc.call(
        CompleteCardLogin(
            secret_sha256=digest_of(body.login_secret.get_secret_value()),
            token_sha256=digest_of(token),
            client_address=address_of(request),
        )
    )
    if state.opened is None:
        return CompletedCardLogin(state="waiting")
    sessions.remember(request, response, token, state.opened.expires_at)
    return CompletedCardLogin(
        state="opened", session=OpenedSession(**dict(state.opened), token=SecretStr(token))
    )


@router.get(
    "/card-logins/{code}",
    dependencies=[Depends(by_address("card"))],
    responses=refusals("service.too_many_requests", "card.unknown_login"),
)
async def show_card_login(code: Code, parts: PartsDep) -> CardLoginShown:
    """For the program with the card: what it is to sign, and from where the login comes."""
    return await parts.rpc.call(ShowCardLogin(user_code=code))


@router.post(
    "/card-logins/{code}/signature",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[Depends(by_address("card"))],
    responses=refusals(
        "service.too_many_requests",
        "card.unknown_login",
        "card.untrusted",
        "card.not_valid_now",
        "card.revoked",
        "card.revocations_stale",
        "card.wrong_signature",
        "card.program_missing",
        "card.program_too_old",
    ),
)
async def sign_card_login(code: Code, body: CardLoginSignature, parts: PartsDep) -> None:
    """The card's signature over the statement; the first one counts."""
    await parts.rpc.call(AnswerCardLogin(user_code=code, **body.model_dump()))


@router.delete(
    "/card-logins/{code}",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[Depends(by_address("card"))],
    responses=refusals("service.too_many_requests", "card.unknown_login"),
)
async def refuse_card_login(code: Code, parts: PartsDep) -> None:
    """The person at the card does not want this login."""
    await parts.rpc.call(RefuseCardLogin(user_code=code))
