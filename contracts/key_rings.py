"""Key rings: symmetric keys by their ids, of which several are valid while one takes over."""

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Final, Self

KEY_BYTES: Final = 32
LONGEST_ID: Final = 16
_ID: Final = re.compile(rf"[A-Za-z0-9_-]{{1,{LONGEST_ID}}}")


@dataclass(frozen=True, slots=True, repr=False)
class KeyRing:
    """Ids and keys of 32 bytes: the first is used for what is new, each for what bears its id.

    Raises ValueError for none at all, an id that is there twice or is none, another length.
    """

    keys: tuple[tuple[str, bytes], ...]

    def __post_init__(self) -> None:
        if not self.keys:
            raise ValueError("no key")
        for key_id, key in self.keys:
            if not _ID.fullmatch(key_id):
                raise ValueError(f"an id has 1 to {LONGEST_ID} letters, digits, _ or -")
            if len(key) != KEY_BYTES:
                raise ValueError(f"key {key_id} has not {KEY_BYTES} bytes")
            if self.ids.count(key_id) > 1:
                raise ValueError(f"key {key_id} is there twice")

    @classmethod
    def read(cls, text: str) -> Self:
        """As settings have it, `id=base64,id=base64`."""
        pairs = [part.strip().partition("=") for part in text.split(",")]
        if not all(key_id and key for key_id, _, key in pairs):
            raise ValueError("not of the form id=key,id=key")
        return cls(tuple((key_id, _decoded(key_id, key)) for key_id, _, key in pairs))

    def written(self) -> str:
        """What `read` reads."""
        return ",".join(f"{one}={base64.b64encode(key).decode()}" for one, key in self.keys)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(key_id for key_id, _ in self.keys)

    @property
    def current(self) -> tuple[str, bytes]:
        """For what is new."""
        return self.keys[0]

    def find(self, key_id: str) -> bytes | None:
        """None for a key that is not on the ring, or not any more."""
        return dict(self.keys).get(key_id)

    def __repr__(self) -> str:
        return f"KeyRing({', '.join(self.ids)})"


def _decoded(key_id: str, key: str) -> bytes:
    try:
        return base64.b64decode(key, validate=True)
    except binascii.Error:
        raise ValueError(f"key {key_id} is not base64") from None
