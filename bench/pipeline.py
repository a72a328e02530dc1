"""Approvals to printable certificates a second, against a bare handler that inserts one row.

All servers and processes run on this machine. One certificate is four events from customs, a layout
fetched, checked and stored encrypted, and one event more, to print_svc and to customs.
"""

import json
import time
from collections.abc import Mapping

import pika
from sqlalchemy import Engine, create_engine, text

from bench.bare_process import DATABASE, EVENT, SOURCE, bare_handler
from bench.bursts import (
    BATCH,
    DELAYS,
    PATIENCE_SECONDS,
    burst,
    counter_of_printable,
    prepared,
    wait,
)
from bench.harness import Row, largest_first
from bench.processor_time import each_took, processor_seconds
from bench.running import scratch
from deploy.local.stack import Stack, running_stack

SHOWN_MILLISECONDS = 0.1
PER_ENTERPRISE = 5_000
TARGET_PER_SECOND = 100
EVENTS_PER_CERTIFICATE = 6
"""Handled ones: four by cert_svc, `LayoutReceived` by print_svc and by customs."""


def run(*, quick: bool = False) -> list[Row]:
    count, steady_seconds = (1_000, 30) if quick else (3_000, 300)
    with scratch() as root, running_stack(root, overrides=DELAYS) as stack:
        bare = _bare_events_per_second(stack, count)
        in_burst, spent = _burst(stack, count)
        steady, worst = _steady(stack, steady_seconds)
    events = in_burst * EVENTS_PER_CERTIFICATE
    note = f"{TARGET_PER_SECOND}/s offered for {steady_seconds} s; at most {worst} behind"
    return [
        Row("pipeline", f"burst of {count}", in_burst, bare, "bare handler", "/s", 0.5),
        Row("pipeline", "the same in events handled", events, bare, "bare handler", "/s", None),
        _processor_time(spent),
        Row("pipeline", "steady", steady, TARGET_PER_SECOND, "offered", "/s", 0.99, note),
    ]


def _processor_time(spent: Mapping[str, float]) -> Row:
    """Milliseconds of one certificate, against what two cores have for each."""
    note = largest_first(spent, least=SHOWN_MILLISECONDS, digits=1)
    reference = f"two cores at {TARGET_PER_SECOND}/s"
    limit = 2 * 1000 / TARGET_PER_SECOND
    what = "processor time of one certificate"
    return Row("pipeline", what, sum(spent.values()), limit, reference, "ms", None, note)


def _burst(stack: Stack, count: int) -> tuple[float, dict[str, float]]:
    """Certificates a second, and the milliseconds that each process spent on one."""
    approvals, processes = prepared(stack, seed=1), stack.pids
    spent = processor_seconds(processes)
    rate = burst(stack, approvals, count)
    return rate, each_took(spent, processor_seconds(processes), count)


def _steady(stack: Stack, seconds: int) -> tuple[float, int]:
    """Certificates a second at the offered rate, and how far the pipeline ever fell behind."""
    wanted = TARGET_PER_SECOND * seconds
    enterprises = range(0, wanted, PER_ENTERPRISE)
    approvals = [prepared(stack, seed=100 + place) for place in range(len(enterprises))]
    printable = counter_of_printable(stack)
    before, started, worst = printable(), time.monotonic(), 0

    def all_arrived() -> bool:
        nonlocal worst
        elapsed, arrived = time.monotonic() - started, printable() - before
        worst = max(worst, min(wanted, int(elapsed * TARGET_PER_SECOND)) - arrived)
        return arrived >= wanted

    for first in range(0, wanted, BATCH):
        wait(lambda: all_arrived() or _due(started, first))  # noqa: B023 - runs now
        approvals[first // PER_ENTERPRISE].approve(over_seconds=BATCH / TARGET_PER_SECOND)
    wait(all_arrived, seconds + PATIENCE_SECONDS)
    return wanted / (time.monotonic() - started), worst


def _due(started: float, first: int) -> bool:
    """Each batch begins where the one before ends."""
    return time.monotonic() - started >= first / TARGET_PER_SECOND


def _bare_events_per_second(stack: Stack, count: int) -> float:
    engine = create_engine(stack.servers.create_database(DATABASE))
    with engine.begin() as connection:
        connection.execute(text("create table rows (id serial primary key, body text)"))
    with bare_handler(stack.servers):
        started = time.monotonic()
        _publish(stack.servers.amqp_url, count)
        wait(lambda: _rows(engine) >= count)
        return count / (time.monotonic() - started)


def _rows(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text("select count(*) from rows")).scalar_one())


def _publish(amqp_url: str, count: int) -> None:
    properties = pika.BasicProperties(content_type="application/json", delivery_mode=2)
    with pika.BlockingConnection(pika.URLParameters(amqp_url)) as connection:
        channel = connection.channel()
        for number in range(count):
            body = json.dumps({"number": number}).encode()
            channel.basic_publish(f"{SOURCE}.events", EVENT, body, properties)
