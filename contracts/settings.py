"""Settings: one frozen dataclass per process, read once from the environment.

Every process of the product and its foreign neighbours take their settings the same way.
"""

import base64
import binascii
import dataclasses
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeVar, get_type_hints

from contracts.amqp import AmqpUrl, checked
from contracts.key_rings import KeyRing
from contracts.traces import NO_RECEIVER, ReceiverUrl, checked_receiver

PREFIX = "ORIGINPRINT_"

NamedKeys = tuple[tuple[str, bytes], ...]
"""Keys and whose they are; one name may come several times, `name=key,name=key`."""


class Dataclass(Protocol):
    """What `dataclasses.fields` takes."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


@dataclasses.dataclass(frozen=True, kw_only=True)
class S3Settings:
    """Where a process keeps objects."""

    s3_endpoint: str
    """A URL."""
    s3_access_key: str = dataclasses.field(repr=False)
    s3_secret_key: str = dataclasses.field(repr=False)
    s3_bucket: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class TracesSettings:
    """Where spans go; without an address none are recorded."""

    traces_url: ReceiverUrl = NO_RECEIVER
    traces_share: float = 1.0
    """Of all traces, from 0 to 1."""


SettingsT = TypeVar("SettingsT", bound=Dataclass)


class BadSettings(SystemExit):
    """Stops the program with every missing, unknown or malformed name at once."""


def load(settings: type[SettingsT], environ: Mapping[str, str] | None = None) -> SettingsT:
    """Read ORIGINPRINT_<FIELD> for every field; raise BadSettings with the full list of faults."""
    environ = os.environ if environ is None else environ
    hints = get_type_hints(settings)
    fields = {field.name: field for field in dataclasses.fields(settings)}
    known = {PREFIX + name.upper(): name for name in fields}
    faults = [
        f"unknown: {name}" for name in environ if name.startswith(PREFIX) and name not in known
    ]
    values: dict[str, Any] = {}
    for variable, name in known.items():
        if variable in environ:
            try:
                values[name] = _PARSERS[hints[name]](environ[variable])
            except ValueError as error:
                faults.append(f"malformed: {variable}: {error}")
        elif fields[name].default is dataclasses.MISSING:
            faults.append(f"missing: {variable}")
    if faults:
        raise BadSettings("Settings are not right:\n  " + "\n  ".join(sorted(faults)))
    return settings(**values)


def _flag(text: str) -> bool:
    if text.lower() not in {"true", "false"}:
        raise ValueError("neither true nor false")
    return text.lower() == "true"


def _key(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError("not base64") from None
    if len(key) != 32:
        raise ValueError("a key has 32 bytes")
    return key


def parse_keys(text: str) -> tuple[bytes, ...]:
    """Keys of 32 bytes in base64 with commas between; raise ValueError."""
    return tuple(_key(part.strip()) for part in text.split(","))


def _named_keys(text: str) -> NamedKeys:
    pairs = [part.strip().partition("=") for part in text.split(",")]
    if not all(name and key for name, _, key in pairs):
        raise ValueError("not of the form name=key,name=key")
    return tuple((name, _key(key)) for name, _, key in pairs)


def _seconds(text: str) -> tuple[float, ...]:
    return tuple(float(part) for part in text.split(","))


_PARSERS: dict[Any, Callable[[str], Any]] = {
    str: str,
    int: int,
    float: float,
    bool: _flag,
    bytes: _key,
    tuple[bytes, ...]: parse_keys,
    NamedKeys: _named_keys,
    KeyRing: KeyRing.read,
    Path: Path,
    AmqpUrl: checked,
    ReceiverUrl: checked_receiver,
    tuple[float, ...]: _seconds,
}
