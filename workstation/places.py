"""Where this program keeps what it keeps, on each kind of computer."""

import os
from pathlib import Path
from typing import Final

STATE_VARIABLE: Final = "ORIGINPRINT_WORKSTATION_STATE"
_NAME: Final = "originprint-workstation"


def state_directory() -> Path:
    """Enrolment, journal and choices: XDG's state on Linux, %LOCALAPPDATA% on Windows."""
    if named := os.environ.get(STATE_VARIABLE):
        return Path(named)
    if os.name == "nt":
        base = os.environ.get("LOCALAPPDATA")
        return Path(base or Path.home() / "AppData" / "Local") / _NAME
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / _NAME


def user_unit() -> Path:
    """Where systemd looks for the person's own services."""
    return _configuration() / "systemd" / "user" / f"{_NAME}.service"


def autostart() -> Path:
    """Where the desktop looks for what it opens at login."""
    return _configuration() / "autostart" / f"{_NAME}.desktop"


def write_private(file: Path, text: str) -> None:
    """For its owner alone to read, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    written = file.with_name(f"{file.name}.{os.getpid()}")
    written.unlink(missing_ok=True)
    with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
    written.replace(file)


def _configuration() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
