"""Turns every exception that leaves a route into a problem document."""

from typing import Any, cast

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from chassis.errors import Transient
from contracts.errors import Refused
from gateway.body_limits import DEFAULT_MIB, BodyTooLarge, BodyTooSlow
from gateway.call_ids import call_id
from gateway.problems import STATUS, Fault, problem_of, respond, respond_refused
from gateway.rpc import unavailable

log = structlog.get_logger()

CODE_OF_STATUS = {
    401: "session.required",
    404: "request.unknown_resource",
    405: "request.method_not_allowed",
    408: "request.too_slow",
    413: "request.too_large",
}


class BadRequest(Exception):  # noqa: N818 - the caller's error, not ours
    """Parts of the request are wrong; raised where FastAPI does not validate itself."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults)
        self.faults = faults

    @classmethod
    def of(cls, error: ValidationError, place: str) -> "BadRequest":
        """`place` is the part of the request it was read from: `body`, `header.X-Workstation`."""
        return cls([_fault(found, (place,)) for found in error.errors()])


def handle_errors(app: FastAPI) -> None:
    app.add_exception_handler(Refused, _on_refused)
    app.add_exception_handler(Transient, _on_transient)
    app.add_exception_handler(BadRequest, _on_bad_request)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(ValidationError, _on_contract)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(ClientDisconnect, _on_disconnect)
    app.add_exception_handler(Exception, _on_defect)


async def _on_refused(_: Request, error: Exception) -> Response:
    refused = cast("Refused", error)
    return respond_refused(refused if refused.code in STATUS else _failed())


async def _on_transient(_: Request, error: Exception) -> Response:
    log.warning("neighbour_away", error=str(error))
    return respond_refused(unavailable())


async def _on_bad_request(_: Request, error: Exception) -> Response:
    return _invalid(cast("BadRequest", error).faults)


async def _on_invalid(_: Request, error: Exception) -> Response:
    return _invalid([_fault(found) for found in cast("RequestValidationError", error).errors()])


async def _on_contract(_: Request, error: Exception) -> Response:
    """A contract is stricter than the route's own body; replies are checked in `rpc`."""
    return _invalid([_fault(found, ("body",)) for found in cast("ValidationError", error).errors()])


async def _on_http_exception(_: Request, error: Exception) -> Response:
    found = cast("HTTPException", error)
    code = CODE_OF_STATUS.get(found.status_code, "request.invalid")
    details: dict[str, Any] = {}
    if code == "request.too_large":
        limit = found.limit_mib if isinstance(found, BodyTooLarge) else DEFAULT_MIB
        details = {"limit_mib": limit}
    elif isinstance(found, BodyTooSlow):
        details = {"limit_seconds": found.seconds}
    elif code == "request.invalid":
        details = {"reason": str(found.detail)}
    return respond(problem_of(code, details), dict(found.headers or {}))


async def _on_disconnect(_: Request, __: Exception) -> Response:
    """Nobody reads it; the log and the metrics say whose failure it was."""
    return respond(problem_of("request.broken_off"), {"Connection": "close"})


async def _on_defect(_: Request, __: Exception) -> Response:
    """The exception itself goes on to the server, which logs it under this call id."""
    return respond_refused(_failed())


def _failed() -> Refused:
    return Refused("service.failed", {"call_id": call_id()})


def _invalid(faults: list[Fault]) -> Response:
    reason = "; ".join(f"{fault.place}: {fault.reason}" for fault in faults[:5])
    return respond(problem_of("request.invalid", {"reason": reason}, faults))


def _fault(found: dict[str, Any] | Any, before: tuple[str, ...] = ()) -> Fault:
    place = ".".join(str(part) for part in (*before, *found["loc"]))
    return Fault(place=place, reason=found["msg"])
