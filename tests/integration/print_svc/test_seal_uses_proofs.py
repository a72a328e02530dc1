"""A proof is as short as it can be and still holds (promise 5)."""

import json
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text

from contracts.errors import Refused, text_of
from contracts.printing import MakeCopy
from services.print_svc.domain.keys import public_keys
from services.print_svc.domain.seal_uses import LONGEST_PROOF
from services.print_svc.ledger.rows import leaf_of
from tests.integration.print_svc.ledgers import (
    checked,
    fill,
    heads,
    others_print,
    proof,
    sign,
)
from tests.integration.print_svc.office import refused
from tests.unit.cert_svc.events import AGENT, STRANGER, caller


def span(document):
    start, head = document["start"], document["head"]
    return start and start["tip"]["length"], head["tip"]["length"]


def print_signed(office, serial, parts="original"):
    """One certificate printed, and the head signed after it."""
    number = office.approve(serial=serial)
    office.print_out(number, parts=parts)
    sign(office)
    return number


def look_at_copy(office, number):
    office.bench.ask(MakeCopy(caller=caller(), certificate_no=number))


def tamper(owner, statement):
    with owner.begin() as connection:
        connection.execute(text(statement))


def test_all_uses_of_an_enterprise_start_at_the_head_before_its_first(office, keys, tmp_path):
    for _ in range(2):
        others_print(office)
        sign(office)
    office.print_out(office.approve(), parts="original")
    others_print(office)

    document = proof(office)

    assert span(document) == (4, 8)
    assert len(document["entries"]) == 4
    assert checked(tmp_path, keys, document) == 0


def test_all_uses_of_an_enterprise_are_those_up_to_now(office, keys, tmp_path):
    print_signed(office, 1)
    others_print(office, rows=3)
    sign(office)

    document = proof(office)

    assert span(document) == (None, 5)
    assert document["head"]["signed_at"] > heads(office)[-1].signed_at.isoformat()
    assert checked(tmp_path, keys, document) == 0


def test_a_proof_by_certificate_lies_between_the_heads_around_its_uses(office, keys, tmp_path):
    numbers = [print_signed(office, serial) for serial in (1, 2, 3)]

    document = proof(office, certificate_no=numbers[1])

    assert span(document) == (2, 4)
    assert [entry["use"]["certificate_no"] for entry in document["entries"]] == [numbers[1]] * 2
    assert checked(tmp_path, keys, document) == 0


def test_a_proof_by_certificate_stays_the_same_when_later_heads_are_signed(office):
    numbers = [print_signed(office, serial) for serial in (1, 2)]
    before = proof(office, certificate_no=numbers[1])

    others_print(office)
    sign(office)

    assert proof(office, certificate_no=numbers[1]) == before


def test_a_proof_before_its_head_is_due_has_it_signed_and_kept(office, keys, tmp_path):
    print_signed(office, 1)
    number = office.approve(serial=2)
    office.print_out(number, parts="original")

    document = proof(office, certificate_no=number)

    assert span(document) == (2, 4)
    assert [head.length for head in heads(office)] == [2, 4]
    assert checked(tmp_path, keys, document) == 0


def test_later_uses_of_a_certificate_bring_along_what_lies_between(office, keys, tmp_path, capsys):
    first, second = [print_signed(office, serial) for serial in (1, 2)]
    others_print(office)
    look_at_copy(office, first)

    document = proof(office, certificate_no=first)

    shown = [
        entry["use"]["certificate_no"] for entry in document["entries"] if isinstance(entry, dict)
    ]
    assert shown == [first, first, second, second, first, first]
    assert len(document["entries"]) == 8
    assert checked(tmp_path, keys, document) == 0
    document["entries"][2] = leaf_of(office.ledger()[2])
    assert checked(tmp_path, keys, document) == 1
    assert "ledger.enterprise_row_missing" in capsys.readouterr().out


@pytest.mark.parametrize(
    "tampering",
    [
        "update seal_uses set operator_id = gen_random_uuid() where position = 3",
        "update seal_uses set certificate_no = 'A26SPECIMEN10001' where position = 5",
        "update seal_uses set position = -position where position = 5",
        "delete from seal_uses where position = 6",
        "update ledger_heads set row_hash = repeat('0', 64) where length = 2",
        "update ledger_heads set row_hash = repeat('0', 64) where length = 8",
    ],
)
def test_what_is_changed_inside_the_span_is_found(office, keys, owner, tmp_path, tampering):
    others_print(office)
    sign(office)
    number = office.approve()
    office.print_out(number, parts="original")
    others_print(office)
    look_at_copy(office, number)
    sign(office)

    before = checked(tmp_path, keys, proof(office, certificate_no=number))
    tamper(owner, tampering)

    assert before == 0
    assert checked(tmp_path, keys, proof(office, certificate_no=number)) == 1


def test_in_a_long_ledger_a_proof_by_certificate_stays_small(office, keys, tmp_path):
    first = print_signed(office, 1)
    fill(office, LONGEST_PROOF)
    sign(office)
    last = print_signed(office, 2)

    with refused("ledger.proof_too_long"):
        proof(office)
    for number in (first, last):
        document = proof(office, certificate_no=number)
        assert len(document["entries"]) == 2
        assert checked(tmp_path, keys, document) == 0


def test_a_certificate_with_uses_far_apart_is_proven_sheet_by_sheet(office, keys, tmp_path):
    number = office.approve()
    issued = office.print_out(number, parts="original")
    sign(office)
    fill(office, LONGEST_PROOF)
    look_at_copy(office, number)

    with refused("ledger.proof_too_long"):
        proof(office, certificate_no=number)
    serial = issued.job.print_serials["original"]
    document = proof(office, certificate_no=number, print_serial=serial.lower())
    assert span(document) == (None, 2)
    assert checked(tmp_path, keys, document) == 0


def test_a_proof_too_long_says_how_to_ask_in_both_languages(office):
    office.print_out(office.approve())
    fill(office, LONGEST_PROOF)

    with pytest.raises(Refused) as refusal:
        proof(office)

    said = text_of(refusal.value.code, refusal.value.details)
    assert "20004 rows, at most 20000" in said.en
    assert "ask with a certificate number" in said.whole_en
    assert "请按证书编号查询" in said.whole_zh


def test_a_proof_of_the_greatest_length_is_given(office):
    fill(office, LONGEST_PROOF - 2)
    office.print_out(office.approve(), parts="original")

    assert len(proof(office)["entries"]) == LONGEST_PROOF


def test_another_enterprises_certificate_reads_like_one_that_nobody_has(office):
    own, never_printed = print_signed(office, 1), office.approve(serial=2)
    asked = [
        (STRANGER, {"certificate_no": own}),
        (AGENT, {"certificate_no": own}),
        (STRANGER, {"print_serial": office.ledger()[0].use.print_serial}),
        (None, {"certificate_no": never_printed}),
        (None, {"certificate_no": "A26SPECIMEN10099"}),
        (None, {"print_serial": "no serial"}),
    ]

    answers = []
    for enterprise, fields in asked:
        with pytest.raises(Refused) as refusal:
            proof(office, enterprise, **fields)
        answers.append((refusal.value.code, refusal.value.details))

    assert answers == [("ledger.no_uses", {})] * len(asked)


def test_a_proof_by_certificate_shows_nothing_of_others_between_its_uses(office):
    number = office.approve()
    office.print_out(number)
    others_print(office)
    look_at_copy(office, number)

    told = json.dumps(proof(office, certificate_no=number))

    theirs = [row for row in office.ledger() if row.use.enterprise_code == STRANGER]
    assert len(theirs) == 2
    assert STRANGER not in told
    assert not any(row.use.certificate_no in told or row.salt in told for row in theirs)
    assert all(leaf_of(row) in told for row in theirs)


@pytest.mark.parametrize("rows", [0, 3])
def test_an_enterprise_without_uses_gets_an_empty_proof_that_claims_nothing(
    office, keys, tmp_path, capsys, rows
):
    others_print(office, rows)

    document = proof(office)

    assert document["entries"] == []
    assert checked(tmp_path, keys, document) == 0
    assert "does not prove that there was none" in capsys.readouterr().out


def test_a_number_is_found_as_people_paste_it(office):
    number = print_signed(office, 1)

    pasted = proof(office, certificate_no=f" {number.lower()}\n")

    assert pasted == proof(office, certificate_no=number)


def test_heads_of_a_former_key_are_left_aside(office, keys, tmp_path):
    others_print(office)
    sign(office)
    number = print_signed(office, 1)
    key = Ed25519PrivateKey.generate()
    known = public_keys([key.public_key(), keys.statement.public_key()])
    office.bench.extras["keys"] = new = replace(keys, statement=key, statement_public=known)

    documents = [proof(office, certificate_no=number), proof(office)]

    assert [span(document) for document in documents] == [(None, 4)] * 2
    assert [checked(tmp_path, new, document) for document in documents] == [0, 0]
    assert [head.length for head in heads(office)] == [2, 4, 4]


@pytest.mark.parametrize("direction", ["", " desc"])
def test_the_uses_of_a_certificate_are_found_in_their_index(office, owner, direction):
    """A plan that walks the ledger would grow with it."""
    fill(office, 2000)
    with owner.begin() as connection:
        connection.execute(text("analyze seal_uses"))
    with office.bench.engine.connect() as connection:
        plan = connection.execute(
            text(
                "explain select position from seal_uses"
                " where enterprise_code = '000000000000000000' and certificate_no = 'y'"
                f" order by enterprise_row{direction} limit 1"
            )
        ).scalars()
        lines = "\n".join(plan)

    assert "seal_uses_of_certificate" in lines
