"""A proof document: one enterprise's rows in full, all others as leaves, between signed heads.

It says which rows of one enterprise stand in a span of the ledger, and that none was changed,
removed between two of them, or reordered, without showing anything of other enterprises.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import TypeAdapter, ValidationError

from services.print_svc.domain.canonical import Json
from services.print_svc.domain.keys import load_public_key, public_keys, public_pem
from services.print_svc.ledger.faults import Fault, fault
from services.print_svc.ledger.heads import SignedHead, head_faults, head_fields
from services.print_svc.ledger.rows import (
    GENESIS,
    STRICT,
    ChainTip,
    Hash,
    LedgerRow,
    Position,
    Salt,
    SealUse,
    chain_hash,
    leaf_hash,
    leaf_of,
    use_fields,
)

FORMAT = "originprint-seal-use-proof/1"


class ProofError(ValueError):
    """The document is no proof of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """A row of the proof's enterprise; `row_hash` lets a fault be placed."""

    __pydantic_config__ = STRICT

    position: Position
    enterprise_row: Position
    use: SealUse
    salt: Salt
    row_hash: Hash


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """`entries` are all rows after `start` (None: from the beginning) up to `head`, in order."""

    __pydantic_config__ = STRICT

    format: Literal["originprint-seal-use-proof/1"]
    enterprise_code: str
    start: SignedHead | None
    entries: tuple[Hash | ShownRow, ...]
    head: SignedHead
    public_key: str

    @property
    def shown(self) -> tuple[ShownRow, ...]:
        """The rows of the proof's enterprise, in order."""
        return tuple(entry for entry in self.entries if isinstance(entry, ShownRow))


_DOCUMENT = TypeAdapter(Proof)


def make_proof(
    rows: Iterable[LedgerRow],
    head: SignedHead,
    key: Ed25519PublicKey,
    *,
    enterprise_code: str,
    start: SignedHead | None = None,
) -> dict[str, Any]:
    """Give the JSON document; `rows` are all rows after `start` up to `head`."""
    return {
        "format": FORMAT,
        "enterprise_code": enterprise_code,
        "start": head_fields(start) if start else None,
        "entries": [
            _shown(row) if row.use.enterprise_code == enterprise_code else leaf_of(row)
            for row in rows
        ],
        "head": head_fields(head),
        "public_key": public_pem(key).decode(),
    }


def read_proof(document: bytes) -> Proof:
    """Raise ProofError, naming the first field that is wrong."""
    try:
        return _DOCUMENT.validate_json(document, strict=True)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"]) or "document"
        raise ProofError(f"{where}: {first['msg']}") from error


def embedded_key(proof: Proof) -> Ed25519PublicKey:
    """Give the key the document brings along: it proves consistency, not who signed.

    Raise ProofError for one that is no Ed25519 key in PEM.
    """
    try:
        return load_public_key(proof.public_key.encode())
    except ValueError as error:
        raise ProofError("public_key: not an Ed25519 public key in PEM") from error


def proof_faults(proof: Proof, key: Ed25519PublicKey) -> tuple[Fault, ...]:
    """Check heads, chain and counts under the key one trusts; no fault means the proof holds.

    Raise ProofError as `embedded_key` does.
    """
    keys = public_keys([key])
    heads = [head for head in (proof.start, proof.head) if head]
    found = [fault for head in heads for fault in head_faults(head, keys)]
    if embedded_key(proof) != key:
        found.append(fault("proof.other_key", proof.head.tip.length))
    start = proof.start.tip if proof.start else GENESIS
    return (*found, *_chain_faults(proof, start), *_count_faults(proof))


def _shown(row: LedgerRow) -> dict[str, Json]:
    return {
        "position": row.position,
        "enterprise_row": row.enterprise_row,
        "use": use_fields(row.use),
        "salt": row.salt,
        "row_hash": row.row_hash,
    }


def _chain_faults(proof: Proof, start: ChainTip) -> Iterator[Fault]:
    row_hash, end = start.row_hash, proof.head.tip
    if start.length > end.length:
        yield fault("proof.heads_disagree", end.length)
    for position, entry in enumerate(proof.entries, start.length + 1):
        row_hash = chain_hash(row_hash, entry if isinstance(entry, str) else _leaf(entry))
        if isinstance(entry, ShownRow):
            yield from _shown_faults(entry, position, row_hash)
            row_hash = entry.row_hash
    reached = start.length + len(proof.entries)
    if reached < end.length:
        yield fault("ledger.truncated", reached, length=end.length)
    elif ChainTip(reached, row_hash) != end:
        yield fault("ledger.head_differs", reached)


def _shown_faults(row: ShownRow, position: int, row_hash: str) -> Iterator[Fault]:
    if row.position != position:
        moved = row.position < position
        yield fault("ledger.row_out_of_order" if moved else "ledger.row_missing", row.position)
    if row.row_hash != row_hash:
        yield fault("ledger.row_changed", position)


def _count_faults(proof: Proof) -> Iterator[Fault]:
    """From the beginning an enterprise's rows count from 1, else from the first one shown."""
    before = proof.shown[0].enterprise_row - 1 if proof.start and proof.shown else 0
    for row in proof.shown:
        if row.use.enterprise_code != proof.enterprise_code:
            yield fault("proof.foreign_row", row.position)
        if row.enterprise_row != before + 1:
            yield fault("ledger.enterprise_row_missing", row.position)
        before = row.enterprise_row


def _leaf(row: ShownRow) -> str:
    return leaf_hash(
        row.use, position=row.position, enterprise_row=row.enterprise_row, salt=row.salt
    )
