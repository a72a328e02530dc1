"""Errors as problem documents (RFC 9457): a stable code, both languages, the rule broken."""

from collections.abc import Mapping
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from customs.errors import ConsoleError, Unavailable

log = structlog.get_logger()

PROBLEM = "application/problem+json"
RETRY_SECONDS = "5"
MOST_FAULTS = 50


def install(app: FastAPI) -> None:
    """Every error of the console leaves as a problem document."""
    app.add_exception_handler(ConsoleError, _refused)
    app.add_exception_handler(Unavailable, _unavailable)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _failed)


def problem(error: ConsoleError, **members: Any) -> JSONResponse:
    refusal = error.refusal
    content = {
        "type": f"urn:originprint:problem:{error.code}",
        "title": refusal.en,
        "status": refusal.status,
        "detail": refusal.zh,
        "code": error.code,
        "rule": refusal.rule,
        "message_zh": refusal.zh,
        "message_en": refusal.en,
        **error.details,
        **members,
    }
    return JSONResponse(content, refusal.status, media_type=PROBLEM)


async def _refused(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, ConsoleError):
        raise error
    return problem(error)


async def _unavailable(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, Unavailable):
        raise error
    log.warning("console_call_failed", part=error.part, cause=repr(error.__cause__))
    response = problem(ConsoleError("customs.unavailable", part=error.part))
    response.headers["Retry-After"] = RETRY_SECONDS
    return response


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    faults = [_fault(each) for each in error.errors()[:MOST_FAULTS]]
    return problem(ConsoleError("customs.invalid_request"), errors=faults)


async def _http(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code == 404:
        return problem(ConsoleError("customs.unknown_resource"))
    content = {
        "type": "about:blank",
        "title": str(error.detail),
        "status": error.status_code,
        "code": "customs.invalid_request",
    }
    return JSONResponse(content, error.status_code, dict(error.headers or {}), PROBLEM)


async def _failed(_: Request, __: Exception) -> JSONResponse:
    return problem(ConsoleError("customs.failed"))


def _fault(fault: Mapping[str, Any]) -> dict[str, str]:
    """Place and reason, never the input: it may be an ID number."""
    return {"field": ".".join(map(str, fault["loc"])), "reason": str(fault["msg"])}
