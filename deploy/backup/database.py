"""PostgreSQL: one physical copy of all databases, the log since, and both brought back."""

import contextlib
import os
import shutil
import signal
import subprocess
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from deploy.local.postgres import binaries

SLOT: Final = "originprint_backup"
_BASE: Final = "base.tar*"
_LOG: Final = "pg_wal.tar*"
_MANIFEST: Final = "backup_manifest"
_TRIES: Final = 10
_PAUSE_SECONDS: Final = 0.5
_SEGMENT: Final = 24
"""Characters in the name of a file of the log."""


class DatabaseToolError(Exception):
    """A program of PostgreSQL failed; the message is what it said."""


def copy(url: str, folder: Path) -> None:
    """A base backup with as much of the log as makes it whole, compressed.

    All databases are of one moment: the end of the copy. Raises DatabaseToolError.
    """
    folder.mkdir()
    options = ["--format=tar", "--compress=client-gzip:1", "--wal-method=stream"]
    checked = ["--checkpoint=fast", "--manifest-checksums=SHA256", "--no-password"]
    _run(url, "pg_basebackup", f"--pgdata={folder}", *options, *checked)


@contextmanager
def archiving(url: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The log, received as it is written, until this ends.

    The server keeps what was not received yet, as long as this lasts.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _run(url, "pg_receivewal", f"--slot={SLOT}", "--create-slot", "--if-not-exists")
    command = [
        _program("pg_receivewal"),
        f"--directory={folder}",
        f"--slot={SLOT}",
        "--no-password",
    ]
    process = subprocess.Popen(
        ["setpriv", "--pdeathsig", "TERM", "--", *command, "--synchronous"], env=_environment(url)
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()
        _drop_slot(url)


def _drop_slot(url: str) -> None:
    """The server may take a moment to see that nobody receives any more."""
    for _ in range(_TRIES):
        with contextlib.suppress(DatabaseToolError):
            return _run(url, "pg_receivewal", f"--slot={SLOT}", "--drop-slot")
        time.sleep(_PAUSE_SECONDS)
    return _run(url, "pg_receivewal", f"--slot={SLOT}", "--drop-slot")


def unpack(folder: Path, data: Path) -> None:
    """The copy as a data folder that was never started. Raises DatabaseToolError where it differs
    from what the server wrote down of it."""
    data.mkdir(mode=0o700, parents=True)
    _extract(folder, _BASE, data)
    _extract(folder, _LOG, data / "pg_wal")
    shutil.copy(folder / _MANIFEST, data / _MANIFEST)
    _run(None, "pg_verifybackup", "--quiet", str(data))
    (data / _MANIFEST).unlink()


def recover_from(data: Path, log: Path, until: datetime | None) -> None:
    """When it is started next: everything in the log folder, or what was committed `until` then."""
    settings = recovery_settings(log, until)
    with (data / "postgresql.auto.conf").open("a") as file:
        file.write("".join(f"{name} = {_quoted(value)}\n" for name, value in settings.items()))
    (data / "recovery.signal").touch()


def recovery_settings(log: Path, until: datetime | None) -> dict[str, str]:
    """The segment that was being received when everything ended is there as `.partial`."""
    found = f'cp "{log}/%f" "%p" 2> /dev/null || cp "{log}/%f.partial" "%p" 2> /dev/null'
    settings = {"restore_command": found, "recovery_target_action": "promote"}
    if until is not None:
        settings["recovery_target_time"] = until.isoformat(sep=" ")
    return settings


def forget_recovery(data: Path) -> None:
    """The settings of `recover_from`, after it is done."""
    file = data / "postgresql.auto.conf"
    names = recovery_settings(Path(), datetime.now(UTC))
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(line for line in lines if line.partition(" ")[0] not in names))


def has_log(folder: Path) -> bool:
    """Whether something of the log lies there."""
    return any(len(file.name.removesuffix(".partial")) == _SEGMENT for file in folder.glob("0*"))


def _quoted(value: str) -> str:
    """As postgresql.conf has it."""
    return "'" + value.replace("'", "''") + "'"


def _extract(folder: Path, name: str, to: Path) -> None:
    [archive] = folder.glob(name)
    with tarfile.open(archive) as opened:
        opened.extractall(to)  # noqa: S202 - written by the server, and its digest was checked


def _program(name: str) -> str:
    return str(binaries() / name)


def _environment(url: str) -> dict[str, str]:
    address = urlsplit(url)
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "PGHOST": address.hostname or "",
        "PGPORT": str(address.port),
        "PGUSER": unquote(address.username or ""),
        "PGPASSWORD": unquote(address.password or ""),
    }


def _run(url: str | None, program: str, *arguments: str) -> None:
    environment = _environment(url) if url else None
    command = [_program(program), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise DatabaseToolError(f"{program}: {done.stderr or done.stdout}")
