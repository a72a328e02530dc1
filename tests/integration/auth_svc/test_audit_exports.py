"""The audit trail as an Excel file: all that is asked for, read some at a time, up to an end."""

import pytest

from contracts.audit import AuditConditions, ExportAuditRecords, ListAuditRecords
from contracts.errors import Refused
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
