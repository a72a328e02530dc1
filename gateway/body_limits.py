"""How large a request body may be: 1 MiB, or more where a route takes an upload."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MIB = 1024 * 1024
DEFAULT_MIB = 1
MULTIPART_OVERHEAD = 64 * 1024
_SCOPE_KEY = "originprint.body_limit"


class BodyTooLarge(HTTPException):
    """FastAPI lets HTTP exceptions through while it reads a body, and no others."""

    def __init__(self, limit_mib: int) -> None:
        super().__init__(413)
        self.limit_mib = limit_mib


class _Limit:
    """Counts one request's body; announced or received bytes beyond the limit raise."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self.mib = DEFAULT_MIB
        self.overhead = 0
        self._announced = _content_length(scope)
        self._received = 0
        self._receive = receive

    async def receive(self) -> Message:
        self._check(self._announced)
        message = await self._receive()
        if message["type"] == "http.request":
            self._received += len(message.get("body", b""))
            self._check(self._received)
        return message

    def _check(self, size: int) -> None:
        if size > self.mib * MIB + self.overhead:
            raise BodyTooLarge(self.mib)


class BodyLimits:
    """ASGI middleware; a body nobody reads is not counted."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = scope[_SCOPE_KEY] = _Limit(scope, receive)
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
