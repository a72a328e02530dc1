"""API tokens for programs of an enterprise: their text, and what auth_svc is asked about them."""

import re
import zlib
from typing import Annotated, ClassVar, Final, Generic
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, SecretStr

from contracts.authorization import SOURCE, SessionView
from contracts.base import CallerRequest, Command, Reply, ReplyT, Request
from contracts.scopes import Scope
from contracts.values import Name, Secret, Sha256

PREFIX: Final = "op_"
RANDOM_BYTES: Final = 32
_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BODY: Final = 43
"""Characters of base 62 that hold 32 bytes; the checksum takes 6 more."""
_TEXT: Final = re.compile(rf"{PREFIX}[0-9A-Za-z]{{{_BODY + 6}}}")


def _checked_digest(digest: SecretStr) -> SecretStr:
    if not re.fullmatch("[0-9a-f]{64}", digest.get_secret_value()):
        raise ValueError("not a SHA-256 in hexadecimal")
    return digest


TokenDigest = Annotated[Secret, AfterValidator(_checked_digest)]
"""SHA-256 of a token's text, in hexadecimal; masked like a secret, and left out when a command is
compared with an earlier one under its idempotency key."""

Scopes = Annotated[tuple[Scope, ...], Field(min_length=1, max_length=len(Scope))]


def token_of(randomness: bytes) -> str:
    """`op_`, 32 random bytes in base 62, and their CRC-32 in base 62: 52 characters.

    The prefix lets scanners of source code find a token that leaked, the checksum lets them and
    the gateway tell a token from what only looks like one.
    """
    body = _base62(int.from_bytes(randomness, "big"), _BODY)
    return f"{PREFIX}{body}{_checksum(body)}"


def is_api_token(text: str) -> bool:
    """Whether it has prefix, length and checksum of a token; not whether it opens anything."""
    if not _TEXT.fullmatch(text):
        return False
    body = text[len(PREFIX) : len(PREFIX) + _BODY]
    return text.endswith(_checksum(body))


def _checksum(body: str) -> str:
    return _base62(zlib.crc32(body.encode()), 6)


def _base62(number: int, width: int) -> str:
    digits = ""
    for _ in range(width):
        number, digit = divmod(number, len(_ALPHABET))
        digits = _ALPHABET[digit] + digits
    return digits


class ApiTokenView(Reply):
    """A token, never its text. `last_used_at` is true to a minute."""

    token_id: UUID
    name: Name
    scopes: tuple[Scope, ...]
    made_by: UUID
    made_by_name: Name
    made_at: AwareDatetime
    last_used_at: AwareDatetime | None = None
    expires_at: AwareDatetime | None = None
    revoked_at: AwareDatetime | None = None


class ApiTokenMade(Reply):
    """The digest tells the maker of a text whether this is its token or that of an earlier call."""

    token: ApiTokenView
    token_sha256: Sha256


class ApiTokenList(Reply):
    tokens: tuple[ApiTokenView, ...]


class _Question(CallerRequest[ReplyT], Generic[ReplyT]):
    SERVICE: ClassVar[str] = SOURCE


class _Command(Command[ReplyT], Generic[ReplyT]):
    SERVICE: ClassVar[str] = SOURCE


class MakeApiToken(_Command[ApiTokenMade]):
    """Refused token.end_past, token.too_many.

    The text stays with whoever made it; a key that comes again names the first token, whatever
    digest comes with it.
    """

    name: Name
    scopes: Scopes
    expires_at: AwareDatetime | None = None
    token_sha256: TokenDigest


class ListApiTokens(_Question[ApiTokenList]):
    """The newest first; those that ended are listed for 90 days more."""


class RevokeApiToken(_Command[ApiTokenView]):
    """It opens nothing from here on, and what was queued by it is void; the first time stands."""

    token_id: UUID


class UseApiToken(Request[SessionView]):
    """Who calls with the token of this digest; Refused session.required, session.expired."""

    SERVICE: ClassVar[str] = SOURCE
    CHANGES: ClassVar[bool] = True

    token_sha256: TokenDigest
