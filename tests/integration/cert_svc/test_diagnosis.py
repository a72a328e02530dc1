"""Diagnoses of real rows: what the list hides, the diagnosis explains (R52-R54)."""

from uuid import uuid4

import pytest

from contracts.certificates import DiagnoseCertificate, GetCertificate
from tests.integration.cert_svc.conftest import receive_layout, refusal_code
from tests.unit.cert_svc.events import (
    AGENT,
    APPROVED,
    EXPORTER,
    HOUR,
    NUMBER,
    OTHER_ID,
    agent_authorized,
    agent_revoked,
    approved,
    archived,
    caller,
    claimed,
    declarer_filed,
    print_released,
    replaced,
    returned,
    seal_authorized,
    signature,
)


@pytest.fixture
def printable(bench, customs):
    for event in (seal_authorized(), declarer_filed(), approved(agent_code=AGENT)):
        bench.deliver(event)
    receive_layout(bench, customs)
    return bench


def failing(bench, code: str = EXPORTER, typed: str = NUMBER) -> list[str]:
    diagnosis = bench.ask(DiagnoseCertificate(caller=caller(code), certificate_no=typed))
    return [line.code for line in diagnosis.lines if line.holds is False]


@pytest.mark.parametrize(
    "typed", [NUMBER, " a26-specimen1-0001 ", "Ａ２６ＳＰＥＣＩＭＥＮ１０００１"]
)
def test_a_printable_certificate_has_no_fault_however_its_number_is_typed(printable, typed):
    diagnosis = printable.ask(DiagnoseCertificate(caller=caller(), certificate_no=typed))

    assert diagnosis.printable
    assert diagnosis.certificate_no == NUMBER
    assert failing(printable, typed=typed) == []


def test_a_granted_agent_gets_the_whole_diagnosis(printable):
    printable.deliver(agent_authorized())
    printable.deliver(print_released())

    assert failing(printable, AGENT) == ["certificate.already_printed"]


@pytest.mark.parametrize(
    ("history", "codes"),
    [
        ([approved(), declarer_filed()], ["seal_not_authorized"]),
        (
            [approved(), declarer_filed(), seal_authorized(received_at=APPROVED)],
            ["authorized_too_late"],
        ),
        ([approved(), seal_authorized()], ["declarer_not_filed"]),
        (
            [
                approved(),
                declarer_filed(),
                seal_authorized(signatures=(signature(OTHER_ID),)),
            ],
            ["signature_not_authorized", "signature.left_out", "id_numbers_differ"],
        ),
        ([approved(), declarer_filed(), seal_authorized(), returned()], ["returned"]),
        (
            [approved(claimed_at_counter=True), declarer_filed(), seal_authorized()],
            ["claimed_at_counter"],
        ),
        (
            [approved(), declarer_filed(), seal_authorized(), print_released(), archived()],
            ["archived", "already_printed"],
        ),
        ([approved(), declarer_filed(), seal_authorized(), claimed()], ["claimed_at_counter"]),
        ([approved(), declarer_filed(), seal_authorized(), replaced()], ["replaced"]),
        (
            [approved(destination="NZ"), declarer_filed(), seal_authorized()],
            ["type_not_open"],
        ),
    ],
)
def test_each_history_is_explained_by_what_is_wrong_with_it(bench, history, codes):
    for event in history:
        bench.deliver(event)

    named = [code if "." in code else f"certificate.{code}" for code in codes]
    assert failing(bench) == [*named, "certificate.layout_not_received"]


def test_the_first_failing_line_is_what_printing_is_refused_with(bench):
    bench.deliver(approved())

    assert refusal_code(bench) == failing(bench)[0] == "certificate.seal_not_authorized"


def test_a_number_that_no_type_has_is_called_malformed(bench):
    assert failing(bench, typed="26SPECIMEN") == [
        "certificate.unknown",
        "certificate.malformed_number",
    ]


def test_an_unlisted_certificate_is_still_shown_to_its_owner_by_number(bench):
    bench.deliver(approved())

    view = bench.ask(GetCertificate(caller=caller(), certificate_no=NUMBER))

    assert not view.printable
    assert not view.downloadable


@pytest.mark.parametrize(
    "event",
    [seal_authorized(), declarer_filed(), agent_authorized(), agent_revoked(), approved()],
    ids=lambda event: type(event).__name__,
)
def test_an_event_that_comes_twice_changes_nothing_the_second_time(printable, event):
    event_id = uuid4()
    printable.deliver(event, event_id=event_id)
    before = failing(printable), failing(printable, AGENT)

    printable.deliver(event, event_id=event_id)
    printable.deliver(event)

    assert (failing(printable), failing(printable, AGENT)) == before


def test_a_declarer_is_known_by_the_name_of_the_latest_filing(bench):
    bench.deliver(declarer_filed(id_number=OTHER_ID, name="NEWER", filed_at=APPROVED))
    bench.deliver(declarer_filed(id_number=OTHER_ID, filed_at=APPROVED - HOUR))
    bench.deliver(approved())

    assert "certificate.id_numbers_differ" not in failing(bench)
