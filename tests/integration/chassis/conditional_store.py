"""A way to the S3 server that keeps `If-Match`, as Amazon S3 and MinIO do and rclone does not.

`before` is called before an object is replaced, so that a test can do something in between.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

import urllib3
from minio import Minio
from minio.error import InvalidResponseError, S3Error

PASSED_ON = ("content-type", "content-length", "etag", "last-modified")


@dataclass
class ConditionalStore:
    """`replaced` counts what was put under a condition that held."""

    behind: str
    client: Minio
    endpoint: str = ""
    replaced: int = 0
    before: Callable[[str], object] = field(default=lambda _key: None)
    lock: threading.Lock = field(default_factory=threading.Lock)


@contextmanager
def conditional_store(behind: str, client: Minio) -> Iterator[ConditionalStore]:
    store, pool = ConditionalStore(behind, client), urllib3.PoolManager()

    class Handler(_Handler):
        state, wire = store, pool

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    store.endpoint = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield store
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    state: ConditionalStore
    wire: urllib3.PoolManager

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        wanted = self.headers.get("if-match")
        if wanted is not None:
            self.state.before(self.path)
        with self.state.lock:
            refusal = self._refusal(wanted) if wanted is not None else None
            if refusal is None:
                self._forward(body)
                self.state.replaced += wanted is not None
                return
        self._answer(*refusal, {"content-type": "application/xml"})

    def _refusal(self, wanted: str) -> tuple[int, bytes] | None:
        bucket, _, key = unquote(urlsplit(self.path).path).strip("/").partition("/")
        try:
            etag = self.state.client.stat_object(bucket_name=bucket, object_name=key).etag
        except (S3Error, InvalidResponseError):
            return 404, b"<Error><Code>NoSuchKey</Code></Error>"
        if etag == wanted.strip('"'):
            return None
        return 412, b"<Error><Code>PreconditionFailed</Code></Error>"

    def _forward(self, body: bytes) -> None:
        answer = self.wire.request(
            self.command,
            self.state.behind + self.path,
            body=body,
            headers=dict(self.headers.items()),  # the host too, for it is signed
            decode_content=False,
        )
        kept = {name: value for name, value in answer.headers.items() if name.lower() in PASSED_ON}
        self._answer(answer.status, answer.data, kept)

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        names = {name.lower() for name in headers}
        for name, value in headers.items():
            self.send_header(name, value)
        if "content-length" not in names:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_PUT = do_HEAD = do_DELETE = _pass_on  # noqa: N815 - as http.server names them

    def log_message(self, *_: object) -> None:
        """Nothing."""
