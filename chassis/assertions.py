"""Who is calling: short-lived statements about one request, signed with Ed25519 (RFC 8037).

Each process has a key of its own and every service knows the public keys of all, so that it can
check a statement and not make one. A key's id is `<owner>/<digest of the public key>`.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Self

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from contracts.errors import Refused
from contracts.settings import NamedKeys

GATEWAY: Final = "gateway"
LIFE_SECONDS: Final = 30
CLOCKS_APART_SECONDS: Final = 5
ALGORITHM: Final = "EdDSA"

_NEEDED = ["iss", "op", "sha256", "iat", "exp"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """One request as its sender signed it.

    `body_sha256` is of the bytes on the wire; `caller` as the request names him. The gateway adds
    the first characters of the session token's digest and the client's address.
    """

    issuer: str
    operation: str
    body_sha256: str
    caller: dict[str, Any] | None = None
    session: str | None = None
    address: str | None = None


class Signer:
    """Signs in the name of one process."""

    def __init__(
        self, owner: str, private_key: bytes, clock: Callable[[], float] = time.time
    ) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(private_key)
        self._owner = owner
        self._headers = {"kid": key_id(owner, self._key.public_key())}
        self._clock = clock

    @property
    def named_key(self) -> tuple[str, bytes]:
        """What others check its statements with."""
        return self._owner, self._key.public_key().public_bytes_raw()

    def sign(
        self,
        operation: str,
        body: bytes,
        *,
        life_seconds: float = LIFE_SECONDS,
        **about: Any,
    ) -> str:
        """`about` holds the caller, session and address that are known."""
        now = int(self._clock())
        claims = {
            "iss": self._owner,
            "op": operation,
            "sha256": sha256_of(body),
            "iat": now,
            "exp": now + int(life_seconds),
            **about,
        }
        return jwt.encode(claims, self._key, algorithm=ALGORITHM, headers=self._headers)


class CallerKeys:
    """The public keys that are believed, by their ids."""

    def __init__(self, keys: dict[str, Ed25519PublicKey]) -> None:
        self._keys = keys

    @classmethod
    def of(cls, named: NamedKeys) -> Self:
        """Raise ValueError for what is no key."""
        pairs = [(owner, Ed25519PublicKey.from_public_bytes(key)) for owner, key in named]
        return cls({key_id(owner, key): key for owner, key in pairs})

    def verified(self, token: str) -> Assertion:
        """Raise Refused("request.unproven") for what is forged, over or not signed by a known key.

        The owner of the key is the issuer, whatever the claims say.
        """
        try:
            kid = jwt.get_unverified_header(token)["kid"]
            options: Any = {"require": _NEEDED}
            claims = jwt.decode(
                token,
                self._keys[kid],
                algorithms=[ALGORITHM],
                options=options,
                leeway=CLOCKS_APART_SECONDS,
            )
        except (jwt.InvalidTokenError, KeyError, TypeError) as error:
            raise unproven(type(error).__name__) from error
        return Assertion(
            issuer=kid.partition("/")[0],
            operation=claims["op"],
            body_sha256=claims["sha256"],
            caller=claims.get("caller"),
            session=claims.get("session"),
            address=claims.get("address"),
        )


def key_id(owner: str, public_key: Ed25519PublicKey) -> str:
    return f"{owner}/{sha256_of(public_key.public_bytes_raw())[:16]}"


def sha256_of(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def unproven(reason: str) -> Refused:
    """For a request of which it is not established who sent it."""
    return Refused("request.unproven", {"reason": reason})
