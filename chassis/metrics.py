"""Prometheus metrics that every process has: rate, errors and duration of each entrypoint."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import Counter, Gauge, Histogram

from contracts.errors import Refused

ENTRYPOINT_SECONDS = Histogram(
    "originprint_entrypoint_seconds",
    "Duration of an RPC method, event handler or HTTP route in seconds",
    ["entrypoint"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
ENTRYPOINT_RESULTS = Counter(
    "originprint_entrypoint_results",
    "How entrypoints ended: done, refused (a rule said no) or failed",
    ["entrypoint", "result"],
)
ACTIONS = Counter(
    "originprint_actions",
    "Calls that the audit trail records, by what they do and how they ended: done, or the refusal",
    ["action", "outcome"],
)
OUTBOX_DEPTH = Gauge(
    "originprint_outbox_depth", "Events written and not yet confirmed by the broker"
)
OUTBOX_AGE = Gauge(
    "originprint_outbox_age_seconds", "Age of the oldest unpublished event in seconds"
)
EVENTS_PUBLISHED = Counter("originprint_events_published", "Events the broker confirmed", ["event"])
EVENTS_RETRIED = Counter(
    "originprint_events_retried", "Deliveries sent to a retry queue", ["queue"]
)
DEAD_LETTERS = Counter("originprint_dead_letters", "Deliveries given up on", ["queue"])
EVENTS_WAITING = Gauge(
    "originprint_events_waiting", "Events held because a server is away, by queue", ["queue"]
)
SPANS = Counter(
    "originprint_spans", "Spans of traces by what became of them: sent or dropped", ["outcome"]
)
CHECK_HOLDS = Gauge(
    "originprint_check_holds",
    "1 while this part of readiness held when it was last asked for, else 0",
    ["check"],
)
QUEUE_MESSAGES = Gauge("originprint_queue_messages", "Messages ready in a queue", ["queue"])
EVENT_LAG = Histogram(
    "originprint_event_lag_seconds",
    "From an event's time to the end of its handler in seconds",
    ["queue"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300),
)


@contextmanager
def observed(entrypoint: str) -> Iterator[None]:
    """Count and time one call."""
    started = time.perf_counter()
    result = "failed"
    try:
        yield
        result = "done"
    except Refused:
        result = "refused"
        raise
    finally:
        ENTRYPOINT_SECONDS.labels(entrypoint).observe(time.perf_counter() - started)
        ENTRYPOINT_RESULTS.labels(entrypoint, result).inc()
