"""Whatever is done to the ledger's rows, the signed head gives it away."""

from dataclasses import fields, replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.print_svc.ledger.chains import verify_chain
from services.print_svc.ledger.heads import sign_head
from services.print_svc.ledger.rows import GENESIS, SealUse, append, tip_of
from tests.unit.print_svc.ledger.ledgers import (
    KEY,
    KEYS,
    NOW,
    OURS,
    STRANGER,
    THEIRS,
    head_of,
    ledger,
    seal_use,
)

ROWS = ledger()
HEAD = head_of(ROWS)

OTHER_VALUES = {
    "certificate_no": "A26470ZC21109999",
    "print_serial": "0000-0010-0005",
    "part": "copy",
    "enterprise_code": "91440300MA5CCCCC0P",
    "operator_id": UUID(int=8),
    "used_at": NOW + timedelta(microseconds=1),
    "seal_id": UUID(int=10),
    "seal_sha256": "0" * 64,
}


def codes(rows, heads=(HEAD,)):
    return [(fault.code, fault.position) for fault in verify_chain(rows, heads, KEYS)]


def rehashed(row, **changes):
    """A forger's row: its own hash is made to fit."""
    use = replace(row.use, **changes)
    tip = replace(GENESIS, length=row.position - 1, row_hash=row.previous)
    return append(tip, use, enterprise_row=row.enterprise_row, salt=bytes.fromhex(row.salt))


@given(st.lists(st.sampled_from([OURS, THEIRS]), min_size=1, max_size=12))
def test_an_honest_ledger_holds(enterprises):
    rows = ledger(enterprises)

    assert codes(rows, [head_of(rows)]) == []


def test_every_field_of_a_use_is_covered_by_the_hash():
    assert OTHER_VALUES.keys() == {field.name for field in fields(SealUse)}


@pytest.mark.parametrize("name", OTHER_VALUES)
@pytest.mark.parametrize("at", range(len(ROWS)))
def test_a_changed_field_is_found_at_its_row(name, at):
    use = replace(ROWS[at].use, **{name: OTHER_VALUES[name]})
    rows = [*ROWS[:at], replace(ROWS[at], use=use), *ROWS[at + 1 :]]

    assert ("ledger.row_changed", at + 1) in codes(rows)


@pytest.mark.parametrize(
    "changes",
    [{"salt": "0" * 32}, {"enterprise_row": 9}, {"row_hash": "0" * 64}, {"previous": "0" * 64}],
)
@pytest.mark.parametrize("at", range(len(ROWS)))
def test_a_changed_link_is_found_at_its_row(changes, at):
    rows = [*ROWS[:at], replace(ROWS[at], **changes), *ROWS[at + 1 :]]

    assert ("ledger.row_changed", at + 1) in codes(rows)


@pytest.mark.parametrize("at", range(len(ROWS) - 1))
def test_a_changed_row_with_a_hash_made_to_fit_breaks_the_next_link(at):
    rows = [*ROWS[:at], rehashed(ROWS[at], certificate_no="A26470ZC21109999"), *ROWS[at + 1 :]]

    assert codes(rows) == [("ledger.link_broken", at + 2)]


def test_a_ledger_rewritten_from_some_row_on_differs_from_its_head():
    rows = [*ROWS[:-1], rehashed(ROWS[-1], certificate_no="A26470ZC21109999")]

    assert codes(rows) == [("ledger.head_differs", len(ROWS))]


@pytest.mark.parametrize("at", range(len(ROWS) - 1))
def test_a_removed_row_is_found(at):
    rows = [*ROWS[:at], *ROWS[at + 1 :]]

    assert ("ledger.row_missing", at + 2) in codes(rows)


@pytest.mark.parametrize("length", range(len(ROWS)))
def test_a_cut_off_end_is_found(length):
    assert codes(ROWS[:length]) == [("ledger.truncated", length)]


@given(st.permutations(ROWS))
def test_every_other_order_is_found(rows):
    assert (codes(rows) == []) == (list(rows) == ROWS)


def test_a_repeated_row_is_found():
    assert ("ledger.row_out_of_order", 6) in codes([*ROWS, ROWS[-1]])


def test_an_enterprise_row_left_out_before_chaining_is_found():
    row = append(GENESIS, seal_use(1), enterprise_row=1, salt=bytes(16))
    after = append(tip_of(row), seal_use(2), enterprise_row=3, salt=bytes(16))

    assert codes([row, after], [head_of([after])]) == [("ledger.enterprise_row_missing", 2)]


def test_rows_after_the_last_head_are_not_yet_signed_but_chained():
    later = append(tip_of(ROWS[-1]), seal_use(7), enterprise_row=4, salt=bytes(16))

    assert codes([*ROWS, later]) == []
    assert codes([*ROWS, replace(later, salt="1" * 32)]) == [("ledger.row_changed", 7)]


def test_every_earlier_head_is_checked_too():
    earlier = sign_head(replace(tip_of(ROWS[1]), row_hash="0" * 64), KEY, signed_at=NOW)

    assert codes(ROWS, [earlier, HEAD]) == [("ledger.head_differs", 2)]


def test_a_ledger_may_be_checked_from_an_earlier_head_on():
    heads = [head_of(ROWS[:3]), HEAD]

    assert verify_chain(ROWS[3:], heads, KEYS, start=heads[0].tip) == ()
    assert verify_chain(ROWS[4:], heads, KEYS, start=heads[0].tip) != ()


def test_a_head_signed_by_a_stranger_is_found():
    assert codes(ROWS, [head_of(ROWS, STRANGER)]) == [("ledger.key_unknown", 6)]


@pytest.mark.parametrize(
    "changes",
    [
        {"signature": "0" * 128},
        {"signed_at": NOW + timedelta(microseconds=1)},
        {"tip": replace(HEAD.tip, length=7)},
    ],
)
def test_a_changed_head_is_found(changes):
    assert "ledger.head_forged" in dict(codes(ROWS, [replace(HEAD, **changes)]))


def test_without_a_head_there_is_nothing_to_check_against():
    with pytest.raises(ValueError, match="at least one signed head"):
        verify_chain(ROWS, [], KEYS)


def test_a_salt_of_another_length_is_refused():
    with pytest.raises(ValueError, match="16 bytes"):
        append(GENESIS, seal_use(1), enterprise_row=1, salt=b"short")
