"""What receivers answer that is no answer: it ends, it is told, and it is tried so often only."""

import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest

from contracts.webhooks import ReplayDeliveries
from deploy.cluster.authority import certify
from services.webhook_svc import posting
from services.webhook_svc.entrypoints import sending
from services.webhook_svc.posting import post
from tests.e2e.receiver import Receiver
from tests.unit.cert_svc.events import approved

GOOD = b"HTTP/1.1 204 No Content\r\nRetry-After: 7\r\n\r\n"


@contextmanager
def answering(*parts: bytes, for_ever: bytes = b"", tls=None) -> Iterator[int]:
    """A port of this machine where one caller is answered so, with the last part without end."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            caller, _ = listening.accept()
            with tls.wrap_socket(caller, server_side=True) if tls else caller as heard:
                heard.recv(65_536)
                for part in parts:
                    heard.sendall(part)
                while for_ever:
                    heard.sendall(for_ever)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.close()
        thread.join()


@pytest.fixture
def certified(tmp_path):
    """A server's side of TLS as `localhost`, and the file of the authority that vouches for it."""
    made = certify(["localhost"])
    files = {"ca.pem": made.authority, "server.pem": made.certificate + made.key}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "server.pem")
    return context, tmp_path / "ca.pem"


def posted(port, scheme="http"):
    return post(f"{scheme}://localhost:{port}/", "{}", {}, seconds=10, private=True)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "what",
    [b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", b"x"],
    ids=["100 Continue", "103 Early Hints", "a line"],
)
@pytest.mark.parametrize("inside", ["plain", "tls"])
def test_a_receiver_that_never_ends_its_answer_is_not_listened_to_for_ever(
    certified, monkeypatch, what, inside
):
    server, authority = certified
    monkeypatch.setattr(posting, "_tls", lambda: ssl.create_default_context(cafile=authority))
    tls, scheme = (server, "https") if inside == "tls" else (None, "http")

    with answering(for_ever=what * 1000, tls=tls) as port:
        outcome = posted(port, scheme)

    assert outcome.status is None
    assert outcome.problem


def test_an_answer_that_others_go_before_is_the_answer():
    with answering(b"HTTP/1.1 100 Continue\r\n\r\n", GOOD) as port:
        outcome = posted(port)

    assert (outcome.status, outcome.retry_after) == (204, "7")


def test_a_name_that_no_machine_can_have_is_an_outcome():
    outcome = post("https://a..example.com/", "{}", {}, seconds=1, private=True)

    assert outcome.problem == "no name that a machine can have"


@pytest.mark.parametrize("garbage", [b"\x00garbage\r\n\r\n", b"HTTP/1.1 \xff\r\n\r\n", b""])
def test_garbage_is_told_in_characters_that_can_be_kept(office, garbage):
    with answering(garbage) as port:
        webhook, _ = replace(office, receiver=Receiver(f"http://127.0.0.1:{port}")).make()
        office.bench.deliver(approved())
        office.send()

    [delivery] = office.deliveries(webhook)
    assert (delivery.attempts, delivery.response_status) == (1, None)
    assert delivery.problem.isprintable()


def test_tries_under_way_count_when_all_are_asked_for_anew(office, receiver, clock, monkeypatch):
    webhook, _ = office.make()
    office.bench.deliver(approved())
    with monkeypatch.context() as waiting:
        waiting.setattr(sending.Sending, "_settle", lambda *_: None)
        office.send()
    since = clock()

    asked = ReplayDeliveries(caller=office.caller(), webhook_id=webhook.webhook_id, since=since)
    assert office.bench.ask(asked).count == 1
    office.send()
    assert len(receiver.at("/hook")) == 1

    clock.pass_by(seconds=office.bench.settings.send_seconds + 16)
    office.send()
    assert len(receiver.at("/hook")) == 2


def test_an_answer_inside_tls_is_read_while_others_have_their_turn(certified):
    server, authority = certified
    program = (
        "import eventlet; eventlet.monkey_patch()\n"
        "import ssl, sys\n"
        "from services.webhook_svc import posting\n"
        "posting._tls = lambda: ssl.create_default_context(cafile=sys.argv[2])\n"
        "turns = []\n"
        "def others():\n"
        "    while True:\n"
        "        turns.append(1)\n"
        "        eventlet.sleep(0)\n"
        "eventlet.spawn(others)\n"
        "url = f'https://localhost:{sys.argv[1]}/hook'\n"
        "outcome = posting.post(url, '{}', {}, seconds=20, private=True)\n"
        "print(outcome.status, outcome.retry_after, outcome.problem, len(turns) > 2)\n"
    )
    with answering(GOOD, tls=server) as port:
        done = subprocess.run(
            [sys.executable, "-c", program, str(port), str(authority)],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )

    assert done.stdout.split() == ["204", "7", "None", "True"]
