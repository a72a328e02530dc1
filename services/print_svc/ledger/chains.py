"""Checking the whole ledger row by row against its signed heads, in constant memory."""

from collections.abc import Iterable, Iterator, Sequence

from services.print_svc.domain.keys import PublicKeys
from services.print_svc.ledger.faults import Fault, fault
from services.print_svc.ledger.heads import SignedHead, head_faults
from services.print_svc.ledger.rows import (
    GENESIS,
    ChainTip,
    LedgerRow,
    chain_hash,
    leaf_of,
    tip_of,
)


def verify_chain(
    rows: Iterable[LedgerRow],
    heads: Sequence[SignedHead],
    keys: PublicKeys,
    *,
    start: ChainTip = GENESIS,
) -> tuple[Fault, ...]:
    """Name every changed, removed, reordered or cut-off row; no fault means the ledger holds.

    `rows` follow `start`; each of `heads` lies at or after it. Rows beyond the last head are
    checked among themselves only, for nobody has signed them yet. Raise ValueError without a head.
    """
    if not heads:
        raise ValueError("a ledger is checked against at least one signed head")
    forged = [fault for head in heads for fault in head_faults(head, keys)]
    return (*forged, *_row_faults(rows, start, heads))


def _row_faults(
    rows: Iterable[LedgerRow], start: ChainTip, heads: Sequence[SignedHead]
) -> Iterator[Fault]:
    signed = {head.tip.length: head.tip for head in heads}
    counted: dict[str, int] = {}
    tip = start
    yield from _head_differs(tip, signed)
    for row in rows:
        yield from _own_faults(row, tip)
        yield from _count_faults(row, counted)
        tip = tip_of(row)
        yield from _head_differs(tip, signed)
    longest = max(signed)
    if tip.length < longest:
        yield fault("ledger.truncated", tip.length, length=longest)


def _own_faults(row: LedgerRow, tip: ChainTip) -> Iterator[Fault]:
    if row.position > tip.length + 1:
        yield fault("ledger.row_missing", row.position)
    if row.position <= tip.length:
        yield fault("ledger.row_out_of_order", row.position)
    if row.previous != tip.row_hash:
        yield fault("ledger.link_broken", row.position)
    if row.row_hash != chain_hash(row.previous, leaf_of(row)):
        yield fault("ledger.row_changed", row.position)


def _count_faults(row: LedgerRow, counted: dict[str, int]) -> Iterator[Fault]:
    """Count each enterprise's rows, from the first one seen when the start is not the genesis."""
    enterprise = row.use.enterprise_code
    before = counted.get(enterprise, row.enterprise_row - 1)
    if row.enterprise_row != before + 1:
        yield fault("ledger.enterprise_row_missing", row.position)
    counted[enterprise] = row.enterprise_row


def _head_differs(tip: ChainTip, signed: dict[int, ChainTip]) -> Iterator[Fault]:
    if signed.get(tip.length, tip) != tip:
        yield fault("ledger.head_differs", tip.length)
