"""An application right after a release, while the news of it is on its way (R78)."""

import pytest

from contracts.printing import LiveOriginal
from tests.integration.exception_svc.conftest import refused_code
from tests.unit.cert_svc.events import print_issued, print_released
from tests.unit.exception_svc.requests import filing

RELEASED = LiveOriginal(print_serial="SERIAL-1", revision=1, state="released")


@pytest.fixture
def waiting(neighbourhood):
    """cert_svc has not heard of any print."""
    neighbourhood.changes = {"print_status": "waiting"}
    return neighbourhood


@pytest.mark.parametrize("state", ["released", "printed", "failed"])
@pytest.mark.parametrize("heard", [(), (print_issued(),)], ids=["nothing heard", "issue heard"])
def test_a_print_that_only_print_svc_knows_of_is_to_be_tried_again(bench, waiting, state, heard):
    for event in heard:
        bench.deliver(event)
    waiting.live = RELEASED.model_copy(update={"state": state})

    assert refused_code(bench, filing()) == "service.unavailable"
    assert bench.published() == []


def test_once_its_news_has_come_the_application_is_granted(bench, waiting):
    waiting.live = RELEASED
    refused_code(bench, filing(idempotency_key="one-click"))
    bench.deliver(print_released())

    assert bench.ask(filing(idempotency_key="one-click")).state == "granted"


def test_the_release_of_a_reprint_is_waited_for_too(bench, waiting):
    bench.deliver(print_released())
    bench.ask(filing())
    waiting.live = RELEASED.model_copy(update={"print_serial": "SERIAL-2"})

    assert refused_code(bench, filing(reason="power_cut")) == "service.unavailable"


def test_what_was_granted_for_one_original_does_not_answer_for_the_next(bench, waiting):
    bench.deliver(print_released())
    granted = bench.ask(filing())
    waiting.live = RELEASED.model_copy(update={"print_serial": "SERIAL-2"})

    assert refused_code(bench, filing()) == "service.unavailable"
    bench.deliver(print_released("SERIAL-2"))

    assert bench.ask(filing()).exception_id != granted.exception_id


def test_an_original_that_print_svc_does_not_know_to_be_void_yet_is_not_waited_for(bench, waiting):
    bench.deliver(print_released())
    bench.ask(filing())
    waiting.live = RELEASED

    assert refused_code(bench, filing(reason="power_cut")) == "exception.not_printed"


def test_what_no_neighbour_knows_as_printed_is_refused(bench, waiting):
    assert refused_code(bench, filing()) == "exception.not_printed"


def test_a_print_that_only_cert_svc_has_heard_of_is_to_be_tried_again(bench):
    assert refused_code(bench, filing()) == "service.unavailable"


def test_while_print_svc_is_away_nothing_is_refused_as_not_printed(bench, waiting):
    waiting.live = None

    assert refused_code(bench, filing()) == "service.unavailable"


def test_print_svc_is_not_needed_where_the_answer_is_known(bench, neighbourhood):
    neighbourhood.live = None
    bench.deliver(print_released())
    click = filing(idempotency_key="one-click")

    first, again = bench.ask(click), bench.ask(click)

    assert first == again
