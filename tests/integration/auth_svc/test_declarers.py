"""Declarers as customs filed them, each its own enterprise's (R19, R27)."""

from datetime import timedelta

from contracts.authorization import ListDeclarers
from tests.integration.auth_svc.company import START


def test_the_latest_filing_names_the_declarer_whatever_the_order(company):
    caller = company.legal_person()
    company.file_declarer(filed_at=START + timedelta(days=1), name="新名")
    company.file_declarer(filed_at=START, name="旧名")

    (declarer,) = company.bench.ask(ListDeclarers(caller=caller)).declarers
    assert declarer.name == "新名"
