"""Names of fields whose values no log may show."""

from collections.abc import MutableMapping
from typing import Any, Final

SECRET_NAMES: Final = (
    "pin",
    "password",
    "id_number",
    "token",
    "ticket",
    "secret",
    "object_key",
)
"""A field is secret when one of these is part of its name, unless that ends in `_masked`."""


def mask_secrets(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Changes the event of a log line; to be called as a structlog processor."""
    for name in event:
        if any(secret in name for secret in SECRET_NAMES) and not name.endswith("_masked"):
            event[name] = "***"
    return event
