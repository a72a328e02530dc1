"""Whatever a printer answers, the caller gets an error in time, and knows whether to send again."""

import struct
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from workstation.ipp import AnswerLost, MalformedAnswer, Printer, PrinterRefused
from workstation.ipp.codec import decode, encode
from workstation.ipp.values import Group, GroupTag, Message, Tag, Value

pytestmark = pytest.mark.integration

BEFORE_A_JOB = (
    *(0x0400, 0x0401, 0x0402, 0x0403, 0x0404, 0x0406, 0x0407, 0x0408, 0x0409, 0x040A, 0x040B),
    *(0x040C, 0x040D, 0x040E, 0x040F, 0x0501, 0x0502, 0x0503, 0x0506, 0x0507, 0x0509),
    *(0x050A, 0x050B),
)
AT_ANY_TIME = (
    *(0x0405, 0x0410, 0x0411, 0x0412, 0x041B, 0x0480),
    *(0x0500, 0x0504, 0x0505, 0x0508, 0x050C, 0x0600, 0x7FFF),
)

Behaviour = Callable[[BaseHTTPRequestHandler, bytes], None]
OpenDoor = Callable[[Behaviour], str]

_TIMEOUT_SECONDS = 0.5


def _says(status: int, *pieces: bytes, pause: float = 0.0) -> Behaviour:
    def behave(handler: BaseHTTPRequestHandler, _request: bytes) -> None:
        handler.send_response(status)
        handler.end_headers()
        for piece in pieces:
            handler.wfile.write(piece)
            time.sleep(pause)

    return behave


def _answers(change: Callable[[Message], Message]) -> Behaviour:
    def behave(handler: BaseHTTPRequestHandler, request: bytes) -> None:
        printer = Group(GroupTag.PRINTER, {"printer-name": (Value(Tag.NAME, "Fake"),)})
        asked = decode(request)
        answer = Message(0, asked.request_id, [asked.groups[0], printer])
        _says(200, encode(change(answer)))(handler, request)

    return behave


def _hangs_up(handler: BaseHTTPRequestHandler, _request: bytes) -> None:
    handler.wfile.close()


def _is_silent(_handler: BaseHTTPRequestHandler, _request: bytes) -> None:
    time.sleep(_TIMEOUT_SECONDS * 2)


@pytest.mark.parametrize(
    ("behaviour", "error"),
    [
        pytest.param(_says(200, b""), MalformedAnswer, id="empty"),
        pytest.param(_says(200, b"<html>hello</html>"), MalformedAnswer, id="a web page"),
        pytest.param(
            _answers(lambda answer: Message(0, answer.request_id + 1, answer.groups)),
            MalformedAnswer,
            id="another request's answer",
        ),
        pytest.param(
            _answers(lambda answer: Message(0, answer.request_id, answer.groups[:1])),
            MalformedAnswer,
            id="no printer attributes",
        ),
        pytest.param(
            _answers(lambda answer: Message(0x0500, answer.request_id, [])),
            PrinterRefused,
            id="an error without any attributes",
        ),
        pytest.param(
            _answers(lambda answer: Message(0x0503, answer.request_id, answer.groups)),
            PrinterRefused,
            id="an error",
        ),
        pytest.param(_says(200, b"\0" * (5 * 1024 * 1024)), MalformedAnswer, id="huge"),
        pytest.param(_says(500), AnswerLost, id="HTTP 500"),
        pytest.param(_says(403), PrinterRefused, id="HTTP 403"),
        pytest.param(_says(408), AnswerLost, id="HTTP 408"),
        pytest.param(_hangs_up, AnswerLost, id="hangs up"),
        pytest.param(_is_silent, AnswerLost, id="silent"),
    ],
)
def test_a_hostile_answer_is_an_error(
    open_door: OpenDoor, behaviour: Behaviour, error: type[Exception]
) -> None:
    with pytest.raises(error):
        Printer(open_door(behaviour), timeout=_TIMEOUT_SECONDS).get_printer_attributes()


@pytest.mark.parametrize("status", BEFORE_A_JOB, ids=hex)
def test_a_document_is_refused_where_the_error_comes_before_a_job(
    open_door: OpenDoor, status: int
) -> None:
    uri = open_door(_answers(lambda answer: Message(status, answer.request_id, [])))

    with pytest.raises(PrinterRefused):
        Printer(uri).print_job(b"%PDF-1.4", name="one")


@pytest.mark.parametrize("status", AT_ANY_TIME, ids=hex)
def test_whether_a_document_came_out_is_not_known_where_the_error_may_come_while_it_prints(
    open_door: OpenDoor, status: int
) -> None:
    uri = open_door(_answers(lambda answer: Message(status, answer.request_id, [])))

    with pytest.raises(AnswerLost, match=f"0x{status:04x}"):
        Printer(uri).print_job(b"%PDF-1.4", name="one")


@pytest.mark.parametrize("status", BEFORE_A_JOB + AT_ANY_TIME, ids=hex)
def test_a_printer_that_names_the_job_has_not_refused_it(open_door: OpenDoor, status: int) -> None:
    job = Group(GroupTag.JOB, {"job-id": (Value(Tag.INTEGER, 7),)})
    uri = open_door(_answers(lambda answer: Message(status, answer.request_id, [job])))

    with pytest.raises(AnswerLost) as lost:
        Printer(uri).print_job(b"%PDF-1.4", name="one")

    assert lost.value.job_id == 7


def test_an_answer_that_drips_is_cut_off_at_the_timeout(open_door: OpenDoor) -> None:
    dripping = _says(200, *[b"\0"] * 100, pause=0.1)
    began = time.monotonic()

    with pytest.raises(AnswerLost):
        Printer(open_door(dripping), timeout=_TIMEOUT_SECONDS).get_printer_attributes()

    assert time.monotonic() - began < 10 * _TIMEOUT_SECONDS


def test_a_job_in_a_state_that_does_not_exist_is_malformed(open_door: OpenDoor) -> None:
    job = Group(
        GroupTag.JOB,
        {"job-id": (Value(Tag.INTEGER, 1),), "job-state": (Value(Tag.ENUM, 99),)},
    )
    uri = open_door(_answers(lambda answer: Message(0, answer.request_id, [*answer.groups, job])))

    with pytest.raises(MalformedAnswer):
        Printer(uri).get_job_attributes(1)


def test_an_answer_of_nested_collections_does_not_exhaust_the_stack(open_door: OpenDoor) -> None:
    member = b"\x4a\0\0\0\1m\x34\0\0\0\0"
    head = struct.pack(">BBHi", 2, 0, 0, 1) + b"\x04\x34\0\1a\0\0"

    with pytest.raises(MalformedAnswer):
        Printer(open_door(_says(200, head + member * 100_000))).get_printer_attributes()
