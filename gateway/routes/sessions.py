"""Logging in with a password or a card, asking who is logged in, logging out (R1-R4, R7)."""

from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response, status
from pydantic import BaseModel, ConfigDict, Field

from contracts.authorization import (
    CardChallenge,
    IssueCardChallenge,
    OpenCardSession,
    OpenSession,
    SessionOpened,
    SessionView,
)
from contracts.card_program import CardProgramVersion
from contracts.card_statements import ToSign
from contracts.menus import Menu, menus_for
from contracts.permissions import allowed_to
from contracts.sessions import EndSession, IssueCardStatement, ListSessions, SessionList
from contracts.values import CardCertificates, CardSignature, Secret
from gateway import sessions
from gateway.addresses import address_of
from gateway.documentation import BY_CARD, LOGGED_IN, refusals
from gateway.limiting import by_address
from gateway.parameters import Id
from gateway.parts import PartsDep
from gateway.sessions import Session, Token, Who

router = APIRouter(tags=["sessions"])

ALL_TOGETHER = ""


class CurrentSession(SessionView):
    """`actions` are the commands and questions allowed after this login, `menus` the screens."""

    actions: tuple[str, ...]
    menus: tuple[Menu, ...]


class WantedStatement(BaseModel):
    """What the card is to sign for; `purpose` says which of the three it is."""

    model_config = ConfigDict(extra="forbid")

    to_sign: ToSign


class PasswordLogin(BaseModel):
    """User name and password; the password leaves the gateway sealed to auth_svc."""

    user_name: str = Field(max_length=200)
    password: Secret = Field(max_length=1000)


class CardLogin(BaseModel):
    """`signature`: base64 DER ECDSA-SHA256 over the statement; the PIN stays with the card.

    `card_certificate` (PEM) is followed by those of the authorities between it and a trusted one.
    Refused card.program_missing without `program_version`, card.program_too_old with an old one.
    """

    challenge_id: UUID
    card_certificate: CardCertificates
    signature: CardSignature
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
        client_address=address_of(request),
    )
    with parts.logins.one(ALL_TOGETHER):
        opened = await parts.rpc.call(asked)
    parts.sessions.meet(token)
    return _shown(request, response, token, opened)


@router.post(
    "/card-challenges",
    status_code=status.HTTP_201_CREATED,
    dependencies=[Depends(by_address("card"))],
    responses=refusals("service.too_many_requests"),
)
async def issue_card_challenge(parts: PartsDep) -> CardChallenge:
    """A fresh statement for a card to sign for a login, good once (卡介质登录).

    The card signs the UTF-8 bytes of `statement` with ECDSA on P-256 and SHA-256.
    """
    return await parts.rpc.call(IssueCardChallenge())


@router.post(
    "/card-statements",
    status_code=status.HTTP_201_CREATED,
    responses=refusals(
        *LOGGED_IN,
        *BY_CARD,
        "operator.unknown",
        "operator.disabled",
        "authorization.nothing_to_send",
        "authorization.signature_mismatch",
        "seal.not_yet_valid",
        "seal.expired",
    ),
)
async def issue_card_statement(body: WantedStatement, who: Who, parts: PartsDep) -> CardChallenge:
    """A statement of what you want to do, for the legal-person card to sign (R24).

    Show it to the person before the card's password is entered. Its signature is good for this
    alone, once: `POST /seals`, `POST /authorizations` and `POST /agent-grants` take it.
    """
    return await parts.rpc.call(IssueCardStatement(caller=who, to_sign=body.to_sign))


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
        "card.revoked",
        "card.revocations_stale",
        "operator.disabled",
        "service.too_many_requests",
    ),
)
async def log_in_with_card(
    body: CardLogin, request: Request, response: Response, parts: PartsDep
) -> OpenedSession:
    """Log in with the card's certificate and its signature over the statement; no PIN travels.

    `program_version` is that of the card program; the challenge names the least one (R4).
    """
    token = sessions.new_token()
    opened = await parts.rpc.call(
        OpenCardSession(
            **dict(body),
            token_sha256=sessions.digest_of(token),
            client_address=address_of(request),
        )
    )
    parts.sessions.meet(token)
    return _shown(request, response, token, opened)


def _shown(
    request: Request, response: Response, token: str, opened: SessionOpened
) -> OpenedSession:
    sessions.remember(request, response, token, opened.expires_at)
    return OpenedSession(**dict(opened), token=token)


@router.get("/sessions", responses=refusals(*LOGGED_IN))
async def list_sessions(who: Who, parts: PartsDep) -> SessionList:
    """Your open sessions; with the legal person's card all of the enterprise."""
    return await parts.rpc.call(ListSessions(caller=who))


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


@router.delete(
    "/sessions/{id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=refusals(*LOGGED_IN, "session.unknown", "request.cross_site"),
)
async def end_session(id: Id, who: Who, parts: PartsDep) -> None:
    """End one of the sessions that `GET /sessions` lists; what was queued in it is void."""
    await parts.rpc.call(EndSession(caller=who, session_id=id))
