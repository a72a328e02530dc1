"""The audit trail as an Excel file: all that is asked for, read some at a time, up to an end."""

from itertools import pairwise

import eventlet
import pytest

from contracts.audit import AuditConditions, ExportAuditRecords, ListAuditRecords
from contracts.errors import Refused
from services.auth_svc.entrypoints import audit_exports
from services.auth_svc.storage import audit_records
from tests.integration.auth_svc.test_audit_trail import add, kept
from tests.integration.cert_svc.test_exports import rows_of
from tests.unit.gateway.fakes import FakeObjects

ADDED = {"action": "person.added"}


@pytest.fixture
def legal(company):
    """The legal person of a company to which three people were added."""
    company.bench.objects = FakeObjects()
    caller = company.legal_person()
    for number in (1, 2, 3):
        add(company, caller, number)
    kept(company.bench)
    return caller


def exported(company, caller, **asked):
    """The cells below the heading, as text."""
    made = company.bench.ask(ExportAuditRecords(caller=caller, **asked))
    _, *rows = rows_of(company.bench.objects.get(made.file))
    return [[text for _, text in row] for row in rows]


def read(company, most):
    with company.bench._instance(None).db.reading() as session:
        return list(audit_records.read(session, company.code, AuditConditions(**ADDED), most))


def test_the_sheet_holds_the_records_of_the_list_oldest_first(company, legal, monkeypatch):
    monkeypatch.setattr(audit_records, "ROWS_AT_ONCE", 2)
    listed = company.bench.ask(ListAuditRecords(caller=legal, **ADDED)).records

    rows = exported(company, legal, language="en", **ADDED)

    assert [listed[0].action_en in row for row in rows] == [True, True, True]
    assert [row[-1] for row in rows] == [record.row_hash for record in reversed(listed)]


def test_a_long_trail_is_read_some_at_a_time(company, legal, monkeypatch):
    monkeypatch.setattr(audit_records, "ROWS_AT_ONCE", 2)

    assert [len(rows) for rows in read(company, most=10)] == [2, 1]


def test_no_more_is_read_than_a_sheet_may_hold(company, legal):
    assert [len(rows) for rows in read(company, most=2)] == [2]


def test_as_many_as_there_may_be_are_exported_and_one_more_is_refused(company, legal, monkeypatch):
    monkeypatch.setattr("services.auth_svc.entrypoints.audit_exports.MOST_ROWS", 3)
    assert len(exported(company, legal, **ADDED)) == 3

    monkeypatch.setattr("services.auth_svc.entrypoints.audit_exports.MOST_ROWS", 2)
    with pytest.raises(Refused, match=r"audit\.too_many_rows"):
        exported(company, legal, **ADDED)


def test_where_nothing_is_found_there_is_a_sheet_with_its_heading(company, legal):
    assert exported(company, legal, to_day="2020-01-01") == []


class SlowObjects(FakeObjects):
    """How many are stored at once."""

    def __init__(self):
        super().__init__()
        self.now = self.most = 0

    def put(self, *args, **options):
        self.now += 1
        self.most = max(self.most, self.now)
        eventlet.sleep(0.05)
        self.now -= 1
        return super().put(*args, **options)


@pytest.fixture
def slow(company, legal):
    company.bench.objects = SlowObjects()
    return company.bench.objects


def asked_at_once(company, caller, times):
    """The file of each, or the code that it was refused with."""

    def ask():
        try:
            return company.bench.ask(ExportAuditRecords(caller=caller, **ADDED)).file
        except Refused as refusal:
            return refusal.code

    threads = [eventlet.spawn(ask) for _ in range(times)]
    return [thread.wait() for thread in threads]


def test_one_is_written_at_a_time_two_wait_and_others_come_again(company, legal, slow):
    told = asked_at_once(company, legal, 5)

    assert told.count("service.too_many_requests") == 2
    assert slow.most == 1
    assert asked_at_once(company, legal, 1) != ["service.too_many_requests"]


def test_two_of_one_person_at_once_are_two_files(company, legal, slow):
    first, second = asked_at_once(company, legal, 2)

    assert first.key != second.key
    assert slow.get(first)
    assert slow.get(second)


def test_others_have_their_turn_between_the_rows(company, legal, monkeypatch):
    monkeypatch.setattr(audit_records, "ROWS_AT_ONCE", 1)
    shown, turns = audit_exports.record_view, []
    monkeypatch.setattr(audit_exports, "record_view", lambda row: turns.append("row") or shown(row))

    def others():
        while True:
            turns.append("other")
            eventlet.sleep(0)

    waiting = eventlet.spawn(others)
    exported(company, legal, **ADDED)
    waiting.kill()

    assert turns.count("row") == 3
    assert ("row", "row") not in pairwise(turns)


def test_a_file_is_gone_when_its_time_is_over(company, legal, clock):
    made = company.bench.ask(ExportAuditRecords(caller=legal, **ADDED)).file
    sweep = company.bench._instance(None).remove_expired_audit_exports
    sweep()
    assert company.bench.objects.get(made)

    clock.pass_by(hours=1)
    sweep()

    assert company.bench.objects.deleted == [made.key]
    sweep()
    assert company.bench.objects.deleted == [made.key]


def test_all_that_are_over_are_deleted_however_many(company, legal, clock, monkeypatch):
    monkeypatch.setattr(audit_exports, "SWEEP_LIMIT", 1)
    for _ in range(3):
        company.bench.ask(ExportAuditRecords(caller=legal, **ADDED))
    clock.pass_by(hours=1)

    company.bench._instance(None).remove_expired_audit_exports()

    assert (company.bench.objects.kept, len(company.bench.objects.deleted)) == ({}, 3)


def test_a_file_that_was_never_stored_is_swept_like_others(company, legal, clock):
    company.bench.objects.put = None
    with pytest.raises(TypeError):
        company.bench.ask(ExportAuditRecords(caller=legal, **ADDED))
    clock.pass_by(hours=1)

    company.bench._instance(None).remove_expired_audit_exports()

    assert len(company.bench.objects.deleted) == 1
