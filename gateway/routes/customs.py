"""What is simulated, behind the gateway's own address: a proxy, and a log-in for browsers.

`/customs` is the console of the customs simulator, `/specimen` what plays the exporter's
surroundings (a printer, people). Either is routed only where it runs, and wants the same token.
"""

import hmac
from collections.abc import Mapping

import httpx
from fastapi import APIRouter, Depends, Request, Response, status
from pydantic import BaseModel, ConfigDict, Field

from contracts.errors import Refused
from contracts.values import Secret
from gateway.call_ids import HEADER as CALL_ID
from gateway.call_ids import call_id
from gateway.limiting import by_address
from gateway.parts import PartsDep
from gateway.rpc import unavailable
from gateway.sessions import check_same_site

router = APIRouter(prefix="/customs", include_in_schema=False)
specimen_router = APIRouter(prefix="/specimen", include_in_schema=False)

COOKIE = "originprint_console"
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


class ConsoleLogin(BaseModel):
    """The token of the console, which a browser gives back as a cookie that no script reads."""

    model_config = ConfigDict(extra="forbid")

    token: Secret = Field(max_length=200)


@router.post(
    "/session", status_code=status.HTTP_204_NO_CONTENT, dependencies=[Depends(by_address("log_in"))]
)
async def open_console(
    body: ConsoleLogin, request: Request, response: Response, parts: PartsDep
) -> None:
    """Open the console in this browser; Refused console.wrong_token."""
    token = body.token.get_secret_value()
    _require(token, parts.settings.customs_console_token)
    response.set_cookie(
        COOKIE,
        token,
        secure=request.scope["scheme"] == "https",
        httponly=True,
        samesite="strict",
    )


@router.get("/session", status_code=status.HTTP_204_NO_CONTENT)
async def get_console(request: Request, parts: PartsDep) -> None:
    """Whether this browser has the console open; Refused console.wrong_token."""
    _require_token(request, parts.settings.customs_console_token)


@router.delete("/session", status_code=status.HTTP_204_NO_CONTENT)
async def close_console(response: Response) -> None:
    response.delete_cookie(COOKIE, httponly=True, samesite="strict")


@router.api_route("/{path:path}", methods=METHODS)
async def pass_on(path: str, request: Request, parts: PartsDep) -> Response:
    """What follows `/customs` goes to customs as it is; so does the answer come back."""
    return await _passed_on(path, request, parts.settings.customs_console_token, parts.console)


@specimen_router.api_route("/{path:path}", methods=METHODS)
async def pass_on_to_specimens(path: str, request: Request, parts: PartsDep) -> Response:
    """What follows `/specimen` likewise to what plays the exporter's surroundings."""
    return await _passed_on(path, request, parts.settings.customs_console_token, parts.specimens)


async def _passed_on(
    path: str, request: Request, token: str, console: httpx.AsyncClient
) -> Response:
    _require_token(request, token)
    try:
        answer = await console.request(
            request.method,
            f"/{path}",
            params=httpx.QueryParams(request.scope["query_string"].decode("latin-1")),
            content=await request.body(),
            headers=_kept(request.headers, NOT_PASSED_ON) | _call(request),
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


def _call(request: Request) -> dict[str, str]:
    """What customs says because of it belongs to the call that its caller names, or to this one."""
    return {} if CALL_ID in request.headers else {CALL_ID: call_id()}


def _require_token(request: Request, token: str) -> None:
    """The header wins; a cookie alone changes nothing when another site sent the request."""
    header = request.headers.get("authorization", "")
    given = header.partition("Bearer ")[2] if header else request.cookies.get(COOKIE, "")
    if not header:
        check_same_site(request)
    _require(given, token)


def _require(given: str, token: str) -> None:
    if not token or not hmac.compare_digest(given.encode(), token.encode()):
        raise Refused("console.wrong_token")


def _kept(headers: Mapping[str, str], dropped: frozenset[str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() not in dropped}
