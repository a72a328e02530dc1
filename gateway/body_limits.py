"""How large a request body may be, 1 MiB or more for an upload, and how slowly it may come."""

import asyncio

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MIB = 1024 * 1024
DEFAULT_MIB = 1
MULTIPART_OVERHEAD = 64 * 1024
GRACE_SECONDS = 10.0
LEAST_BYTES_PER_SECOND = 32 * 1024
MOST_SECONDS = 120
_SCOPE_KEY = "originprint.body_limit"


class BodyTooLarge(HTTPException):
    """FastAPI lets HTTP exceptions through while it reads a body, and no others."""

    def __init__(self, limit_mib: int) -> None:
        super().__init__(413, headers={"Connection": "close"})
        self.limit_mib = limit_mib


class BodyTooSlow(HTTPException):
    """Closes the connection, on which the rest of the body may be coming still."""

    def __init__(self, seconds: int) -> None:
        super().__init__(408, headers={"Connection": "close"})
        self.seconds = seconds


class _Limit:
    """Counts one request's body; bytes beyond the limit raise, and so do bytes that do not come."""

    def __init__(self, scope: Scope, receive: Receive, grace_seconds: float) -> None:
        self.mib = DEFAULT_MIB
        self.overhead = 0
        self._announced = _content_length(scope)
        self._received = 0
        self._receive = receive
        self._grace_seconds = grace_seconds
        self._began: float | None = None
        self._whole = False

    async def receive(self) -> Message:
        self._check(self._announced)
        message = await self._receive() if self._whole else await self._in_time()
        if message["type"] == "http.request":
            self._received += len(message.get("body", b""))
            self._whole = not message.get("more_body", False)
            self._check(self._received)
        return message

    async def _in_time(self) -> Message:
        if self._began is None:
            self._began = asyncio.get_running_loop().time()
        allowed = self._grace_seconds + self._received / LEAST_BYTES_PER_SECOND
        try:
            async with asyncio.timeout_at(self._began + min(allowed, MOST_SECONDS)):
                return await self._receive()
        except TimeoutError as error:
            raise BodyTooSlow(int(min(allowed, MOST_SECONDS))) from error

    def _check(self, size: int) -> None:
        if size > self.mib * MIB + self.overhead:
            raise BodyTooLarge(self.mib)


class BodyLimits:
    """ASGI middleware; a body nobody reads is not counted.

    A body has `grace_seconds`, and for what has come of it a second for each 32 KiB.
    """

    def __init__(self, app: ASGIApp, grace_seconds: float = GRACE_SECONDS) -> None:
        self._app = app
        self._grace_seconds = grace_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = scope[_SCOPE_KEY] = _Limit(scope, receive, self._grace_seconds)
        await self._app(scope, limit.receive, send)


def allow_upload(request: Request, limit_mib: int) -> None:
    """Raise this request's limit; call it before the body is read."""
    limit: _Limit = request.scope[_SCOPE_KEY]
    limit.mib, limit.overhead = limit_mib, MULTIPART_OVERHEAD


def _content_length(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0
