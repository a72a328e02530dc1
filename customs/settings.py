"""Settings of the customs process, read once from the environment as ORIGINPRINT_<FIELD>."""

import dataclasses
import os
from collections.abc import Callable, Mapping
from typing import Any, get_type_hints

PREFIX = "ORIGINPRINT_"
_PARSERS: dict[type, Callable[[str], Any]] = {str: str, int: int, float: float}


class BadSettings(SystemExit):
    """Stops the program with every missing, unknown or malformed name at once."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Settings:
    """Delays are seconds; secrets have no defaults."""

    amqp_url: str = dataclasses.field(repr=False)
    database_url: str = dataclasses.field(repr=False)
    s3_endpoint: str
    s3_access_key: str = dataclasses.field(repr=False)
    s3_secret_key: str = dataclasses.field(repr=False)
    s3_bucket: str = "customs"
    http_host: str = "127.0.0.1"
    http_port: int
    receipt_delay_seconds: float = 120.0
    """From 授权 to its receipt (R32)."""
    layout_step_seconds: float = 2.0
    """From 海关端生成 to 发送中, and from there to 接收成功."""
    archive_delay_seconds: float = 2.0
    """From 是 to the archiving."""
    log_level: str = "info"


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Raise BadSettings with the full list of faults."""
    environ = os.environ if environ is None else environ
    hints = get_type_hints(Settings)
    fields = {PREFIX + field.name.upper(): field for field in dataclasses.fields(Settings)}
    faults = [
        f"unknown: {name}" for name in environ if name.startswith(PREFIX) and name not in fields
    ]
    values: dict[str, Any] = {}
    for variable, field in fields.items():
        if variable in environ:
            try:
                values[field.name] = _PARSERS[hints[field.name]](environ[variable])
            except ValueError as error:
                faults.append(f"malformed: {variable}: {error}")
        elif field.default is dataclasses.MISSING:
            faults.append(f"missing: {variable}")
    if faults:
        raise BadSettings("Settings are not right:\n  " + "\n  ".join(sorted(faults)))
    return Settings(**values)
