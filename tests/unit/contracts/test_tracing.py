"""Spans as they reach a receiver, and what becomes of them when there is none."""

import subprocess
import sys
import threading
from uuid import uuid4

import pytest
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

from contracts import spans, tracing
from contracts.errors import Refused
from contracts.publishing import Message
from contracts.settings import TracesSettings
from contracts.topology import CALL_IDS_HEADER
from contracts.traces import (
    Attribute,
    Kind,
    read_traceparent,
    span_id_of,
    trace_id_of,
    write_traceparent,
)
from contracts.tracing import NOT_RECORDED, Sending
from tests.otlp import receiving

ID_NUMBER = "11010519491231002X"


@pytest.fixture
def receiver():
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def outcomes():
    return {"sent": 0, "dropped": 0}


@pytest.fixture
def count(outcomes):
    def count(outcome: str, number: int) -> None:
        outcomes[outcome] += number

    return count


@pytest.fixture
def record(receiver, count):
    """Switch it on for this test."""

    def record(url: str = receiver.url, share: float = 1.0) -> None:
        tracing.record("test", TracesSettings(traces_url=url, traces_share=share), count)

    yield record
    tracing.stop()


@pytest.fixture
def call():
    return uuid4().hex


def called(service: str = "cert_svc") -> str:
    return f"{service}.get_certificate.{uuid4()}"


def test_without_a_receiver_no_span_is_made_and_no_header_sent(call):
    with tracing.answering("HTTP", [call], {}) as span, tracing.asking("a.b", [call]) as asking:
        assert span is asking is NOT_RECORDED
        assert asking.headers == {}


def test_without_a_receiver_opentelemetry_is_not_loaded():
    script = (
        "import sys, chassis.tracing, contracts.tracing;"
        "from contracts.settings import TracesSettings;"
        "contracts.tracing.record('test', TracesSettings(), print);"
        "print([each for each in sys.modules if each.startswith('opentelemetry.sdk')])"
    )

    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script], check=True, capture_output=True
    )

    assert done.stdout.strip() == b"[]"


def test_the_call_id_of_a_request_is_the_name_of_its_trace(record, receiver, call):
    record()
    with tracing.answering("HTTP", [call], {}) as span:
        span.rename("GET /certificates/{certificate_no}")
        span.tell(Attribute.HTTP_STATUS, 200)

    [received] = receiver.wait_for(1)
    assert (received.process, received.kind) == ("test", "server")
    assert received.name == "GET /certificates/{certificate_no}"
    assert (received.trace, received.parent) == (call, "")
    assert received.attributes == {
        "http.response.status_code": 200,
        "originprint.call_id": call,
    }


def test_who_asks_stands_above_who_answers(record, receiver, call):
    record()
    own = called()
    with (
        tracing.answering("HTTP", [call], {}),
        tracing.asking("cert_svc.get_certificate", [call]) as asking,
    ):
        tracing.begin(
            "get", Kind.SERVER, [call, own], {}, heard=asking.headers["traceparent"]
        ).end()

    receiver.wait_for(3)
    asked = receiver.named("cert_svc.get_certificate")
    assert {span.trace for span in receiver.spans} == {call}
    assert asked.parent == receiver.named("HTTP").span
    assert receiver.named("get").parent == asked.span


def test_without_a_header_the_caller_is_found_by_its_call_id(record, receiver, call):
    record()
    caller, own = called("print_svc"), called()

    tracing.begin("get", Kind.SERVER, [call, caller, own], {}).end()

    [received] = receiver.wait_for(1)
    assert received.parent == f"{span_id_of(caller):016x}"


def test_a_header_of_another_trace_is_not_believed(record, receiver, call):
    record()
    foreign = f"00-{uuid4().hex}-00000000000000aa-01"

    tracing.begin("get", Kind.SERVER, [call, called()], {}, heard=foreign).end()

    [received] = receiver.wait_for(1)
    assert received.trace == call
    assert received.parent == f"{span_id_of(call):016x}"


def test_a_transaction_stands_below_what_it_is_for(record, receiver, call):
    record()
    with tracing.answering("HTTP", [call], {}), tracing.in_transaction():
        pass

    receiver.wait_for(2)
    assert receiver.named("transaction").parent == receiver.named("HTTP").span


def test_a_transaction_of_no_call_is_not_recorded(record):
    record()

    with tracing.in_transaction() as span:
        assert span is NOT_RECORDED


def test_an_event_is_published_below_the_call_that_led_to_it(record, receiver, call):
    record()
    own = called()
    sending = Sending()

    message = sending.of(event([call, own]))
    sending.taken(but=())

    [received] = receiver.wait_for(1)
    assert (received.name, received.kind) == ("publish CertificateApproved", "producer")
    assert (received.trace, received.parent) == (call, f"{span_id_of(own):016x}")
    told = read_traceparent(message.headers["traceparent"])
    assert told == (trace_id_of(call), int(received.span, 16))
    assert message.headers[CALL_IDS_HEADER] == [call, own]


def test_an_event_that_no_queue_took_was_not_published(record, receiver, call):
    record()
    sending = Sending()
    sending.of(event([call], "refused"))
    sending.of(event([call], "taken"))

    sending.taken(but={"refused"})
    tracing.stop()

    assert len(receiver.spans) == 1


def test_a_refusal_is_told_by_its_code_and_is_no_failure(record, receiver, call):
    record()
    with pytest.raises(Refused), tracing.asking("print_svc.order_print", [call]):
        raise Refused("print.not_found", {"secret": "tk-marked"})

    [received] = receiver.wait_for(1)
    assert received.attributes["originprint.refusal"] == "print.not_found"
    assert not received.failed


def test_a_failure_is_told_by_its_class_and_never_by_what_it_says(record, receiver, call):
    record()
    with pytest.raises(ValueError, match="tk-marked"), tracing.asking("a.b", [call]):
        raise ValueError("tk-marked")

    [received] = receiver.wait_for(1)
    assert received.failed
    assert received.attributes["error.type"] == "ValueError"
    assert b"tk-marked" not in receiver.bodies[0]


def test_an_identity_number_in_a_call_id_from_outside_is_masked(record, receiver):
    record()

    tracing.begin("get", Kind.SERVER, [f"call of {ID_NUMBER}", called()], {}).end()

    [received] = receiver.wait_for(1)
    assert received.attributes["originprint.call_id"] == "call of ***"


def test_of_a_trace_that_is_not_in_the_share_nothing_is_recorded(record, call):
    record(share=0.0)

    with tracing.answering("HTTP", [call], {}) as span:
        assert span is NOT_RECORDED


def test_all_processes_choose_the_same_traces(record, receiver):
    record(share=0.5)
    calls = [uuid4().hex for _ in range(64)]

    some = [tracing.begin("one", Kind.SERVER, [call, called()], {}) for call in calls]
    others = [tracing.begin("two", Kind.SERVER, [call, called()], {}) for call in calls]

    assert [span.ids is None for span in some] == [span.ids is None for span in others]
    assert 0 < sum(span.ids is None for span in some) < len(calls)


def test_spans_that_no_receiver_takes_are_counted(record, outcomes, call):
    record(url="http://127.0.0.1:1")
    with tracing.answering("HTTP", [call], {}):
        pass

    tracing.stop()

    assert (outcomes["sent"], outcomes["dropped"]) == (0, 1)


class Slow(SpanExporter):
    """Takes nothing until it is let go."""

    def __init__(self) -> None:
        self.asked, self.let_go = threading.Event(), threading.Event()

    def export(self, spans) -> SpanExportResult:
        self.asked.set()
        self.let_go.wait(60)
        return SpanExportResult.SUCCESS


def test_while_a_receiver_is_slow_spans_wait_up_to_their_limit(monkeypatch, count, outcomes):
    monkeypatch.setattr(spans, "MOST_WAITING", 8)
    slow = Slow()
    backlog = spans.Backlog(slow, count)
    backlog.on_end("in hand")
    slow.asked.wait(60)

    for number in range(8 + 5):
        backlog.on_end(number)

    assert outcomes == {"sent": 0, "dropped": 5}
    slow.let_go.set()
    backlog.shutdown()
    assert outcomes == {"sent": 9, "dropped": 5}


def test_what_is_left_is_sent_before_the_process_ends(record, receiver, outcomes, call):
    record()
    tracing.begin("last", Kind.SERVER, [call, called()], {}).end()

    tracing.stop()

    assert [span.name for span in receiver.spans] == ["last"]
    assert outcomes == {"sent": 1, "dropped": 0}


def test_the_header_names_the_span(record, call):
    record()

    with tracing.asking("a.b", [call]) as span:
        assert span.headers == {"traceparent": write_traceparent(span.ids)}


def event(stack: list[str], message_id: str = "1") -> Message:
    return Message(
        message_id=message_id,
        exchange="customs.events",
        routing_key="CertificateApproved",
        body=b"{}",
        content_type="application/json",
        headers={CALL_IDS_HEADER: stack},
    )
