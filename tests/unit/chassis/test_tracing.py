"""Workers in traces; and spans under eventlet, where all that a process does shares one thread."""

import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
from nameko.containers import WorkerContext
from nameko.rpc import Rpc
from nameko.timer import Timer

from chassis.deliveries import Delivered
from chassis.subscriptions import Subscription
from chassis.tracing import Traced
from contracts import tracing
from contracts.settings import TracesSettings
from contracts.traces import span_id_of
from tests.otlp import receiving

REPOSITORY = Path(__file__).parents[3]
UNDER_EVENTLET = """
import eventlet
eventlet.monkey_patch()
import os, sys, time
from chassis.metrics import SPANS
from chassis.span_outcomes import record_traces
from contracts import tracing
from contracts.settings import TracesSettings
from contracts.traces import Kind

record_traces("toy_svc", TracesSettings(traces_url=sys.argv[1]))
tracing.begin("begun", Kind.SERVER, sys.argv[2:], {}).end()
"""
GOES_ON = """
turns = 0
until = time.monotonic() + 1.5
while time.monotonic() < until:
    eventlet.sleep(0.01)
    turns += 1
tracing.stop()
print(turns > 15, int(SPANS.labels("dropped")._value.get()))
os._exit(0)
"""
FORKS = """
child = os.fork()
if not child:
    eventlet.sleep(1.5)
    os._exit(0)
os.waitpid(child, 0)
tracing.stop()
"""


def run(script: str, url: str, call: str) -> str:
    """A process of its own: starting one under eventlet patches the whole interpreter."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", UNDER_EVENTLET + script, url, call],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def receiver():
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def call() -> str:
    """Of the gateway."""
    return uuid4().hex


@pytest.fixture
def worker(receiver, call):
    """nameko's context of a worker for that call, while spans are recorded."""

    def worker(entrypoint, *args, **came) -> WorkerContext:
        entrypoint.method_name = "do"
        container = SimpleNamespace(config={}, service_name="toy_svc")
        data = {"call_id_stack": [call], **came}
        return WorkerContext(container, None, entrypoint, args, data=data)

    tracing.record("toy_svc", TracesSettings(traces_url=receiver.url), lambda *_: None)
    yield worker
    tracing.enter(tracing.NOT_RECORDED)
    tracing.stop()


@pytest.fixture
def traced():
    traced = Traced()
    traced.setup()
    return traced


def test_a_worker_has_the_span_of_its_call_and_its_transaction_one_below(
    worker, traced, receiver, call
):
    context = worker(Rpc())
    traced.worker_setup(context)
    with tracing.in_transaction():
        pass
    traced.worker_result(context, "done", None)
    tracing.stop()

    span, transaction = receiver.named("toy_svc.do"), receiver.named("transaction")
    assert (span.process, span.kind, span.trace) == ("toy_svc", "server", call)
    assert span.span == f"{span_id_of(context.call_id):016x}"
    assert span.parent == f"{span_id_of(call):016x}"
    assert (transaction.trace, transaction.parent) == (span.trace, span.span)


def test_a_worker_stands_below_the_span_that_came_with_its_request(worker, traced, receiver, call):
    context = worker(Rpc(), traceparent=f"00-{call}-00000000000000aa-01")
    traced.worker_setup(context)
    traced.worker_result(context, "done", None)
    tracing.stop()

    assert receiver.named("toy_svc.do").parent == "00000000000000aa"


def test_a_worker_that_failed_is_seen_to_have(worker, traced, receiver):
    context = worker(Timer(60))
    traced.worker_setup(context)
    traced.worker_result(context, None, (KeyError, KeyError("tk-marked"), None))
    tracing.stop()

    [span] = receiver.spans
    assert (span.kind, span.failed, span.attributes["error.type"]) == ("internal", True, "KeyError")
    assert b"tk-marked" not in receiver.bodies[0]


def test_a_group_of_events_has_one_span_in_each_of_their_traces(worker, traced, receiver, call):
    other = uuid4().hex
    group = tuple(Delivered(uuid4(), each, (each,)) for each in (call, other, call))

    context = worker(Subscription(str), group)
    traced.worker_setup(context)
    traced.worker_result(context, None, None)
    tracing.stop()

    assert [span.trace for span in receiver.spans] == [call, other]
    assert {span.attributes["messaging.batch.message_count"] for span in receiver.spans} == {3}
    assert [span.links for span in receiver.spans] == [(), (call,)]


def test_while_a_receiver_says_nothing_greenlets_go_on_and_the_span_is_counted(receiver, call):
    receiver.answer = lambda: time.sleep(4) or 503

    assert run(GOES_ON, receiver.url, call).splitlines()[-1] == "True 1"


def test_a_forked_child_sends_nothing_of_its_parent(receiver, call):
    run(FORKS, receiver.url, call)

    assert [span.name for span in receiver.spans] == ["begun"]
