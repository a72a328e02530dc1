"""Logging in with a password or a card, asking who is logged in, logging out (R1-R4, R7)."""

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


class Login(BaseModel):
    """Who is logging in, and with which password."""

    user_name: str = Field(max_length=200)
    password: Secret = Field(max_length=1000)

    @field_validator("password")
    @classmethod
    def _is_text(cls, password: SecretStr) -> SecretStr:
        """JSON allows half a surrogate pair, which pydantic finds in plain texts only."""
        password.get_secret_value().encode()
        return password


class CurrentSession(SessionView):
    """`actions` are the commands and questions allowed after this login, `menus` the screens."""

    actions: tuple[str, ...]
    menus: tuple[Menu, ...]


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
    body: Login, request: Request, response: Response, parts: PartsDep
) -> SessionOpened:
    """Log in with user name and password (用户名和密码登录).

    The token is shown once: send it as `Authorization: Bearer`, or let the browser keep the
    cookie that comes with it.
    """
    asked = OpenSession(
        user_name=body.user_name, password=body.password, address=address_of(request) or "unknown"
    )
    with parts.logins.one(ALL_TOGETHER):
        opened = await parts.rpc.call(asked)
    sessions.remember(request, response, opened)
    return opened


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
    body: OpenCardSession, request: Request, response: Response, parts: PartsDep
) -> SessionOpened:
    """Log in with the card's certificate and its signature over the challenge; no PIN travels.

    `program_version` is that of the card program; the challenge names the least one (R4).
    """
    opened = await parts.rpc.call(body)
    sessions.remember(request, response, opened)
    return opened


@router.get("/sessions/current", responses=refusals(*LOGGED_IN))
async def get_session(session: Session) -> CurrentSession:
    """Who is logged in, for which enterprise, and what this login allows (R5)."""
    medium = session.caller.medium
    return CurrentSession(**dict(session), actions=allowed_to(medium), menus=menus_for(medium))


@router.delete(
    "/sessions/current",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=refusals(*LOGGED_IN, "request.cross_site"),
)
async def log_out(token: Token, parts: PartsDep, response: Response) -> None:
    """Log out (退出); the token is void from here on."""
    await parts.sessions.close(token)
    sessions.forget(response)
