"""A chain of records shows whatever was altered, removed, swapped or cut off."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contracts.audit import AuthActionRecorded
from services.auth_svc.domain.audit_records import (
    Head,
    faults,
    head_at,
    row_after,
    signed,
    told_of,
)
from tests.factories import ENTERPRISE

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
KEYS = {"k": KEY.public_key()}


def told(action: str) -> dict:
    record = AuthActionRecorded(
        enterprise_code=ENTERPRISE, at=datetime(2026, 3, 2, tzinfo=UTC), action=action
    )
    return told_of(record, operator_name="样本", card_serial=None)


@pytest.fixture
def rows():
    first = row_after(Head(ENTERPRISE), told("login.card"))
    second = row_after(head_at(first), told("seal.made"))
    return [first, second, row_after(head_at(second), told("login.ended"))]


@pytest.fixture
def head(rows) -> Head:
    return signed(head_at(rows[-1]), KEY, "k")


def codes(rows, head) -> set[str]:
    return {fault.code for fault in faults(rows, head, KEYS)}


def test_a_chain_that_nobody_touched_holds(rows, head):
    assert codes(rows, head) == set()


def test_an_altered_record_is_found(rows, head):
    altered = replace(rows[1], told={**rows[1].told, "address": "203.0.113.9"})

    assert codes([rows[0], altered, rows[2]], head) == {"row_changed"}


def test_a_record_that_was_hashed_anew_breaks_the_link_after_it(rows, head):
    forged = row_after(head_at(rows[0]), told("seal.deleted"))

    assert codes([rows[0], forged, rows[2]], head) == {"link_broken"}


def test_a_removed_record_is_found(rows, head):
    assert codes([rows[0], rows[2]], head) == {"row_missing", "link_broken"}


def test_swapped_records_are_found(rows, head):
    assert "row_missing" in codes([rows[1], rows[0], rows[2]], head)


def test_a_chain_that_was_cut_off_is_found(rows, head):
    assert codes(rows[:2], head) == {"head_differs"}


def test_a_head_that_was_cut_off_with_it_is_forged(rows, head):
    shorter = replace(head, length=2, row_hash=rows[1].row_hash)

    assert codes(rows[:2], shorter) == {"head_forged"}


def test_a_head_under_a_strange_key_is_none(rows, head):
    strange = Ed25519PrivateKey.from_private_bytes(bytes([1]) * 32)

    assert codes(rows, signed(head, strange, "k")) == {"head_forged"}
    assert codes(rows, signed(head, strange, "other")) == {"head_forged"}


def test_a_chain_without_a_head_is_told_of(rows):
    assert codes(rows, None) == {"head_missing"}
