"""A printer that has printed a job when its last byte is there; keeps when that was."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from workstation.ipp.codec import decode, encode
from workstation.ipp.values import Group, GroupTag, Message, Tag, Value

_PRINT_JOB, _GET_PRINTER = 0x0002, 0x000B
_COMPLETED: Final = 9
_PAGES: Final = 4
_FIT: Final = {
    "printer-name": Value(Tag.NAME, "Instant Printer"),
    "printer-state": Value(Tag.ENUM, 3),
    "printer-state-reasons": Value(Tag.KEYWORD, "none"),
    "printer-is-accepting-jobs": Value(Tag.BOOLEAN, True),
    "document-format-supported": Value(Tag.MIME_TYPE, "application/pdf"),
    "sides-supported": Value(Tag.KEYWORD, "two-sided-long-edge"),
    "color-supported": Value(Tag.BOOLEAN, True),
    "media-supported": Value(Tag.KEYWORD, "iso_a4_210x297mm"),
    "marker-types": Value(Tag.KEYWORD, "toner"),
}


@dataclass
class InstantPrinter:
    """`arrived` are seconds of the monotonic clock at which jobs were there, in their order.

    `names` are what they were called.
    """

    uri: str = ""
    arrived: list[float] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    _some: threading.Condition = field(default_factory=threading.Condition)

    def wait_for(self, count: int, seconds: float) -> None:
        """Raise TimeoutError unless so many jobs have arrived by then."""
        with self._some:
            if not self._some.wait_for(lambda: len(self.arrived) >= count, seconds):
                raise TimeoutError(f"{len(self.arrived)} of {count} jobs in {seconds:.0f} s")

    def answer(self, body: bytes, now: float) -> bytes:
        request = decode(body)
        groups = [Group(GroupTag.OPERATION, {})]
        asked = request.groups[0].attributes
        if request.code == _GET_PRINTER:
            said = {name: (value,) for name, value in _FIT.items()}
            groups.append(Group(GroupTag.PRINTER, said))
        elif request.code == _PRINT_JOB:
            with self._some:
                self.names.append(str(asked["job-name"][0].data))
                self.arrived.append(now)
                self._some.notify_all()
            groups.append(self._job(len(self.names)))
        elif "job-id" in asked:
            groups.append(self._job(int(str(asked["job-id"][0].data))))
        return encode(Message(0, request.request_id, groups))

    def _job(self, number: int) -> Group:
        said = {
            "job-id": Value(Tag.INTEGER, number),
            "job-name": Value(Tag.NAME, self.names[number - 1]),
            "job-state": Value(Tag.ENUM, _COMPLETED),
            "job-state-reasons": Value(Tag.KEYWORD, "job-completed-successfully"),
            "job-impressions-completed": Value(Tag.INTEGER, _PAGES),
        }
        return Group(GroupTag.JOB, {name: (value,) for name, value in said.items()})


@contextmanager
def instant_printer() -> Iterator[InstantPrinter]:
    printer = InstantPrinter()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            content = printer.answer(body, time.monotonic())
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.05])
        thread.start()
        try:
            printer.uri = f"ipp://127.0.0.1:{server.server_port}/ipp/print"
            yield printer
        finally:
            server.shutdown()
            thread.join()
