"""The console of the customs simulator behind the gateway's own address; a proxy, no more."""

import hmac
from collections.abc import Mapping

import httpx
from fastapi import APIRouter, Request, Response

from contracts.errors import Refused
from gateway.parts import PartsDep
from gateway.rpc import unavailable

router = APIRouter(prefix="/customs", include_in_schema=False)

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
HOP_BY_HOP = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
"""RFC 9110, 7.6.1: for one connection only, so a proxy drops them."""
NOT_PASSED_ON = HOP_BY_HOP | {"host", "content-length", "cookie", "authorization"}
NOT_PASSED_BACK = HOP_BY_HOP | {"content-length", "content-encoding", "set-cookie", "server"}


@router.api_route("/{path:path}", methods=METHODS)
async def pass_on(path: str, request: Request, parts: PartsDep) -> Response:
    """What follows `/customs` goes to customs as it is; so does the answer come back."""
    _require_token(request, parts.settings.customs_console_token)
    try:
        answer = await parts.console.request(
            request.method,
            f"/{path}",
            params=httpx.QueryParams(request.scope["query_string"].decode("latin-1")),
            content=await request.body(),
            headers=_kept(request.headers, NOT_PASSED_ON),
        )
    except httpx.InvalidURL as error:
        raise Refused("request.unknown_resource") from error
    except httpx.TransportError as error:
        raise unavailable() from error
    return Response(
        answer.content,
        answer.status_code,
        headers=_kept(answer.headers, NOT_PASSED_BACK),
    )


def _require_token(request: Request, token: str) -> None:
    given = request.headers.get("authorization", "")
    if not token or not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        raise Refused("console.wrong_token")


def _kept(headers: Mapping[str, str], dropped: frozenset[str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() not in dropped}
