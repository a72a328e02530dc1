"""One row per use of a seal, and how its hash is made.

    leaf     = SHA-256(0x00 | canonical JSON of the row with its salt)
    row hash = SHA-256(0x01 | previous row hash | leaf)

A row shown as its leaf alone still holds the chain together, and its salt keeps the leaf from
being guessed: so one enterprise's proof says nothing about another's rows.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, ConfigDict, Field, StringConstraints

from services.print_svc.domain.canonical import Json, canonical_json

Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Salt = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Position = Annotated[int, Field(ge=1)]

STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True, kw_only=True)
class SealUse:
    """Who put which seal on which sheet; persons appear by operator id, never by ID number.

    `seal_id` names one version of a seal or signature, `seal_sha256` its cut-out.
    """

    __pydantic_config__ = STRICT

    certificate_no: str
    print_serial: str
    part: Literal["original", "copy"]
    enterprise_code: str
    operator_id: UUID
    used_at: AwareDatetime
    seal_id: UUID
    seal_sha256: Hash


@dataclass(frozen=True, slots=True)
class ChainTip:
    """The number of rows so far and the hash of the last one."""

    __pydantic_config__ = STRICT

    length: Annotated[int, Field(ge=0)]
    row_hash: Hash


GENESIS = ChainTip(0, hashlib.sha256(b"originprint seal-use ledger").hexdigest())


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """A use in its place: `position` counts all rows from 1, `enterprise_row` the enterprise's."""

    position: Position
    enterprise_row: Position
    use: SealUse
    salt: Salt
    previous: Hash
    row_hash: Hash


def append(tip: ChainTip, use: SealUse, *, enterprise_row: int, salt: bytes) -> LedgerRow:
    """Chain a use to the tip; `salt` is 16 fresh random bytes, ValueError for any other number."""
    if len(salt) != 16:
        raise ValueError("a salt has 16 bytes")
    position = tip.length + 1
    leaf = leaf_hash(use, position=position, enterprise_row=enterprise_row, salt=salt.hex())
    return LedgerRow(
        position=position,
        enterprise_row=enterprise_row,
        use=use,
        salt=salt.hex(),
        previous=tip.row_hash,
        row_hash=chain_hash(tip.row_hash, leaf),
    )


def tip_of(row: LedgerRow) -> ChainTip:
    return ChainTip(row.position, row.row_hash)


def use_fields(use: SealUse) -> dict[str, Json]:
    """Give the fields as hashed and as shown in proofs; times in UTC with microseconds."""
    return {
        "certificate_no": use.certificate_no,
        "print_serial": use.print_serial,
        "part": use.part,
        "enterprise_code": use.enterprise_code,
        "operator_id": str(use.operator_id),
        "used_at": f"{use.used_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}",
        "seal_id": str(use.seal_id),
        "seal_sha256": use.seal_sha256,
    }


def leaf_hash(use: SealUse, *, position: int, enterprise_row: int, salt: str) -> str:
    """SHA-256 in hexadecimal; `salt` is hexadecimal too."""
    fields: Json = {
        "position": position,
        "enterprise_row": enterprise_row,
        "salt": salt,
        "use": use_fields(use),
    }
    return hashlib.sha256(b"\0" + canonical_json(fields)).hexdigest()


def leaf_of(row: LedgerRow) -> str:
    """Compute the leaf from what the row says, not from what it claims to hash to."""
    return leaf_hash(
        row.use, position=row.position, enterprise_row=row.enterprise_row, salt=row.salt
    )


def chain_hash(previous: str, leaf: str) -> str:
    """SHA-256 over 0x01 and both hashes; all of them in hexadecimal."""
    return hashlib.sha256(b"\1" + bytes.fromhex(previous) + bytes.fromhex(leaf)).hexdigest()
