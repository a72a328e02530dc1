"""Which keys a backup needs: they are never in it, and without them nothing is restored."""

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from contracts.key_rings import KeyRing
from deploy.local.keys import RINGS, write_private
from deploy.local.process_keys import as_text

SECRETS: Final = "secrets.json"
KEY_FILES: Final = "keys"
PASSWORDS: Final = "servers/passwords.json"
Fingerprints = dict[str, dict[str, str]]


class KeysMissingError(Exception):
    """What was encrypted cannot be opened with the keys at hand."""


def fingerprints(secrets: Mapping[str, str]) -> Fingerprints:
    """Of each key of the rings, by ring and id; random keys cannot be guessed from their hashes."""
    return {
        name: {key_id: _fingerprint(key) for key_id, key in KeyRing.read(secrets[name]).keys}
        for name in RINGS
        if name in secrets
    }


def check_keys(needed: Mapping[str, Mapping[str, str]], secrets: Mapping[str, str]) -> None:
    """Raises KeysMissingError naming the rings and ids; keys that came later do no harm."""
    held = fingerprints(secrets)
    missing = [
        f"{ring} {key_id}"
        for ring, keys in needed.items()
        for key_id, fingerprint in keys.items()
        if held.get(ring, {}).get(key_id) != fingerprint
    ]
    if missing:
        raise KeysMissingError(f"the keys of the backup are others: {', '.join(missing)}")


def secrets_of(root: Path) -> dict[str, str]:
    """Those that a product keeps. Raises KeysMissingError without any: none are made here."""
    for name in (SECRETS, KEY_FILES, PASSWORDS):
        if not (root / name).exists():
            raise KeysMissingError(f"no keys: {root / name} is not there")
    secrets: dict[str, str] = json.loads((root / SECRETS).read_text())
    return secrets


def copy_keys(of: Path, to: Path) -> None:
    """Everything of a product that is secret and that its data need, from one root to another.

    Raises KeysMissingError.
    """
    secrets = secrets_of(of)
    shutil.copytree(of / KEY_FILES, to / KEY_FILES, dirs_exist_ok=True)
    (to / PASSWORDS).parent.mkdir(parents=True, exist_ok=True)
    write_private(to / PASSWORDS, (of / PASSWORDS).read_bytes())
    write_private(to / SECRETS, json.dumps(moved(secrets, to.resolve())).encode())


def moved(secrets: Mapping[str, str], root: Path) -> dict[str, str]:
    """Secrets that name files name those under the other root."""
    marker = f"/{KEY_FILES}/"
    return {
        name: f"{root}{marker}{value.rpartition(marker)[2]}" if _is_file(value) else value
        for name, value in secrets.items()
    }


def _is_file(value: str) -> bool:
    return value.startswith("/") and value.endswith(".pem")


def _fingerprint(key: bytes) -> str:
    return as_text(hashlib.sha256(key).digest()[:9])
