"""Who is calling: the session token of a request, resolved by auth_svc."""

import asyncio
import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import Depends, Request, Response
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer
from pydantic import SecretStr

from contracts.api_tokens import PREFIX as API_TOKEN_PREFIX
from contracts.api_tokens import UseApiToken, is_api_token
from contracts.authorization import CloseSession, GetSession, SessionView
from contracts.errors import Refused
from contracts.people import SessionsEnded
from contracts.values import Caller
from gateway.addresses import address_of
from gateway.callers import in_session
from gateway.limiter import Limiter
from gateway.limits import Kind
from gateway.live import LiveEvent
from gateway.rpc import Rpc

SESSIONS_ENDED = SessionsEnded.__name__
COOKIE = "originprint_session"
COOKIE_PATH = "/api/v1"
CACHE_SECONDS = 2.0
VOID = frozenset({"session.required", "session.expired"})
VOID_SECONDS = 30.0
"""What opens nothing is believed to go on so: nobody has a token before it opens something."""
MOST_CACHED = 10_000
LONGEST_TOKEN = 500
TOKEN_BYTES = 32
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_NEVER: tuple[float, None] = (0.0, None)

KeptT = TypeVar("KeptT")


class Sessions:
    """Asks auth_svc, and believes its answer for two seconds; what ends is forgotten at once."""

    def __init__(self, rpc: Rpc, clock: Callable[[], float] = time.monotonic) -> None:
        self._rpc = rpc
        self._clock = clock
        self._watched: set[Watch] = set()
        self._known: OrderedDict[str, tuple[float, SessionView]] = OrderedDict()
        self._void: OrderedDict[str, tuple[float, str]] = OrderedDict()
        self._met: OrderedDict[str, None] = OrderedDict()

    def knows(self, token: str) -> bool:
        """Whether auth_svc need not be asked."""
        digest, now = digest_of(token), self._clock()
        return any(now < kept.get(digest, _NEVER)[0] for kept in (self._known, self._void))

    def has_met(self, token: str) -> bool:
        """Whether it opened a session here before; that may have ended since."""
        return digest_of(token) in self._met

    def meet(self, token: str) -> None:
        """It was given to somebody who logged in here."""
        _keep(self._met, digest_of(token), None)

    async def resolve(self, token: str, *, in_use: bool = True) -> SessionView:
        """Raise Refused as `GetSession`; a stream that only looks is no use of the session."""
        digest = digest_of(token)
        in_session(digest)
        until, session = self._known.get(digest, _NEVER)
        if session is not None and self._clock() < until:
            return session
        until, code = self._void.get(digest, _NEVER)
        if code is not None and self._clock() < until:
            raise Refused(code)
        try:
            session = await self._ask(token, digest, in_use=in_use)
        except Refused as refused:
            if refused.code in VOID:
                self._met.pop(digest, None)
                _keep(self._void, digest, (self._clock() + VOID_SECONDS, refused.code))
            raise
        _keep(self._known, digest, (self._clock() + CACHE_SECONDS, session))
        self.meet(token)
        return session

    async def _ask(self, token: str, digest: str, *, in_use: bool) -> SessionView:
        """What only looks like an API token is asked about nowhere."""
        if not token.startswith(API_TOKEN_PREFIX):
            return await self._rpc.call(GetSession(token_sha256=digest, in_use=in_use))
        if not is_api_token(token):
            raise Refused("session.required")
        return await self._rpc.call(UseApiToken(token_sha256=SecretStr(digest)))

    def hear(self, event: LiveEvent) -> None:
        """Sessions that ended, wherever that was decided, are asked about again."""
        if event.type == SESSIONS_ENDED:
            self.forget_person(UUID(event.fields["operator_id"]))

    def forget_person(self, operator_id: UUID) -> None:
        """Whatever opened a session of this person, it is asked about again."""
        gone = [
            digest
            for digest, (_, session) in self._known.items()
            if session.caller.operator_id == operator_id
        ]
        for digest in gone:
            del self._known[digest]
        self._doubt(lambda watch: watch.operator_id == operator_id)

    async def close(self, token: str) -> None:
        """The token is void from here on; Refused as auth_svc refuses, and for an API token."""
        if token.startswith(API_TOKEN_PREFIX):
            raise Refused("token.not_for_programs")
        digest = digest_of(token)
        self._known.pop(digest, None)
        await self._rpc.call(CloseSession(token_sha256=digest))
        self._known.pop(digest, None)
        self._doubt(lambda watch: watch.token_sha256 == digest)

    @contextmanager
    def watched(self, token: str, operator_id: UUID) -> Iterator[asyncio.Event]:
        """Set as soon as the session may have ended: whoever goes on asks `resolve` first."""
        watch = Watch(digest_of(token), operator_id)
        self._watched.add(watch)
        try:
            yield watch.doubt
        finally:
            self._watched.discard(watch)

    def _doubt(self, concerned: Callable[["Watch"], bool]) -> None:
        for watch in filter(concerned, self._watched):
            watch.doubt.set()


def _keep(kept: OrderedDict[str, KeptT], digest: str, what: KeptT) -> None:
    """Those longest unrenewed make room."""
    kept.pop(digest, None)
    kept[digest] = what
    if len(kept) > MOST_CACHED:
        kept.popitem(last=False)


@dataclass(eq=False, slots=True)
class Watch:
    """Somebody who works in a session for as long as it lasts."""

    token_sha256: str
    operator_id: UUID
    doubt: asyncio.Event = field(default_factory=asyncio.Event)


def new_token() -> str:
    """Never leaves the gateway but to who logged in; auth_svc is told its digest."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(token: str) -> str:
    """SHA-256 in hexadecimal, by which services know what only its holder has in clear."""
    return hashlib.sha256(token.encode()).hexdigest()


_bearer = HTTPBearer(
    auto_error=False, description="The token of `POST /sessions`, or an API token (`op_…`)"
)
_cookie = APIKeyCookie(
    name=COOKIE, auto_error=False, description="Set by a login; HttpOnly, SameSite=Strict"
)


async def token_of(
    request: Request,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    cookie: Annotated[str | None, Depends(_cookie)],
) -> str:
    """The header wins; a cookie alone changes nothing when another site sent the request."""
    token = bearer.credentials if bearer else cookie
    if not token or len(token) > LONGEST_TOKEN:
        raise Refused("session.required")
    if bearer is None:
        check_same_site(request)
    return token


def check_same_site(request: Request) -> None:
    """A cookie alone changes nothing when another site sent the request.

    Raises Refused request.cross_site.
    """
    if request.method not in SAFE_METHODS and not _same_site(request):
        raise Refused("request.cross_site")


def _same_site(request: Request) -> bool:
    """A page of another site can set neither header without our consent (CORS is not granted)."""
    origin = request.headers.get("origin")
    if origin is not None:
        return origin.partition("://")[2] == request.headers.get("host")
    return "x-requested-with" in request.headers


async def session_of(request: Request, token: Annotated[str, Depends(token_of)]) -> SessionView:
    """Raise Refused session.required, session.expired or service.too_many_requests."""
    sessions: Sessions = request.app.state.parts.sessions
    limiter: Limiter = request.app.state.parts.limiter
    if sessions.knows(token):
        session = await sessions.resolve(token)
    else:
        session = await _looked_up(sessions, token, request)
    who = session.caller
    await limiter.take("call", {"account": str(who.operator_id), "enterprise": who.enterprise_code})
    return session


async def _looked_up(sessions: Sessions, token: str, request: Request) -> SessionView:
    """An address that shows made-up tokens waits; not so whoever it was that showed good ones."""
    limiter: Limiter = request.app.state.parts.limiter
    by: Mapping[Kind, str] = {"address": address_of(request)}
    if sessions.has_met(token):
        await limiter.take("look_up", by)
        return await sessions.resolve(token)
    await limiter.take("unknown_token", by)
    try:
        await limiter.take("look_up", by)
        session = await sessions.resolve(token)
    except Refused as refused:
        if refused.code not in VOID:
            await limiter.give_back("unknown_token", by)
        raise
    await limiter.give_back("unknown_token", by)
    return session


async def caller_of(session: Annotated[SessionView, Depends(session_of)]) -> Caller:
    """Whoever the session belongs to; raises as `session_of`."""
    return session.caller


Token = Annotated[str, Depends(token_of)]
Session = Annotated[SessionView, Depends(session_of)]
Who = Annotated[Caller, Depends(caller_of)]


def remember(request: Request, response: Response, token: str, expires_at: datetime) -> None:
    """Give the browser the token as a cookie; it is Secure wherever the page is."""
    response.set_cookie(
        COOKIE,
        token,
        expires=expires_at.astimezone(UTC),
        path=COOKIE_PATH,
        secure=request.scope["scheme"] == "https",
        httponly=True,
        samesite="strict",
    )


def forget(response: Response) -> None:
    response.delete_cookie(COOKIE, path=COOKIE_PATH, httponly=True, samesite="strict")
