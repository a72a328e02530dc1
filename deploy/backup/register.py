"""What a backup says of itself: its moment, its files with their digests, which keys open it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Self

FILE: Final = "backup.json"
DATABASE, OBJECTS, BROKER = "database", "objects", "broker"
"""The folders of a backup."""
WAL: Final = "wal"
"""Beside the backups: what the database wrote since the first of them."""
_PIECE: Final = 1 << 20


class BackupDamagedError(Exception):
    """A file of it is missing, or is not as it was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """`begun_at` is before the moment of the databases, `point_at` after it; objects came later.

    `files` are SHA-256 by path; objects are not among them, because their own digests are in the
    databases. `keys` are fingerprints by ring and id of key.
    """

    begun_at: datetime
    point_at: datetime
    finished_at: datetime
    files: Mapping[str, str]
    objects: int
    keys: Mapping[str, Mapping[str, str]]

    def write(self, folder: Path) -> None:
        """The last thing that is written: a folder without it is no backup."""
        fields = asdict(self)
        times = {name: value.isoformat() for name, value in fields.items() if name.endswith("_at")}
        (folder / FILE).write_text(json.dumps(fields | times, indent=2))

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Raises BackupDamagedError for a folder that is no backup."""
        try:
            fields = json.loads((folder / FILE).read_text())
        except FileNotFoundError:
            raise BackupDamagedError(f"{folder} holds no finished backup") from None
        times = {
            name: datetime.fromisoformat(value)
            for name, value in fields.items()
            if name.endswith("_at")
        }
        return cls(**fields | times)

    def check(self, folder: Path) -> None:
        """Raises BackupDamagedError naming the files, or how many objects are missing."""
        wrong = [name for name, digest in self.files.items() if _digest(folder / name) != digest]
        if wrong:
            raise BackupDamagedError(f"not as they were written: {', '.join(wrong)}")
        found = sum(1 for file in (folder / OBJECTS).rglob("*") if file.is_file())
        if found < self.objects:
            raise BackupDamagedError(f"{self.objects - found} of {self.objects} objects are gone")


def digests(folder: Path, *parts: str) -> dict[str, str]:
    """Of every file in these folders, by its path below `folder`."""
    files = sorted(file for part in parts for file in (folder / part).rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): _digest(file) for file in files}


def _digest(file: Path) -> str:
    """Empty for none."""
    if not file.is_file():
        return ""
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while piece := opened.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
