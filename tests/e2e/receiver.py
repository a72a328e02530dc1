"""A receiver of webhooks: a real HTTP server that keeps what it hears and answers as told."""

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from deploy.local.exporter import wait_for


@dataclass(frozen=True)
class Heard:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """Answers 204, unless `answers` holds other statuses for the path, used one after the other.

    A path of `hanging` gets no answer until `let_go` is set.
    """

    url: str = ""
    heard: list[Heard] = field(default_factory=list)
    answers: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    hanging: set[str] = field(default_factory=set)
    let_go: threading.Event = field(default_factory=threading.Event)

    def at(self, path: str) -> list[Heard]:
        return [one for one in list(self.heard) if one.path == path]

    def wait(self, path: str, count: int = 1, seconds: float = 120) -> list[Heard]:
        """What came to the path, once it is so many."""

        def enough() -> list[Heard] | None:
            found = self.at(path)
            return found if len(found) >= count else None

        return wait_for(enough, f"{count} posts to {path}", seconds)


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.heard.append(Heard(self.path, dict(self.headers), body))
            if self.path in receiver.hanging:
                receiver.let_go.wait(30)
            answers = receiver.answers[self.path]
            self.send_response(answers.pop(0) if answers else 204)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # who hung up did so on purpose
    receiver.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
