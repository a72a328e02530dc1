"""The page as a browser gets it, of a process that answers and of one that does not."""

import threading
from collections.abc import Iterator
from wsgiref.simple_server import WSGIRequestHandler, make_server

import httpx
import pytest

from chassis.health import health_app
from chassis.metrics import QUEUE_MESSAGES
from deploy.local.server import free_port
from deploy.local.status_page import status_page


class Silent(WSGIRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def process() -> Iterator[str]:
    """The address of one that is ready but for its database, with seven calls in a queue."""
    QUEUE_MESSAGES.labels("rpc-cert_svc").set(7)
    app = health_app({"broker": lambda: True, "database": lambda: False})
    server = make_server("127.0.0.1", 0, app, handler_class=Silent)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()
    QUEUE_MESSAGES.clear()


@pytest.fixture
def address(process, tmp_path) -> Iterator[str]:
    gone = f"http://127.0.0.1:{free_port()}"
    (tmp_path / "print_svc.log").write_text('{"level": "error", "event": "it_broke"}')
    with status_page({"cert_svc": process, "print_svc": gone}, tmp_path) as address:
        yield address


def test_the_page_tells_of_every_process_what_it_says_and_what_its_log_says(address):
    shown = httpx.get(address).text

    assert "without database" in shown
    assert "rpc-cert_svc: 7" in shown
    assert "does not answer" in shown
    assert "it_broke" in shown


def test_the_page_is_shown_under_its_own_name_only(address):
    answer = httpx.get(address, headers={"Host": "rebound.example"})

    assert answer.status_code == 421
    assert "cert_svc" not in answer.text
