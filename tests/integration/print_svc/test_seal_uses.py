"""Each use of a seal is a row that can neither vanish nor change unseen (promise 5)."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import text

from contracts.china_time import CHINA_TIME
from contracts.seal_uses import ListSealUses
from tests.integration.print_svc.ledgers import audited, checked, heads, proof, sign
from tests.integration.print_svc.office import at_once
from tests.unit.cert_svc.events import AGENT, STRANGER, caller


def test_seal_and_signature_on_each_part_are_uses(office):
    issued = office.print_out(office.approve())

    uses = [(row.use.part, row.use.print_serial, row.use.seal_id) for row in office.ledger()]

    given = office.cert_svc.authorization
    stamps = given.seal.seal_id, given.signatures[0].signature_id
    serials = issued.job.print_serials
    assert uses == [
        (part, serials[part], stamp) for part in ("original", "copy") for stamp in stamps
    ]


def test_what_was_only_issued_has_used_no_seal(office):
    office.issue_one(office.approve())

    assert office.ledger() == []


def test_the_chain_holds_after_releases_at_once(office, keys, tmp_path):
    numbers = [office.approve(serial=serial) for serial in range(1, 9)]
    queued = [office.issue_one(number, parts="original") for number in numbers]

    at_once(*[lambda issued=issued: office.release(issued) for issued in queued])

    assert len(office.ledger()) == 2 * len(numbers)
    assert checked(tmp_path, keys, proof(office)) == 0
    assert audited(office, keys) == 0


@pytest.mark.parametrize(
    "tampering",
    [
        "update seal_uses set operator_id = gen_random_uuid() where position = 2",
        "delete from seal_uses where position = 2",
        "delete from seal_uses where position = 4",
        "update seal_uses set position = 9 - position where position in (1, 2)",
        "update ledger_heads set row_hash = repeat('0', 64)",
    ],
)
def test_a_row_changed_removed_or_moved_in_the_database_is_found(office, keys, owner, tampering):
    office.print_out(office.approve())
    sign(office)
    with owner.begin() as connection:
        connection.execute(text(tampering))

    assert audited(office, keys) == 1


def test_a_row_that_moved_far_away_is_missed_at_once(office, keys, owner, capsys):
    office.print_out(office.approve())
    sign(office)
    with owner.begin() as connection:
        connection.execute(text("update seal_uses set position = 1000000000000 where position = 4"))

    assert audited(office, keys) == 1
    assert "[ledger.row_missing]" in capsys.readouterr().out


def test_a_ledger_without_a_signed_head_proves_nothing_yet(office, keys):
    office.print_out(office.approve())

    assert audited(office, keys) == 2


def test_a_head_is_signed_when_rows_came_and_not_otherwise(office):
    sign(office)
    office.print_out(office.approve())

    sign(office)
    sign(office)

    assert [head.length for head in heads(office)] == [4]


def test_a_proof_signs_a_head_of_its_own_and_it_is_kept_once(office):
    office.print_out(office.approve())

    lengths = [proof(office)["head"]["tip"]["length"] for _ in range(2)]

    assert lengths == [4, 4]
    assert [head.length for head in heads(office)] == [4]


def test_a_proof_shows_an_enterprise_its_own_rows_only(office, keys, tmp_path):
    office.print_out(office.approve(), caller=caller(AGENT))

    strangers = proof(office, STRANGER)

    assert checked(tmp_path, keys, strangers) == 0
    assert office.ledger()[0].use.print_serial not in json.dumps(strangers)
    assert strangers["entries"] == []
    assert [entry["use"]["enterprise_code"] for entry in proof(office)["entries"]] == [
        caller().enterprise_code
    ] * 4


def test_a_changed_proof_does_not_hold(office, keys, tmp_path):
    office.print_out(office.approve())
    document = proof(office)
    document["entries"][0]["use"]["part"] = "copy"

    assert checked(tmp_path, keys, document) == 1


def test_an_enterprise_reads_its_uses_the_newest_first_and_by_certificate(office):
    numbers = [office.approve(serial=serial) for serial in (1, 2)]
    for number in numbers:
        office.print_out(number, parts="original")

    uses = office.bench.ask(ListSealUses(caller=caller())).uses
    of_one = office.bench.ask(ListSealUses(caller=caller(), certificate_no=numbers[0])).uses

    assert [use.position for use in uses] == [4, 3, 2, 1]
    assert [use.position for use in of_one] == [2, 1]


def test_uses_are_found_by_their_seal_and_their_day(office):
    office.print_out(office.approve(), parts="original")
    seal = office.cert_svc.authorization.seal.seal_id
    [first, _] = office.ledger()
    day = first.use.used_at.astimezone(CHINA_TIME).date()

    of_seal = ask(office, seal_id=seal)
    of_day = ask(office, from_day=day, to_day=day)

    assert [use.seal_id for use in of_seal] == [seal]
    assert len(of_day) == 2
    assert ask(office, from_day=day + timedelta(days=1)) == ()
    assert ask(office, to_day=day - timedelta(days=1)) == ()


def ask(office, **conditions):
    return office.bench.ask(ListSealUses(caller=caller(), **conditions)).uses
