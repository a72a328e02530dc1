"""The calls that a console call gives to everything it causes: its caller's, and its own."""

from typing import Annotated, Final

from fastapi import Depends, Header, Request

from customs.telemetry import new_call

_LONGEST: Final = 100
_STATE: Final = "call_ids"


def begin_call(request: Request) -> list[str]:
    """To be called once for each request, before it is answered."""
    given = request.headers.get("x-call-id")
    known = [given] if given and len(given) <= _LONGEST else []
    stack = new_call(known, "customs.console")
    setattr(request.state, _STATE, stack)
    return stack


def _call_ids(
    request: Request,
    x_call_id: Annotated[  # noqa: ARG001 - `begin_call` has read it, this one checks and describes
        str | None, Header(max_length=_LONGEST, description="Taken over into logs and events.")
    ] = None,
) -> list[str]:
    begun: list[str] = getattr(request.state, _STATE)
    return begun


CallIds = Annotated[list[str], Depends(_call_ids)]
