"""Logging in with a password or a card, asking who is logged in, logging out (R1-R4, R7)."""

from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response, status
from pydantic import BaseModel, Field, SecretStr, field_validator

from contracts.authorization import (
    CardChallenge,
    IssueCardChallenge,
    OpenCardSession,
    OpenSession,
    SessionOpened,
    SessionView,
)
from contracts.card_program import CardProgramVersion
from contracts.menus import Menu, menus_for
from contracts.permissions import allowed_to
from contracts.values import Secret
from gateway import sessions
from gateway.addresses import address_of
from gateway.documentation import LOGGED_IN, refusals
from gateway.limiting import by_address
from gateway.parts import PartsDep
from gateway.sessions import Session, Token

router = APIRouter(tags=["sessions"])

ALL_TOGETHER = ""


class CurrentSession(SessionView):
    """`actions` are the commands and questions allowed after this login, `menus` the screens."""

    actions: tuple[str, ...]
    menus: tuple[Menu, ...]


class PasswordLogin(BaseModel):
    """User name and password; the password leaves the gateway sealed to auth_svc."""

    user_name: str = Field(max_length=200)
    password: Secret = Field(max_length=1000)

    @field_validator("password")
    @classmethod
    def _is_text(cls, password: SecretStr) -> SecretStr:
        """JSON allows half a surrogate pair, which pydantic finds in plain texts only."""
        password.get_secret_value().encode()
        return password


class CardLogin(BaseModel):
    """`signature`: base64 DER ECDSA-SHA256 over the nonce's bytes; the PIN stays with the card.

    Refused card.program_missing without `program_version`, card.program_too_old with an old one.
    """

    challenge_id: UUID
    card_certificate: str
    signature: str
    program_version: CardProgramVersion | None = None


class OpenedSession(SessionOpened):
    """The token is shown once and stored only as a digest."""

    token: Secret


@router.post(
    "/sessions",
    status_code=status.HTTP_201_CREATED,
    dependencies=[Depends(by_address("log_in"))],
    responses=refusals(
        "session.wrong_password",
        "session.locked",
        "operator.disabled",
        "service.too_many_requests",
    ),
)
async def log_in(
    body: PasswordLogin, request: Request, response: Response, parts: PartsDep
) -> OpenedSession:
    """Log in with user name and password (用户名和密码登录).

    The token is shown once: send it as `Authorization: Bearer`, or let the browser keep the
    cookie that comes with it.
    """
    token, secret = sessions.new_token(), body.password.get_secret_value()
    asked = OpenSession(
        user_name=body.user_name,
        password=parts.sealer.seal(secret, OpenSession, body.user_name),
        token_sha256=sessions.digest_of(token),
        address=address_of(request) or "unknown",
    )
    with parts.logins.one(ALL_TOGETHER):
        opened = await parts.rpc.call(asked)
    return _shown(request, response, token, opened)


@router.post(
    "/card-challenges",
    status_code=status.HTTP_201_CREATED,
    dependencies=[Depends(by_address("card"))],
    responses=refusals("service.too_many_requests"),
)
async def issue_card_challenge(parts: PartsDep) -> CardChallenge:
    """A fresh nonce (base64) for a card to sign with ECDSA and SHA-256 (卡介质登录)."""
    return await parts.rpc.call(IssueCardChallenge())


@router.post(
    "/card-sessions",
    status_code=status.HTTP_201_CREATED,
    dependencies=[Depends(by_address("card"))],
    responses=refusals(
        "card.untrusted",
        "card.not_valid_now",
        "card.replaced",
        "card.unknown_challenge",
        "card.wrong_signature",
        "card.not_bound",
        "card.program_missing",
        "card.program_too_old",
        "operator.disabled",
        "service.too_many_requests",
    ),
)
async def log_in_with_card(
    body: CardLogin, request: Request, response: Response, parts: PartsDep
) -> OpenedSession:
    """Log in with the card's certificate and its signature over the challenge; no PIN travels.

    `program_version` is that of the card program; the challenge names the least one (R4).
    """
    token = sessions.new_token()
    opened = await parts.rpc.call(
        OpenCardSession(**dict(body), token_sha256=sessions.digest_of(token))
    )
    return _shown(request, response, token, opened)


def _shown(
    request: Request, response: Response, token: str, opened: SessionOpened
) -> OpenedSession:
    sessions.remember(request, response, token, opened.expires_at)
    return OpenedSession(**dict(opened), token=token)


@router.get("/sessions/current", responses=refusals(*LOGGED_IN))
async def get_session(session: Session) -> CurrentSession:
    """Who is logged in, for which enterprise, and what this login allows (R5)."""
    who = session.caller
    return CurrentSession(**dict(session), actions=allowed_to(who), menus=menus_for(who))


@router.delete(
    "/sessions/current",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=refusals(*LOGGED_IN, "request.cross_site", "token.not_for_programs"),
)
async def log_out(token: Token, parts: PartsDep, response: Response) -> None:
    """Log out (退出); the token is void from here on."""
    await parts.sessions.close(token)
    sessions.forget(response)
