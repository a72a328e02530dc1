"""Errors as problem documents (RFC 9457): a stable code, both languages, the rule broken."""

from collections.abc import Mapping
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from customs.errors import Refused, Unavailable

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = "5"
MOST_FAULTS = 50


class Problem(BaseModel):
    """RFC 9457 with the error code, both languages and the rule."""

    type: str = Field(examples=["urn:originprint:problem:customs.wrong_state"])
    title: str
    status: int
    code: str = Field(examples=["customs.wrong_state"])
    detail: str
    detail_zh: str
    rule: str | None = None
    details: dict[str, Any] = Field(default_factory=dict)
    errors: list[dict[str, str]] | None = Field(
        default=None,
        description="Place and reason of each fault; the value itself is never repeated.",
        examples=[[{"place": "body.declarer_id_number", "reason": "not a valid number"}]],
    )


_CONTENT = {MEDIA_TYPE: {"schema": Problem.model_json_schema()}}
RESPONSES: dict[int | str, dict[str, Any]] = {
    "4XX": {"description": "A rule said no", "content": _CONTENT},
    "5XX": {"description": "A part is away", "content": _CONTENT},
    422: {"description": "Not valid", "content": _CONTENT},
}
"""For the OpenAPI description of every route."""


def install(app: FastAPI) -> None:
    """Every error of the console leaves as a problem document."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(Unavailable, _unavailable)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _failed)


def respond(
    error: Refused,
    *,
    errors: list[dict[str, str]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    refusal = error.refusal
    problem = Problem(
        type=f"urn:originprint:problem:{error.code}",
        title=error.code.rpartition(".")[2].replace("_", " ").capitalize(),
        status=refusal.status,
        code=error.code,
        detail=refusal.en,
        detail_zh=refusal.zh,
        rule=refusal.rule,
        details=error.details,
        errors=errors,
    )
    content = problem.model_dump(mode="json", exclude_none=True)
    return JSONResponse(content, refusal.status, dict(headers or {}), MEDIA_TYPE)


async def _refused(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, Refused):
        raise error
    return respond(error)


async def _unavailable(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, Unavailable):
        raise error
    log.warning("console_call_failed", part=error.part, cause=repr(error.__cause__))
    away = Refused("customs.unavailable", part=error.part)
    return respond(away, headers={"Retry-After": RETRY_SECONDS})


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    faults = [
        {"place": ".".join(map(str, each["loc"])), "reason": str(each["msg"])}
        for each in error.errors()[:MOST_FAULTS]
    ]
    return respond(Refused("customs.invalid_request"), errors=faults)


async def _http(_: Request, error: Exception) -> JSONResponse:
    """What the router refuses by itself: an unknown path or a method that is not there."""
    if not isinstance(error, HTTPException):
        raise error
    code = {405: "customs.method_not_allowed"}.get(error.status_code, "customs.unknown_resource")
    return respond(Refused(code), headers=error.headers)


async def _failed(_: Request, __: Exception) -> JSONResponse:
    return respond(Refused("customs.failed"))
