"""The audit trail (操作日志): one hash chain of records for each enterprise, with a signed end.

Each row's hash is the SHA-256 of the canonical JSON (RFC 8785 for the values there are) of the
enterprise, the position from 1, the hash of the row before and all that was recorded.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from contracts.recorded import ActionRecorded
from contracts.sentences import Sentence

BEGINNING: Final = "0" * 64
PURPOSE: Final = b"originprint audit head\0"

FAULTS: Final[Mapping[str, Sentence]] = {
    "row_changed": Sentence(
        zh="第 {position} 条与其哈希不符：被改动过",
        en="record {position} does not match its own hash: it was changed",
    ),
    "link_broken": Sentence(
        zh="第 {position} 条没有接在前一条之后",
        en="record {position} does not follow the one before",
    ),
    "row_missing": Sentence(
        zh="第 {position} 条之前缺少记录或顺序不对",
        en="records are missing or out of order before record {position}",
    ),
    "head_differs": Sentence(
        zh="日志末尾（第 {position} 条）与签名链头不符：末尾缺少记录",
        en="the end at record {position} is not the signed head: records are missing there",
    ),
    "head_forged": Sentence(
        zh="链头（第 {position} 条）的签名不正确或密钥未知",
        en="the signature of the head at record {position} is wrong, or its key is unknown",
    ),
    "head_missing": Sentence(zh="没有链头", en="there is no head"),
}


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain; signature and key id in hexadecimal, none before the first record."""

    enterprise_code: str
    length: int = 0
    row_hash: str = BEGINNING
    key_id: str | None = None
    signature: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """`told` holds JSON texts, whole numbers and what is made of them."""

    enterprise_code: str
    position: int
    told: Mapping[str, Any]
    previous: str
    row_hash: str


@dataclass(frozen=True, slots=True)
class AuditFault:
    """One thing wrong, at or before the record at `position`."""

    code: str
    position: int

    @property
    def said(self) -> Sentence:
        return FAULTS[self.code].filled({"position": self.position})


def told_of(
    record: ActionRecorded, *, operator_name: str | None, card_serial: str | None
) -> dict[str, Any]:
    """What a row tells: the record with the name and the card that were the person's then."""
    told = record.model_dump(mode="json", exclude={"enterprise_code"}, exclude_none=True)
    also = {"operator_name": operator_name, "card_serial": card_serial}
    return told | {name: value for name, value in also.items() if value is not None}


def row_after(head: Head, told: Mapping[str, Any]) -> AuditRow:
    """The next row of the chain that ends there."""
    position = head.length + 1
    return AuditRow(
        enterprise_code=head.enterprise_code,
        position=position,
        told=told,
        previous=head.row_hash,
        row_hash=_hash(head.enterprise_code, position, head.row_hash, told),
    )


def head_at(row: AuditRow) -> Head:
    """The chain's end at this row, not signed yet."""
    return Head(row.enterprise_code, row.position, row.row_hash)


def signed(head: Head, key: Ed25519PrivateKey, key_id: str) -> Head:
    """Ed25519 (RFC 8032) over a purpose, a zero byte and the canonical JSON of the head."""
    signature = key.sign(_message(head)).hex()
    return Head(head.enterprise_code, head.length, head.row_hash, key_id, signature)


def faults(
    rows: Iterable[AuditRow], head: Head | None, keys: Mapping[str, Ed25519PublicKey]
) -> Iterator[AuditFault]:
    """All that is wrong with one enterprise's chain, whose rows come in their order."""
    at = Head(head.enterprise_code if head else "")
    for row in rows:
        if row.position != at.length + 1:
            yield AuditFault("row_missing", row.position)
        if row.previous != at.row_hash:
            yield AuditFault("link_broken", row.position)
        if row.row_hash != _hash(row.enterprise_code, row.position, row.previous, row.told):
            yield AuditFault("row_changed", row.position)
        at = head_at(row)
    if head is None:
        yield AuditFault("head_missing", at.length)
        return
    if (head.length, head.row_hash) != (at.length, at.row_hash):
        yield AuditFault("head_differs", at.length)
    if not _is_signed(head, keys):
        yield AuditFault("head_forged", head.length)


def _is_signed(head: Head, keys: Mapping[str, Ed25519PublicKey]) -> bool:
    key = keys.get(head.key_id or "")
    if key is None:
        return False
    try:
        key.verify(bytes.fromhex(head.signature or ""), _message(head))
    except (InvalidSignature, ValueError):
        return False
    return True


def _message(head: Head) -> bytes:
    return PURPOSE + _canonical([head.enterprise_code, head.length, head.row_hash])


def _hash(enterprise_code: str, position: int, previous: str, told: Mapping[str, Any]) -> str:
    whole = {
        "enterprise_code": enterprise_code,
        "position": position,
        "previous": previous,
        "told": told,
    }
    return hashlib.sha256(_canonical(whole)).hexdigest()


def _canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
