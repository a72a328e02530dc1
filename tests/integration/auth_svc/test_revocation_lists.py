"""Revocation lists in the database: their bytes are read once, and again when they have changed."""

import pytest
from sqlalchemy import event

from chassis.deliveries import Delivery
from contracts.errors import Refused
from services.auth_svc.storage import revocation_lists
from tests.integration.auth_svc.test_lists_in_flight import take

pytestmark = pytest.mark.rule("R4")


@pytest.fixture
def asked(bench):
    """What the database is asked from here on."""
    statements = []

    def note(_connection, _cursor, statement, *_):
        statements.append(statement)

    event.listen(bench.engine, "before_cursor_execute", note)
    yield statements
    event.remove(bench.engine, "before_cursor_execute", note)


def of_content(statements):
    return [each for each in statements if "revocation_lists.content" in each]


def test_a_list_is_read_once_however_many_log_in_sign_or_look_for_a_newer_one(company, asked):
    revocation_lists._parsed.clear()
    for _ in range(3):
        company.log_in()
    company.bench._instance(Delivery("auth_svc.timer")).take_revocation_lists()

    assert len(of_content(asked)) == 1


def test_a_newer_list_is_read_again(company, asked):
    company.log_in()
    card = company.card(7)
    company.log_in(card)
    before = len(of_content(asked))

    take(company, card)

    with pytest.raises(Refused, match=r"card\.revoked"):
        company.log_in(card)
    company.log_in()
    assert len(of_content(asked)) == before + 1
