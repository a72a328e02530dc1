"""The call id that a console call gives to everything it causes."""

from typing import Annotated
from uuid import uuid4

from fastapi import Depends, Header


def _call_ids(
    x_call_id: Annotated[
        str | None, Header(max_length=100, description="Taken over into logs and events.")
    ] = None,
) -> list[str]:
    return [x_call_id or f"customs.{uuid4()}"]


CallIds = Annotated[list[str], Depends(_call_ids)]
