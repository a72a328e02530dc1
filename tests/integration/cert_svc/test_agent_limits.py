"""A grant with limits: what the agent may print, and what list and diagnosis say (R37-R39)."""

from datetime import timedelta

import pytest

from contracts.agents import AgentLimits
from contracts.certificates import DiagnoseCertificate, GetCertificate
from contracts.values import PrintPart
from tests.integration.cert_svc.conftest import check_printable, listed, number, receive_layout
from tests.unit.cert_svc.events import (
    AGENT,
    APPROVED,
    EXPORTER,
    HOUR,
    agent_authorized,
    approved,
    caller,
    print_issued,
    print_released,
)

NUMBERS = tuple(number(serial) for serial in (1, 2, 3))
YEARS = timedelta(days=3650)


@pytest.fixture
def printable(authorized, customs):
    """Three printable certificates that the agent declared."""
    for each in NUMBERS:
        authorized.deliver(approved(certificate_no=each, agent_code=AGENT))
        receive_layout(authorized, customs, each)
    return authorized


def grant(bench, **limits):
    bench.deliver(agent_authorized(limits=AgentLimits(**limits)))


def answers(bench, *numbers, use="print", code=AGENT):
    """Refusal codes by number; None for what may be printed."""
    told = check_printable(bench, *(numbers or NUMBERS), use=use, code=code)
    refused = {each.certificate_no: each.code for each in told.refused}
    return [refused.get(each) for each in numbers or NUMBERS]


def seen(bench, which, code=AGENT):
    return bench.ask(GetCertificate(caller=caller(code), certificate_no=which)).printable


def failing(bench, which, code=AGENT):
    told = bench.ask(DiagnoseCertificate(caller=caller(code), certificate_no=which))
    return told.printable, [line.code for line in told.lines if line.holds is False]


def queue(bench, which, **changes):
    about = {"certificate_no": which, "issuer_code": AGENT, "ticket_expires_at": APPROVED + YEARS}
    bench.deliver(print_issued(which, **about | changes))


def print_out(bench, which, **changes):
    about = {"certificate_no": which, "issuer_code": AGENT}
    bench.deliver(print_released(which, **about | changes))


@pytest.mark.rule("R37", "R39")
@pytest.mark.parametrize(
    ("limits", "code"),
    [
        ({"type_ids": ("rcep",)}, "agent.type_not_granted"),
        ({"valid_from": APPROVED + YEARS}, "agent.grant_not_begun"),
        ({"valid_to": APPROVED + HOUR}, "agent.grant_over"),
    ],
)
def test_printing_list_and_diagnosis_agree_about_a_limit(printable, limits, code):
    grant(printable, **limits)

    assert answers(printable) == answers(printable, use="copy") == [code] * 3
    assert listed(printable, AGENT) == list(reversed(NUMBERS))
    assert not seen(printable, NUMBERS[0])
    assert failing(printable, NUMBERS[0]) == (False, [code])


@pytest.mark.rule("R37")
def test_limits_do_not_concern_the_principal(printable):
    grant(printable, type_ids=("rcep",), originals=1)

    assert answers(printable, code=EXPORTER) == [None] * 3
    assert seen(printable, NUMBERS[0], EXPORTER)
    assert failing(printable, NUMBERS[0], EXPORTER) == (True, [])


@pytest.mark.rule("R39")
def test_within_its_limits_the_agent_prints(printable):
    grant(printable, type_ids=("china_australia",), originals=3, valid_to=APPROVED + YEARS)

    assert answers(printable) == [None] * 3
    assert failing(printable, NUMBERS[0]) == (True, [])


@pytest.mark.rule("R39")
def test_a_batch_gets_what_is_left_of_the_number(printable):
    grant(printable, originals=2)

    assert answers(printable) == [None, None, "agent.originals_used_up"]


@pytest.mark.rule("R60", "R61")
@pytest.mark.parametrize("use", ["print_copy", "copy"])
def test_a_batch_of_copies_is_whole_and_leaves_the_number_as_it_is(printable, use):
    grant(printable, originals=1)

    assert answers(printable, use=use) == [None] * 3
    assert answers(printable, NUMBERS[2]) == [None]


@pytest.mark.rule("R60", "R61")
@pytest.mark.parametrize("use", ["print_copy", "copy"])
def test_copies_come_out_after_the_last_original(printable, use):
    grant(printable, originals=1)
    print_out(printable, NUMBERS[0])

    assert answers(printable, use=use) == [None] * 3


@pytest.mark.rule("R39")
def test_what_was_printed_is_used_up_and_may_itself_be_replaced(printable):
    grant(printable, originals=1)
    print_out(printable, NUMBERS[0])

    assert answers(printable, NUMBERS[1]) == ["agent.originals_used_up"]
    assert failing(printable, NUMBERS[1]) == (False, ["agent.originals_used_up"])
    assert answers(printable, NUMBERS[0]) == ["certificate.already_printed"]


@pytest.mark.rule("R39")
def test_of_two_that_were_queued_at_once_only_the_first_is_handed_out(printable):
    grant(printable, originals=1)
    queue(printable, NUMBERS[1])
    queue(printable, NUMBERS[0])

    assert answers(printable, NUMBERS[0]) == ["agent.originals_used_up"]
    assert answers(printable, NUMBERS[1]) == [None]


@pytest.mark.rule("R39")
@pytest.mark.parametrize(
    "changes",
    [
        {"issuer_code": EXPORTER},
        {"parts": (PrintPart.COPY,)},
        {"released_at": APPROVED - 2 * HOUR},
    ],
    ids=["by the principal", "a copy", "before the grant"],
)
def test_what_does_not_count_leaves_the_number_as_it_is(printable, changes):
    grant(printable, originals=1)
    print_out(printable, NUMBERS[0], **changes)

    assert answers(printable, NUMBERS[1]) == [None]


@pytest.mark.rule("R39")
def test_a_ticket_that_ended_unused_is_free_again(printable):
    grant(printable, originals=1)
    queue(printable, NUMBERS[0], ticket_expires_at=APPROVED)

    assert answers(printable, NUMBERS[1]) == [None]
