"""What a queue says of a job is put right by the device behind it, where that can be asked."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.workstation.fake_printer import (
    ABORTED,
    COMPLETED,
    FIT,
    PROCESSING,
    FakePrinter,
)
from workstation.ipp.values import Tag
from workstation.printing import Desk, print_ticket

pytestmark = pytest.mark.integration

TICKET = "ticket-0123456789abcdef"
PAGES = 2
Open = Callable[[FakePrinter], str]


@pytest.fixture(autouse=True)
def _document(window: Any, make_pdf: Callable[[int], bytes]) -> None:
    window.documents[TICKET] = make_pdf(PAGES)


def queue_before(device_uri: str, device: FakePrinter | None = None) -> FakePrinter:
    """It says of every job that it is completed, and counts all its pages."""
    queue = FakePrinter(attributes=FIT | {"device-uri": (Tag.URI, device_uri)}, impressions=PAGES)
    if device is not None:
        queue.on_job = lambda: device.jobs.append(queue.jobs[-1])
    return queue


@pytest.mark.parametrize(
    ("state", "counted", "told"), [(ABORTED, 1, "aborted"), (COMPLETED, PAGES, "completed")]
)
@pytest.mark.parametrize("options", ["", "?waitjob=false&version=1.1"])
def test_the_device_has_the_last_word(
    open_door: Open,
    make_desk: Callable[..., Desk],
    state: int,
    counted: int,
    told: str,
    options: str,
) -> None:
    device = FakePrinter(job_state=state, impressions=counted, job_reasons=("own-word",))
    queue = queue_before(open_door(device) + options, device)

    evidence = print_ticket(TICKET, make_desk(open_door(queue)))

    assert (evidence.job_state, evidence.impressions_completed) == (told, counted)
    assert "own-word" in evidence.state_reasons


def test_what_the_device_still_prints_is_not_completed_though_the_queue_has_let_go_of_it(
    open_door: Open, make_desk: Callable[..., Desk]
) -> None:
    device = FakePrinter(job_state=PROCESSING, impressions=1)
    queue = open_door(queue_before(open_door(device), device))

    waiting = print_ticket(TICKET, make_desk(queue, patience=0.2))
    device.job_state, device.impressions = COMPLETED, PAGES
    ended = print_ticket(TICKET, make_desk(queue))

    assert (waiting.job_state, waiting.finished_at) == ("processing", None)
    assert (ended.job_state, ended.impressions_completed) == ("completed", PAGES)


@pytest.mark.parametrize(
    "device_uri",
    ["usb://Specimen/Printer", "ipp://127.0.0.1:1/gone", "ipp://[::1", "of a job it never had"],
)
def test_where_the_device_cannot_be_asked_the_queues_count_is_of_nothing_printed(
    open_door: Open, make_desk: Callable[..., Desk], device_uri: str
) -> None:
    address = device_uri if ":" in device_uri else open_door(FakePrinter())

    evidence = print_ticket(TICKET, make_desk(open_door(queue_before(address))))

    assert (evidence.job_state, evidence.impressions_completed) == ("completed", None)
