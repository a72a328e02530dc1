"""What no log may show: fields by their names, identity numbers wherever they stand."""

import re
from collections.abc import MutableMapping
from typing import Any, Final

from contracts.identifiers import is_id_number

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


_ID_NUMBER_SHAPED: Final = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")


def mask_secrets(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Changes the event of a log line; to be called as a structlog processor."""
    for name, value in event.items():
        if any(secret in name for secret in SECRET_NAMES) and not name.endswith("_masked"):
            event[name] = "***"
        else:
            event[name] = without_id_numbers(value)
    return event


def without_id_numbers(value: Any) -> Any:
    """Of the GB 11643-1999 form and date and check character; other long numbers stay."""
    if isinstance(value, str):
        return _ID_NUMBER_SHAPED.sub(_masked, value)
    if isinstance(value, dict):
        return {name: without_id_numbers(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [without_id_numbers(each) for each in value]
    return value


def _masked(found: re.Match[str]) -> str:
    return "***" if is_id_number(found[0].upper()) else found[0]
