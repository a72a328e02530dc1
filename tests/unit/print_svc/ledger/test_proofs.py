"""An outsider checks one enterprise's seal uses and learns nothing about the others."""

import copy
import json

import pytest

from services.print_svc.domain.keys import public_pem
from services.print_svc.ledger.proofs import ProofError, make_proof, proof_faults, read_proof
from services.print_svc.ledger.rows import GENESIS, append, chain_hash, leaf_of, tip_of
from tests.unit.print_svc.ledger.ledgers import (
    KEY,
    OURS,
    STRANGER,
    THEIRS,
    head_of,
    ledger,
    seal_use,
)

ROWS = ledger()
PUBLIC = KEY.public_key()


def proof(rows=ROWS, **options):
    given = {"enterprise_code": OURS} | options
    return make_proof(rows, head_of(rows), PUBLIC, **given)


def checked(document, key=PUBLIC):
    read = read_proof(json.dumps(document).encode())
    return [(fault.code, fault.position) for fault in proof_faults(read, key)]


def paths(value, path=()):
    if isinstance(value, dict):
        return [found for key, item in value.items() for found in paths(item, (*path, key))]
    if isinstance(value, list):
        return [found for at, item in enumerate(value) for found in paths(item, (*path, at))]
    return [path]


def holder(document, path):
    for step in path[:-1]:
        document = document[step]
    return document


def altered(value):
    """Another value of the same kind that the form of the document still allows."""
    if isinstance(value, int):
        return value + 1
    if value in ("original", "copy"):
        return {"original": "copy", "copy": "original"}[value]
    digits = [at for at, character in enumerate(value or "") if character.isdigit()]
    at = digits[-1] if digits else 0
    return f"{value[:at]}{(int(value[at]) + 1) % 10}{value[at + 1 :]}" if digits else f"{value}X"


def is_found(document):
    try:
        return checked(document) != []
    except ProofError:
        return True


def later_proof():
    """From the head after two rows."""
    start = head_of(ROWS[:2])
    return make_proof(ROWS[2:], head_of(ROWS), PUBLIC, enterprise_code=OURS, start=start)


def with_altered(path, document=None):
    document = copy.deepcopy(document or proof())
    place = holder(document, path)
    place[path[-1]] = altered(place[path[-1]])
    return document


@pytest.mark.parametrize("enterprise", [OURS, THEIRS])
def test_an_honest_proof_holds(enterprise):
    assert checked(proof(enterprise_code=enterprise)) == []


def test_a_proof_shows_all_rows_of_its_enterprise_and_no_other():
    read = read_proof(json.dumps(proof()).encode())

    assert [row.use for row in read.shown] == [
        row.use for row in ROWS if row.use.enterprise_code == OURS
    ]


def test_a_proof_holds_nothing_of_another_enterprise_but_salted_hashes():
    text = json.dumps(proof())

    assert [row.use.certificate_no in text for row in ROWS] == [
        row.use.enterprise_code == OURS for row in ROWS
    ]
    assert THEIRS not in text
    assert not any(row.salt in text for row in ROWS if row.use.enterprise_code == THEIRS)


@pytest.mark.parametrize("path", paths(proof()), ids=str)
def test_every_altered_field_is_found(path):
    assert is_found(with_altered(path))


@pytest.mark.parametrize("path", paths(later_proof()), ids=str)
def test_every_altered_field_of_a_proof_from_a_later_head_is_found(path):
    assert is_found(with_altered(path, later_proof()))


@pytest.mark.parametrize("path", paths(proof()), ids=str)
def test_every_missing_field_is_found(path):
    document = copy.deepcopy(proof())
    del holder(document, path)[path[-1]]

    assert is_found(document)


def test_an_altered_row_is_found_at_its_place():
    found = checked(with_altered(("entries", 2, "use", "certificate_no")))

    assert found == [("ledger.row_changed", 3)]


@pytest.mark.parametrize("at", range(len(ROWS)))
def test_every_removed_entry_is_found(at):
    document = proof()
    del document["entries"][at]

    assert "ledger.truncated" in dict(checked(document))


@pytest.mark.parametrize("at", range(len(ROWS) - 1))
def test_every_exchange_of_neighbours_is_found(at):
    document = proof()
    entries = document["entries"]
    entries[at], entries[at + 1] = entries[at + 1], entries[at]

    assert checked(document) != []


def test_a_row_of_ours_hidden_between_two_others_is_found():
    document = proof()
    document["entries"][2] = leaf_of(ROWS[2])

    assert checked(document) == [("ledger.enterprise_row_missing", 6)]


def test_a_row_of_another_enterprise_cannot_be_passed_off_as_ours():
    document = proof()
    document["entries"][1] = proof(enterprise_code=THEIRS)["entries"][1]

    assert ("proof.foreign_row", 2) in checked(document)


def test_an_appended_entry_is_found():
    document = proof()
    document["entries"].append("0" * 64)

    assert checked(document) == [("ledger.head_differs", 7)]


def test_a_proof_may_start_at_an_earlier_head():
    document = later_proof()

    assert checked(document) == []
    assert [row.enterprise_row for row in read_proof(json.dumps(document).encode()).shown] == [2, 3]


def test_heads_in_the_wrong_order_are_found():
    document = make_proof([], head_of(ROWS[:2]), PUBLIC, enterprise_code=OURS, start=head_of(ROWS))

    assert "proof.heads_disagree" in dict(checked(document))


def test_a_proof_signed_by_another_key_than_the_trusted_one_is_found():
    assert dict(checked(proof(), STRANGER.public_key())).keys() == {
        "ledger.key_unknown",
        "proof.other_key",
    }


def test_a_forger_with_a_key_of_his_own_is_found():
    forged = make_proof(ROWS, head_of(ROWS, STRANGER), STRANGER.public_key(), enterprise_code=OURS)

    assert checked(forged, STRANGER.public_key()) == []
    assert "ledger.key_unknown" in dict(checked(forged))


def test_a_position_that_jumps_is_found():
    row = append(GENESIS, seal_use(1), enterprise_row=1, salt=bytes(16))
    document = make_proof([row], head_of([row]), PUBLIC, enterprise_code=OURS)
    document["entries"][0]["position"] = 2

    assert checked(document) == [("ledger.row_missing", 2), ("ledger.row_changed", 1)]


@pytest.mark.parametrize(
    "change",
    [
        {"format": "originprint-seal-use-proof/2"},
        {"more": 1},
        {"public_key": "no key"},
        {"entries": ["xyz"]},
        {"entries": [{}]},
        {"head": None},
    ],
)
def test_a_document_of_another_form_is_refused(change):
    with pytest.raises(ProofError):
        checked(proof() | change)


@pytest.mark.parametrize("document", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b"null"])
def test_bytes_that_are_no_proof_are_refused(document):
    with pytest.raises(ProofError):
        read_proof(document)


def test_the_documented_arithmetic_gives_the_row_hash():
    assert chain_hash(ROWS[0].row_hash, leaf_of(ROWS[1])) == tip_of(ROWS[1]).row_hash


def test_the_document_brings_its_public_key():
    assert proof()["public_key"].encode() == public_pem(PUBLIC)
