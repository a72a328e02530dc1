"""Metrics and JSON logs of the customs process."""

import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import uuid4

import structlog
from prometheus_client import Counter, Gauge, Histogram

from contracts import tracing
from contracts.masking import mask_secrets
from contracts.settings import TracesSettings

_QUIET = ("urllib3", "alembic", "uvicorn.error", "uvicorn.access")

HANDLED = Counter(
    "customs_events_heard",
    "Deliveries by how they ended: done, repeated or dead",
    ["event", "result"],
)
HANDLER_SECONDS = Histogram("customs_handler_seconds", "Duration of handling a group of events")
PUBLISHED = Counter(
    "customs_events_published",
    "Publications by how they ended: confirmed or unroutable",
    ["event", "result"],
)
SPANS = Counter(
    "customs_spans", "Spans of traces by what became of them: sent or dropped", ["outcome"]
)
AGENDA_DEPTH = Gauge("customs_agenda_depth", "Events that are due and not yet confirmed")
AGENDA_AGE = Gauge("customs_agenda_age_seconds", "How long the oldest due event has been due")
REQUESTS = Counter("customs_http_requests", "Console calls", ["route", "status"])
REQUEST_SECONDS = Histogram("customs_http_seconds", "Duration of a console call", ["route"])


def configure_logs(level: str) -> None:
    """One JSON object a line on standard error, libraries included.

    pika is silent: it logs bodies of messages it could not deliver, and they hold ID numbers.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        mask_secrets,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    render = structlog.processors.JSONRenderer(ensure_ascii=False)
    remove = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, _name_process], processors=[_name_process, remove, render]
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    logging.getLogger("pika").setLevel(logging.CRITICAL)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))


def record_traces(settings: TracesSettings) -> None:
    """From here on, if the settings name a receiver."""
    tracing.record("customs", settings, lambda outcome, number: SPANS.labels(outcome).inc(number))


def new_call(stack: Sequence[str], handler: str) -> list[str]:
    """These calls, and one more that begins here because of them, named as the services name it."""
    return [*stack, f"{handler}.{uuid4()}"]


@contextmanager
def calls(call_ids: list[str]) -> Iterator[None]:
    """Every line logged inside carries the call that caused it."""
    with structlog.contextvars.bound_contextvars(call_id=call_ids[0] if call_ids else None):
        yield


def _name_process(
    _: object, __: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    event["process"] = "customs"
    return event
