"""A soft card that counts its wrong PINs as a card of plastic does, on disk beside its files.

It keeps people from mistakes. Whoever copies the .p12 file may guess without being counted.
"""

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from workstation import words
from workstation.cards import CardLocked, SoftCard, WrongPin

TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class CountingCard:
    """The soft card of a .p12 file; after TRIES wrong PINs in a row it is locked."""

    path: Path

    @property
    def certificate_pem(self) -> bytes:
        return SoftCard.load(self.path).certificate_pem

    def left(self) -> int:
        """How many PINs may be tried."""
        return TRIES - self._failed(SoftCard.load(self.path))

    def sign(self, data: bytes, pin: str) -> bytes:
        """A try is put down before it is made, so that no crash gives another one."""
        card = SoftCard.load(self.path)
        failed = self._failed(card)
        if failed >= TRIES:
            raise CardLocked
        self._note(card, failed + 1)
        try:
            signature = card.sign(data, pin)
        except WrongPin as error:
            raise _wrong(TRIES - failed - 1) from error
        self._file.unlink(missing_ok=True)
        return signature

    @property
    def _file(self) -> Path:
        return self.path.with_suffix(".tries")

    def _failed(self, card: SoftCard) -> int:
        """Of this card: another one under the same name has not been tried yet."""
        try:
            kept = json.loads(self._file.read_text())
            return int(kept["failed"]) if kept["card"] == _digest(card) else 0
        except FileNotFoundError:
            return 0
        except (ValueError, KeyError, TypeError):
            return TRIES

    def _note(self, card: SoftCard, failed: int) -> None:
        written = self.path.with_suffix(f".tries.{os.getpid()}")
        with written.open("w") as file:
            json.dump({"card": _digest(card), "failed": failed}, file)
            file.flush()
            os.fsync(file.fileno())
        written.replace(self._file)


def _wrong(left: int) -> WrongPin | CardLocked:
    if left == 0:
        return CardLocked()
    key = "wrong_pin_last" if left == 1 else "wrong_pin"
    return WrongPin("the PIN is wrong", words.card(key, left=left))


def _digest(card: SoftCard) -> str:
    return hashlib.sha256(card.pkcs12).hexdigest()
