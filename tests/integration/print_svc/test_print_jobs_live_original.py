"""The original that is out is named to its owner and to who issued it."""

import pytest

from contracts.printing import GetLiveOriginal, LiveOriginal, MakeDownload
from tests.unit.cert_svc.events import AGENT, STRANGER, caller

NOTHING = LiveOriginal()


def live_original(office, number, who=None):
    return office.bench.ask(GetLiveOriginal(caller=who or caller(), certificate_no=number))


@pytest.mark.parametrize(
    ("then", "state"),
    [
        (lambda _office, _issued: None, "released"),
        (lambda office, issued: office.confirm(issued, printed=True), "printed"),
        (lambda office, issued: office.confirm(issued, printed=False), "failed"),
    ],
)
def test_an_original_that_is_out_is_named_with_its_state(office, then, state):
    number = office.approve(revision=2)
    issued = office.print_out(number)
    then(office, issued)

    assert live_original(office, number) == LiveOriginal(
        print_serial=issued.job.print_serials["original"], revision=2, state=state
    )


def test_a_download_is_the_original_that_is_out(office):
    number = office.approve("rcep")
    office.bench.ask(MakeDownload(caller=caller(), certificate_no=number))

    assert live_original(office, number).state == "printed"


def test_an_original_that_waits_for_its_workstation_is_not_out(office):
    number = office.approve()
    office.issue_one(number)

    assert live_original(office, number) == NOTHING


def test_a_copy_is_no_original(office):
    number = office.approve()
    office.print_out(number, parts="copy")

    assert live_original(office, number) == NOTHING


def test_a_voided_original_is_not_live(office):
    number = office.approve()
    office.grant_reprint(office.print_out(number))

    assert live_original(office, number) == NOTHING


def test_a_certificate_that_was_never_printed_has_none(office):
    assert live_original(office, office.approve()) == NOTHING


def test_owner_and_issuer_learn_of_it_and_nobody_else(office):
    number = office.approve()
    serial = office.print_out(number, caller=caller(AGENT)).job.print_serials["original"]

    told = [live_original(office, number, caller(who)) for who in (AGENT, STRANGER)]

    assert live_original(office, number).print_serial == serial
    assert (told[0].print_serial, told[1]) == (serial, NOTHING)


def test_an_agent_learns_nothing_of_what_its_principal_printed(office):
    number = office.approve()
    office.print_out(number)

    assert live_original(office, number, caller(AGENT)) == NOTHING
