"""Somebody does what he should not, and would rather that nobody read of it."""

import pytest
from sqlalchemy import text

from chassis.testing import TEST_GATEWAY
from contracts.permissions import may_call
from contracts.values import Caller, LoginMedium
from services.auth_svc import verify_audit_trail
from tests.attacks.world import PEOPLE, World
from tests.unit.cert_svc.events import AGENT, EXPORTER, STRANGER

AUTH_KEYS = (("auth_svc", TEST_GATEWAY.named_key[1]),)
ATTACKER = "198.51.100.9"


def heard(world: World) -> None:
    """Records arrive at auth_svc."""
    world.settle()
    for bench in world.benches.values():
        for record in bench.recorded():
            world.benches["auth_svc"].deliver(record)


def trail(world: World, who: str, **query) -> list[dict]:
    heard(world)
    answer = world.http(who, "GET", "/audit", params=query)
    assert answer.is_success, answer.text
    return answer.json()["records"]


@pytest.fixture
def printed(world: World) -> str:
    """The agent printed an original of the exporter's."""
    world.grant()
    number = world.approve()
    issued = world.issue_one(AGENT, number, parts="original")
    assert world.fetch(issued).is_success
    return number


def test_what_an_agent_printed_is_read_by_both_and_by_no_stranger(world, printed):
    his = {each["action"] for each in trail(world, AGENT)}
    owners = [each for each in trail(world, EXPORTER) if each["action"] == "print.issued"]

    assert {"print.issued", "print.released"} <= his
    assert [each["by_enterprise"] for each in owners] == [AGENT]
    assert [each["address"] for each in owners] == [None]
    assert trail(world, STRANGER) == []


def test_no_secret_of_a_print_is_in_the_trail(world, printed):
    heard(world)
    told = world.http(EXPORTER, "GET", "/audit").text + world.http(AGENT, "GET", "/audit").text

    assert "print.released" in told
    assert "110101199001010015" not in told
    assert "ticket" not in told.replace("print_tickets", "")


@pytest.mark.parametrize("medium", sorted(set(LoginMedium) - {LoginMedium.LEGAL_PERSON_CARD}))
def test_nobody_but_the_legal_person_reads_it(medium):
    caller = Caller(enterprise_code=EXPORTER, operator_id=PEOPLE[EXPORTER], medium=medium)

    assert not may_call("auth_svc.list_audit_records", caller)
    assert not may_call("auth_svc.export_audit_records", caller)


def test_who_guesses_a_password_appears_with_his_address(world):
    auth = world.benches["auth_svc"]
    with auth.engine.begin() as connection:
        connection.execute(
            text("update operators set user_name = 'specimen' where id = :id"),
            {"id": PEOPLE[EXPORTER]},
        )
    auth.address = ATTACKER
    body = {"user_name": "specimen", "password": "a wrong password"}

    refused = world.http(EXPORTER, "POST", "/sessions", json=body)
    auth.address = None
    [record] = trail(world, EXPORTER, outcome="refused")

    assert refused.status_code == 401
    assert (record["address"], record["outcome"]) == (ATTACKER, "session.wrong_password")
    assert body["password"] not in str(record)


def test_who_rewrites_the_trail_is_found(world, migrated_database, printed):
    records = trail(world, EXPORTER)
    auth = world.benches["auth_svc"]
    with migrated_database.administrator("services.auth_svc").begin() as connection:
        connection.execute(text("set local session_replication_role = replica"))
        connection.execute(
            text("delete from audit_records where enterprise_code = :code and position = :last"),
            {"code": EXPORTER, "last": records[0]["position"]},
        )

    with auth._instance(None).db.transaction() as tx:
        assert verify_audit_trail.verify(tx.session, AUTH_KEYS) == 1


def test_each_record_follows_from_the_one_before(world, printed):
    newest_first = trail(world, AGENT)

    hashes = [each["row_hash"] for each in newest_first]
    assert [each["previous"] for each in newest_first[:-1]] == hashes[1:]
