"""Filing an exception application: one grant for each original, counted (R78-R84)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy import select

from contracts.errors import Refused
from contracts.exceptions import ListExceptionReasons, ListExceptions, ReprintGranted
from contracts.values import LoginMedium, PrintPart
from services.exception_svc.tables import exceptions
from tests.integration.exception_svc.conftest import refused_code
from tests.unit.cert_svc.events import (
    AGENT,
    STRANGER,
    archived,
    caller,
    print_completed,
    print_failed,
    print_issued,
    print_released,
    replaced,
)
from tests.unit.exception_svc.requests import filing


@pytest.mark.parametrize("event", [print_released(), print_failed(), print_completed()])
def test_a_print_that_went_wrong_is_granted_at_once(bench, event):
    bench.deliver(event)

    filed = bench.ask(filing())

    assert (filed.state, filed.count) == ("granted", 1)
    [granted] = bench.published()
    assert isinstance(granted, ReprintGranted)
    assert granted.voided_print_serial == "SERIAL-1"
    assert granted.exception_id == filed.exception_id


def test_a_certificate_whose_ticket_was_never_used_needs_no_application(bench, neighbourhood):
    neighbourhood.changes = {"print_status": "waiting"}
    bench.deliver(print_issued())

    assert refused_code(bench, filing()) == "exception.not_printed"


def test_copies_may_be_printed_again_without_an_application(bench, neighbourhood):
    neighbourhood.changes = {"print_status": "waiting"}
    bench.deliver(print_released(parts=(PrintPart.COPY,)))

    assert refused_code(bench, filing()) == "exception.not_printed"


def test_an_archived_certificate_allows_no_application(bench):
    bench.deliver(print_released())
    bench.deliver(archived())

    assert refused_code(bench, filing()) == "exception.archived"


@pytest.mark.rule("R99")
def test_a_replaced_certificate_allows_no_application(bench):
    bench.deliver(replaced())
    bench.deliver(replaced())
    bench.deliver(print_released())

    assert refused_code(bench, filing()) == "exception.replaced"


def test_archiving_that_only_cert_svc_has_heard_of_counts_too(bench, neighbourhood):
    bench.deliver(print_released())
    neighbourhood.changes = {"archived": True}

    assert refused_code(bench, filing()) == "exception.archived"


def test_a_reason_outside_the_list_is_refused(bench):
    bench.deliver(print_released())

    assert refused_code(bench, filing(reason="boredom")) == "exception.unknown_reason"


@pytest.mark.rule("R84")
def test_the_reasons_of_the_list_are_those_of_the_rule(bench):
    reasons = bench.ask(ListExceptionReasons(caller=caller())).reasons

    assert [reason.zh for reason in reasons] == [
        "卡纸",
        "断电",
        "打印机设置错误",
        "打印不完整",
        "初次操作失误",
        "其他",
    ]


def test_the_same_application_again_is_the_same_exception(bench):
    bench.deliver(print_released())

    first, second = bench.ask(filing()), bench.ask(filing())

    assert first == second
    assert len(bench.published()) == 1


def test_another_application_for_a_void_original_is_refused(bench):
    bench.deliver(print_released())
    bench.ask(filing())

    assert refused_code(bench, filing(reason="power_cut")) == "exception.not_printed"
    assert len(bench.published()) == 1


@pytest.mark.rule("R82")
def test_each_exception_print_is_counted(bench):
    counts = []
    for serial in ("SERIAL-1", "SERIAL-2", "SERIAL-3"):
        bench.deliver(print_released(serial))
        counts.append(bench.ask(filing()).count)

    assert counts == [1, 2, 3]
    assert [event.count for event in bench.published()] == counts


def test_a_release_that_comes_again_does_not_revive_a_void_original(bench):
    released, event_id = print_released(), uuid4()
    bench.deliver(released, event_id=event_id)
    bench.ask(filing())

    bench.deliver(released, event_id=event_id)
    bench.deliver(print_completed())

    assert refused_code(bench, filing(reason="power_cut")) == "exception.not_printed"


def test_two_people_filing_at_once_get_one_grant(bench, engine):
    bench.deliver(print_released())
    start = Barrier(8)

    def file(number: int):
        start.wait()
        try:
            return bench.ask(filing(note=f"person {number}"))
        except Refused as refusal:
            return refusal.code

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(file, range(8)))

    assert answers.count("exception.not_printed") == 7
    with engine.connect() as connection:
        assert len(connection.execute(select(exceptions)).all()) == 1
    assert len(bench.published()) == 1


def test_one_click_sent_twice_at_once_gets_the_same_exception_twice(bench):
    bench.deliver(print_released())
    start = Barrier(2)

    def file(_number: int):
        start.wait()
        return bench.ask(filing(idempotency_key="one-click"))

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(file, range(2))

    assert one == other
    assert len(bench.published()) == 1


def test_a_key_used_again_for_another_application_is_refused(bench):
    bench.deliver(print_released())
    bench.ask(filing(idempotency_key="key"))

    again = filing(idempotency_key="key", reason="power_cut")

    assert refused_code(bench, again) == "idempotency.key_reused"


def test_what_the_device_said_stands_beside_what_the_person_chose(bench):
    bench.deliver(print_failed(device_reasons=("media-jam-error",)))

    filed = bench.ask(filing(reason="other", note="third page torn"))

    assert filed.device_reasons == ("media-jam-error",)
    assert (filed.reason, filed.note) == ("other", "third page torn")


def test_what_the_device_said_is_shown_even_when_it_comes_after_the_application(bench):
    bench.deliver(print_released())
    bench.ask(filing())

    bench.deliver(print_failed(device_reasons=("media-empty-error",)))

    [listed] = bench.ask(ListExceptions(caller=caller())).exceptions
    assert listed.device_reasons == ("media-empty-error",)


def test_archiving_after_the_grant_overtakes_it(bench):
    bench.deliver(print_released())
    bench.ask(filing())

    bench.deliver(archived())

    [listed] = bench.ask(ListExceptions(caller=caller())).exceptions
    assert listed.state == "overtaken_by_archiving"
    assert refused_code(bench, filing()) == "exception.archived"


@pytest.mark.parametrize("archived_first", [True, False])
def test_a_grant_whose_reprint_came_out_is_not_overtaken(bench, archived_first):
    bench.deliver(print_released())
    bench.ask(filing())
    events = [archived(), print_released("SERIAL-2")]

    for event in events if archived_first else reversed(events):
        bench.deliver(event)

    [listed] = bench.ask(ListExceptions(caller=caller())).exceptions
    assert listed.state == "granted"


@pytest.mark.parametrize("medium", sorted(set(LoginMedium) - {LoginMedium.API_TOKEN}))
def test_any_login_may_file(bench, medium):
    bench.deliver(print_released("SERIAL-1"))

    assert bench.ask(filing(caller=caller(medium=medium))).state == "granted"


def test_a_stranger_cannot_file_nor_learn_that_the_certificate_exists(bench):
    bench.deliver(print_released())

    theirs = refused_code(bench, filing(caller=caller(STRANGER)))

    assert theirs == "certificate.unknown"
    assert bench.published() == []


def test_an_agent_files_and_lists_under_its_grant(bench):
    bench.deliver(print_released())

    filed = bench.ask(filing(caller=caller(AGENT)))

    assert bench.ask(ListExceptions(caller=caller(AGENT))).exceptions == (filed,)
    assert bench.ask(ListExceptions(caller=caller())).exceptions == (filed,)
