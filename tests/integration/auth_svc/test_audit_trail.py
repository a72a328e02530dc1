"""The audit trail: recorded with the action or not at all, kept in a chain that only grows."""

from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import InternalError, ProgrammingError

from chassis.assertions import Assertion
from chassis.auditing import Call
from chassis.deliveries import Delivered, Delivery
from chassis.testing import TEST_GATEWAY
from contracts.audit import AuthActionRecorded, ListAuditRecords
from contracts.authorization import OpenSession
from contracts.errors import Refused
from contracts.people import DisableOperator
from contracts.recorded import NOBODYS
from contracts.values import LoginMedium
from services.auth_svc import verify_audit_trail
from tests.integration.auth_svc.company import PASSWORD
from tests.integration.auth_svc.test_login_failures import fail

AUTH_KEYS = (("auth_svc", TEST_GATEWAY.named_key[1]),)
MARK = "MARKEDSECRET-a-password-in-the-wrong-field"


@pytest.fixture
def legal(company):
    caller = company.legal_person()
    company.bench.recorded()
    return caller


def kept(bench):
    """Whatever was said is appended."""
    for record in bench.recorded():
        bench.deliver(record)


def add(company, caller, number):
    about = {"id_number": company.person(number), "user_name": f"specimen-{number}"}
    return company.add_operator(caller, **about)


def shown(company, caller, **asked):
    kept(company.bench)
    return company.bench.ask(ListAuditRecords(caller=caller, **asked)).records


@pytest.fixture
def administrator(bench, migrated_database):
    """May what no process may."""
    return migrated_database.administrator("services.auth_svc")


def tamper(engine, *statements):
    """As somebody may who owns the table."""
    with engine.begin() as connection:
        connection.execute(text("alter table audit_records disable trigger user"))
        for statement in statements:
            connection.execute(text(statement))
        connection.execute(text("alter table audit_records enable trigger user"))


def verified(bench) -> int:
    with bench._instance(None).db.transaction() as tx:
        return verify_audit_trail.verify(tx.session, AUTH_KEYS)


def test_an_action_is_recorded_with_who_from_where_and_which_card(company, legal):
    company.bench.address = "203.0.113.7"
    added = company.add_operator(legal)

    [record] = shown(company, legal)

    assert (record.action, record.outcome, record.address) == (
        "person.added",
        "done",
        "203.0.113.7",
    )
    assert record.operator_id == legal.operator_id
    assert record.operator_name == "样本人员0"
    assert record.card_serial is not None
    assert record.subjects["operator_id"] == (str(added.operator_id),)


def test_what_is_rolled_back_leaves_no_record_of_being_done(company, legal, monkeypatch):
    added = company.add_operator(legal)
    company.bench.recorded()
    monkeypatch.setattr(
        "services.auth_svc.entrypoints.operators.revoke_all_made_by", lambda *_: 1 / 0
    )

    with pytest.raises(ZeroDivisionError):
        company.bench.ask(DisableOperator(caller=legal, operator_id=added.operator_id))

    assert company.bench.recorded() == []


def test_a_command_that_comes_again_is_recorded_once(company, legal):
    added = company.add_operator(legal)
    company.bench.recorded()
    again = DisableOperator(caller=legal, operator_id=added.operator_id, idempotency_key="k")

    company.bench.ask(again)
    company.bench.ask(again)

    actions = [each.action for each in company.bench.recorded()]
    assert actions.count("person.disabled") == 1


def test_a_record_that_is_delivered_twice_is_kept_once(company, legal):
    company.add_operator(legal)
    [record] = company.bench.recorded()
    event_id = uuid4()

    company.bench.deliver_group(Delivered(event_id, record))
    company.bench.deliver_group(Delivered(event_id, record))

    assert [each.position for each in shown(company, legal)] == [1]


def test_a_refusal_is_recorded_after_the_rollback(company, legal):
    with pytest.raises(Refused):
        company.bench.ask(DisableOperator(caller=legal, operator_id=uuid4()))

    [record] = shown(company, legal)
    assert (record.action, record.outcome) == ("person.disabled", "operator.unknown")


def test_guesses_at_a_password_appear_with_their_address_and_the_lock(company, legal):
    company.add_operator(legal)
    company.bench.recorded()
    company.bench.address = "198.51.100.9"

    fail(company, 4, address="198.51.100.9")
    records = shown(company, legal)

    told = {(each.action, each.outcome, each.address) for each in records}
    assert ("login.password", "session.wrong_password", "198.51.100.9") in told
    assert ("login.password", "session.locked", "198.51.100.9") in told
    assert ("login.locked", "done", None) in told
    repeats = company.bench.refusals.due()
    assert [(each.outcome, each.count) for each in repeats] == [
        ("session.wrong_password", 1),
        ("session.locked", 1),
    ]


def test_what_is_typed_for_a_user_name_that_nobody_has_is_not_recorded(company, legal):
    fail(company, 1, MARK)

    records = company.bench.recorded()
    assert [each.enterprise_code for each in records] == [NOBODYS]
    assert MARK not in "".join(each.model_dump_json() for each in records)


def test_the_password_is_in_no_record(company, legal):
    company.add_operator(legal)
    company.log_in_with_password()

    told = "".join(each.model_dump_json() for each in company.bench.recorded())
    assert PASSWORD not in told
    assert company.person(1) not in told
    assert "login.password" in told


def test_sessions_that_end_by_themselves_are_recorded_by_their_own_name(company, legal, clock):
    company.log_in()
    company.bench.recorded()
    clock.pass_by(days=2)
    company.bench._instance(Delivery("auth_svc.sweep")).sweep()

    assert {each.action for each in company.bench.recorded()} == {"session.over"}


CHANGES = (
    "update audit_records set position = 7",
    "delete from audit_records",
    "truncate audit_records",
)


@pytest.mark.parametrize("change", CHANGES)
def test_the_table_refuses_every_change_also_of_who_owns_it(company, legal, administrator, change):
    company.add_operator(legal)
    kept(company.bench)

    with pytest.raises(InternalError, match="only grows"), administrator.begin() as connection:
        connection.execute(text(change))


@pytest.mark.parametrize("change", CHANGES)
def test_the_process_itself_has_no_right_to_change_it(company, legal, change):
    company.add_operator(legal)
    kept(company.bench)
    process = company.bench.engine

    with pytest.raises(ProgrammingError, match="permission denied"), process.begin() as connection:
        connection.execute(text(change))


@pytest.mark.parametrize(
    "statement",
    [
        'update audit_records set told = told || \'{"address": "x"}\' where position = 2',
        "delete from audit_records where position = 2",
        "delete from audit_records where position = 3",
        "update audit_records set told = told - 'address' || '{\"count\": 2}' where position = 2",
        "update audit_heads set length = 2",
    ],
)
def test_whatever_is_tampered_with_is_found(company, legal, administrator, statement, capsys):
    for number in (1, 2, 3):
        add(company, legal, number)
    kept(company.bench)
    assert verified(company.bench) == 0

    tamper(administrator, statement)

    assert verified(company.bench) == 1
    assert "操作日志不成立" in capsys.readouterr().out


def test_another_enterprise_sees_nothing_and_an_operator_may_not_ask(company, other_company, legal):
    company.add_operator(legal)
    stranger = other_company.legal_person()
    kept(company.bench)

    told = company.bench.ask(ListAuditRecords(caller=stranger))
    operator = legal.model_copy(update={"medium": LoginMedium.OPERATOR_CARD})

    assert {each.by_enterprise for each in told.records} == {other_company.code}
    with pytest.raises(Refused, match=r"session\.medium_not_allowed"):
        company.bench.ask(ListAuditRecords(caller=operator))


def test_pages_and_filters_show_each_record_once(company, legal):
    for number in (1, 2, 3):
        add(company, legal, number)
    kept(company.bench)

    first = company.bench.ask(ListAuditRecords(caller=legal, limit=2, action="person.added"))
    second = company.bench.ask(
        ListAuditRecords(caller=legal, limit=2, action="person.added", cursor=first.next_cursor)
    )

    positions = [each.position for each in (*first.records, *second.records)]
    assert positions == sorted(positions, reverse=True)
    assert (len(positions), second.next_cursor) == (3, None)
    assert shown(company, legal, outcome="refused") == ()
    assert shown(company, legal, to_day="2020-01-01") == ()


def test_records_are_found_by_the_card_and_the_address(company, legal):
    add(company, legal, 1)
    kept(company.bench)
    [added] = company.bench.ask(ListAuditRecords(caller=legal, action="person.added")).records

    of_card = shown(company, legal, action="person.added", card_serial=added.card_serial)

    assert len(of_card) == 1
    assert shown(company, legal, card_serial="0") == ()
    assert shown(company, legal, address="192.0.2.1") == ()


def test_a_reply_that_is_not_recorded_is_a_defect(company, legal):
    signed = Assertion(issuer="gateway", operation="auth_svc.open_session", body_sha256="")
    request = OpenSession(
        user_name="x",
        password={"key_id": "0" * 16, "ciphertext": "x"},
        token_sha256="0" * 64,
        client_address="203.0.113.7",
    )
    unit = company.bench._instance(None).db
    unit.call = Call("auth_svc.open_session", signed, request)

    with pytest.raises(RuntimeError, match="not recorded"):
        unit.given(None)


def test_records_of_one_enterprise_are_about_it_alone():
    record = AuthActionRecorded(enterprise_code="x", at="2026-03-02T00:00:00Z", action="login.card")

    assert record.subject == "audit/x"
