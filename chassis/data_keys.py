"""Data keys: each encrypts what belongs to one enterprise, and travels wrapped in the header.

A process makes one for each enterprise and writes with it for ten minutes; it is wrapped
(AES-256-GCM) under the current master key. So whoever has the store needs a master key for
everything, and who has one data key reads nothing of another enterprise.
"""

import hashlib
import os
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import Final, Generic, Self, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from contracts.key_rings import KEY_BYTES, LONGEST_ID, KeyRing

MAGIC: Final = b"OPE2"
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
KEPT_SECONDS: Final = 600.0
KEPT_KEYS: Final = 1_000
_OWNER_BYTES: Final = 16
_ID_BYTES: Final = 16
_WRAPPED_BYTES: Final = NONCE_BYTES + KEY_BYTES + TAG_BYTES
HEADER_BYTES: Final = len(MAGIC) + LONGEST_ID + _OWNER_BYTES + _ID_BYTES + _WRAPPED_BYTES

ValueT = TypeVar("ValueT")


@dataclass(frozen=True, slots=True)
class Header:
    """What every encrypted thing begins with, `HEADER_BYTES` long.

    The id of the master key (padded with NUL), the owner (SHA-256 of the enterprise's code, its
    first 16 bytes), the id of the data key, and this wrapped: nonce, key and tag.
    """

    master_id: str
    owner: bytes
    data_key_id: bytes
    wrapped: bytes = field(repr=False)

    @classmethod
    def read(cls, sealed: bytes) -> Self:
        """Raise ValueError for bytes that do not begin so."""
        if not sealed.startswith(MAGIC) or len(sealed) < HEADER_BYTES:
            raise ValueError("not encrypted by this cipher")
        parts, at = [], len(MAGIC)
        for size in (LONGEST_ID, _OWNER_BYTES, _ID_BYTES, _WRAPPED_BYTES):
            parts.append(bytes(sealed[at : at + size]))
            at += size
        master_id, owner, data_key_id, wrapped = parts
        return cls(master_id.rstrip(b"\0").decode("ascii"), owner, data_key_id, wrapped)

    def written(self) -> bytes:
        master_id = self.master_id.encode("ascii").ljust(LONGEST_ID, b"\0")
        return MAGIC + master_id + self.owner + self.data_key_id + self.wrapped

    @property
    def bound(self) -> bytes:
        """Associated data of all that the data key encrypts; the master key may turn."""
        return MAGIC + self.owner + self.data_key_id


class UnknownKeyError(ValueError):
    """The master key that is named is not on the ring."""


class DataKeys:
    """Made and opened under one ring of master keys; what was opened is known for a while."""

    def __init__(self, ring: KeyRing, clock: Callable[[], float] = time.monotonic) -> None:
        self.ring = ring
        self._writing = _Kept[tuple[Header, bytes]](clock)
        self._opened = _Kept[bytes](clock)

    def for_owner(self, owner: bytes) -> tuple[Header, bytes]:
        """With which this process encrypts now what is the owner's."""
        made = self._writing.get(owner)
        if made is None:
            made = self.make(owner)
            self._writing.put(owner, made)
        return made

    def make(self, owner: bytes) -> tuple[Header, bytes]:
        key = os.urandom(KEY_BYTES)
        return self._wrapped(Header("", owner, os.urandom(_ID_BYTES), b""), key), key

    def open(self, header: Header) -> bytes:
        """Raise UnknownKeyError, or ValueError for a header that was put together by others."""
        key = self._opened.get(header)
        if key is None:
            key = self._unwrapped(header)
            self._opened.put(header, key)
        return key

    def rewrapped(self, header: Header) -> Header:
        """The same data key under the current master key; raise as `open`."""
        return self._wrapped(header, self.open(header))

    def _wrapped(self, header: Header, key: bytes) -> Header:
        master_id, master = self.ring.current
        named, nonce = replace(header, master_id=master_id), os.urandom(NONCE_BYTES)
        return replace(named, wrapped=nonce + AESGCM(master).encrypt(nonce, key, _named(named)))

    def _unwrapped(self, header: Header) -> bytes:
        master = self.ring.find(header.master_id)
        if master is None:
            raise UnknownKeyError(f"under key {header.master_id!a}, which is not there")
        nonce, wrapped = header.wrapped[:NONCE_BYTES], header.wrapped[NONCE_BYTES:]
        try:
            return AESGCM(master).decrypt(nonce, wrapped, _named(header))
        except InvalidTag:
            raise ValueError("altered, or of another key") from None


def owner_of(enterprise_code: str) -> bytes:
    """For what belongs to no enterprise the code is empty."""
    return hashlib.sha256(enterprise_code.encode()).digest()[:_OWNER_BYTES]


def _named(header: Header) -> bytes:
    return header.bound + header.master_id.encode("ascii")


class _Kept(Generic[ValueT]):
    """The last `KEPT_KEYS` values, each for `KEPT_SECONDS` from when it was put.

    What two threads look for at once may be made twice.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._values: dict[Hashable, tuple[float, ValueT]] = {}
        self._changing = threading.Lock()

    def get(self, name: Hashable) -> ValueT | None:
        kept = self._values.get(name)
        return kept[1] if kept and self._clock() < kept[0] else None

    def put(self, name: Hashable, value: ValueT) -> None:
        """Those whose time is over go; where that is not enough, the oldest."""
        now = self._clock()
        with self._changing:
            self._values.pop(name, None)
            while self._values:
                oldest, (until, _) = next(iter(self._values.items()))
                if until > now and len(self._values) < KEPT_KEYS:
                    break
                del self._values[oldest]
            self._values[name] = (now + KEPT_SECONDS, value)
