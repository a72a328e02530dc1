"""Queues are declared by several processes, so what they say of one queue must be the same."""

from datetime import UTC, datetime

import contracts.topology as broker
from contracts.printing import PrintCompleted

QUEUE = "evt-print_svc-PrintCompleted--customs.on_print_completed"


def test_a_queue_names_source_event_service_and_handler():
    assert broker.event_queue_name(PrintCompleted, "customs", "on_print_completed") == QUEUE


def test_what_an_event_queue_gives_up_on_is_a_dead_letter_under_the_queue_s_name():
    assert broker.event_queue_arguments(QUEUE) == {
        "x-queue-type": "quorum",
        "x-delivery-limit": broker.UNLIMITED_DELIVERIES,
        "x-dead-letter-exchange": "dead_letters",
        "x-dead-letter-routing-key": QUEUE,
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }


def test_what_waits_for_a_retry_goes_back_under_its_queue_s_name_and_is_not_lost():
    assert broker.retry_queue_arguments("print_svc") == {
        "x-queue-type": "quorum",
        "x-dead-letter-exchange": "print_svc.retry",
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }


def test_a_dead_letter_says_where_it_comes_from_and_why_in_at_most_2000_characters():
    died_at = datetime(2026, 5, 6, 4, tzinfo=UTC)

    headers = broker.dead_letter_headers(QUEUE, "x" * 3000, died_at)

    assert headers == {
        "x-origin-queue": QUEUE,
        "x-reason": "x" * 2000,
        "x-died-at": "2026-05-06T04:00:00+00:00",
    }
