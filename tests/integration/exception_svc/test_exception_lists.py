"""The list of exception applications: its pages, and whose it shows (R81, R39)."""

import pytest

from contracts.exceptions import ListExceptions
from tests.integration.exception_svc.conftest import refused_code
from tests.unit.cert_svc.events import (
    AGENT,
    APPROVED,
    BOTH,
    HOUR,
    NUMBER,
    STRANGER,
    caller,
    print_released,
)
from tests.unit.exception_svc.requests import filing


def test_a_stranger_lists_nothing(bench):
    bench.deliver(print_released())
    bench.ask(filing())

    asked = ListExceptions(caller=caller(STRANGER), certificate_no=NUMBER)

    assert bench.ask(asked).exceptions == ()


def test_an_agent_whose_grant_was_revoked_lists_nothing(bench, neighbourhood):
    bench.deliver(print_released())
    bench.ask(filing())

    neighbourhood.grant = None

    assert bench.ask(ListExceptions(caller=caller(AGENT))).exceptions == ()
    assert refused_code(bench, filing(caller=caller(AGENT))) == "certificate.unknown"


def test_an_agent_lists_nothing_approved_before_its_grant(bench, neighbourhood):
    bench.deliver(print_released())
    bench.ask(filing())

    late = neighbourhood.grant.model_copy(update={"granted_at": APPROVED + HOUR})
    neighbourhood.grant = late

    assert bench.ask(ListExceptions(caller=caller(AGENT))).exceptions == ()


@pytest.mark.rule("R81")
def test_the_list_turns_pages_from_the_newest_to_the_oldest(bench):
    for number in range(1, 6):
        bench.deliver(print_released(f"SERIAL-{number}", parts=BOTH))
        bench.ask(filing())

    first = bench.ask(ListExceptions(caller=caller(), limit=3))
    second = bench.ask(ListExceptions(caller=caller(), limit=3, cursor=first.next_cursor))

    assert [each.count for each in first.exceptions + second.exceptions] == [5, 4, 3, 2, 1]
    assert second.next_cursor is None


def test_a_cursor_of_another_list_is_refused(bench):
    asked = ListExceptions(caller=caller(), cursor="bm90aGluZw")

    assert refused_code(bench, asked) == "request.invalid"
