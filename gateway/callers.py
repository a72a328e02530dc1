"""What the gateway knows of whoever sent the request at hand, for the assertion it signs."""

from contextvars import ContextVar
from typing import Final

SESSION_CHARACTERS: Final = 16
"""Of the hexadecimal digest of a session token: enough to tell sessions apart."""

_address: ContextVar[str | None] = ContextVar("address", default=None)
_session: ContextVar[str | None] = ContextVar("session", default=None)


def from_address(address: str | None) -> None:
    """From here on, in this task; no session is known yet."""
    _address.set(address)
    _session.set(None)


def in_session(token_sha256: str) -> None:
    _session.set(token_sha256[:SESSION_CHARACTERS])


def what_is_known() -> dict[str, str]:
    """Of session and address, in the task that asks."""
    known = {"session": _session.get(), "address": _address.get()}
    return {name: value for name, value in known.items() if value is not None}
