"""Bodies on their way in: on disk, so that memory stays flat, and encrypted there (promise 5)."""

import hashlib
import os
from collections import Counter
from tempfile import SpooledTemporaryFile

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CTR

from contracts.errors import Refused

IN_MEMORY_BYTES = 256 * 1024
NO_ROOM_SECONDS = 5


class Room:
    """How many bytes all bodies together may hold, and those of one sender."""

    def __init__(self, most_bytes: int, most_of_a_sender: int) -> None:
        self._most = most_bytes
        self._most_of_a_sender = most_of_a_sender
        self._taken: Counter[str] = Counter()

    @property
    def taken(self) -> int:
        return self._taken.total()

    def take(self, sender: str, size: int) -> None:
        """Raise Refused service.too_many_requests for a sender's share, service.unavailable."""
        if self._taken[sender] + size > self._most_of_a_sender:
            raise Refused("service.too_many_requests", {"seconds": NO_ROOM_SECONDS})
        if self.taken + size > self._most:
            raise Refused("service.unavailable", {"seconds": NO_ROOM_SECONDS})
        self._taken[sender] += size

    def give_back(self, sender: str, size: int) -> None:
        self._taken[sender] -= size
        if not self._taken[sender]:
            del self._taken[sender]


class Spool:
    """Written once, then read from its beginning; the key lives and dies with this object.

    Counter mode without a tag: who could alter the file could read this process's memory too.
    """

    _rolled = False
    """For starlette, which would send every chunk through a thread; the page cache is quick."""

    def __init__(self, room: Room, sender: str) -> None:
        self._room = room
        self._sender = sender
        self._cipher = Cipher(AES256(os.urandom(32)), CTR(os.urandom(16)))
        self._encryptor = self._cipher.encryptor()
        self._decryptor = self._cipher.decryptor()
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - closed by `close`
        self._sha256 = hashlib.sha256()
        self.size = 0

    @property
    def sha256(self) -> str:
        """Of what was written, in hexadecimal."""
        return self._sha256.hexdigest()

    def write(self, data: bytes) -> int:
        """Raise Refused as the room does."""
        self._room.take(self._sender, len(data))
        self.size += len(data)
        self._sha256.update(data)
        return self._file.write(self._encryptor.update(data))

    def tell(self) -> int:
        return self._file.tell()

    def seek(self, offset: int) -> int:
        """To the beginning: `offset` is 0."""
        self._decryptor = self._cipher.decryptor()
        return self._file.seek(offset)

    def read(self, size: int = -1) -> bytes:
        return self._decryptor.update(self._file.read(size))

    def close(self) -> None:
        """Gives its room back; once or more."""
        if not self._file.closed:
            self._file.close()
            self._room.give_back(self._sender, self.size)
