"""A small IPP printer for what ippeveprinter cannot show: silences, toner, covers, lost power."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from workstation.ipp.codec import decode, encode
from workstation.ipp.values import Group, GroupTag, Message, Tag, Value

PRINT_JOB, GET_JOB, GET_JOBS, GET_PRINTER, CUPS_GET_PRINTERS = 2, 9, 10, 11, 0x4002
NOT_FOUND, JOB_CANCELED = 0x0406, 0x0508
COMPLETED, PROCESSING, CANCELED, ABORTED = 9, 5, 7, 8
FIT: Final = {
    "printer-name": (Tag.NAME, "Quick Printer"),
    "printer-state": (Tag.ENUM, 3),
    "printer-is-accepting-jobs": (Tag.BOOLEAN, True),
    "document-format-supported": (Tag.MIME_TYPE, "application/pdf"),
    "sides-supported": (Tag.KEYWORD, "two-sided-long-edge"),
    "color-supported": (Tag.BOOLEAN, True),
    "media-supported": (Tag.KEYWORD, "iso_a4_210x297mm"),
    "marker-types": (Tag.KEYWORD, "toner"),
}


@dataclass
class FakePrinter:
    """Prints at once what it is sent; `job_state` and the reasons are what it says of each.

    `failures` are the statuses that it answers the first jobs with though it begins with them;
    without `memory` it knows of no job afterwards.
    """

    attributes: dict[str, tuple[int, Any]] = field(default_factory=lambda: dict(FIT))
    job_state: int = COMPLETED
    job_reasons: tuple[str, ...] = ()
    printer_reasons: tuple[str, ...] = ()
    impressions: int = 2
    jobs: list[tuple[str, bytes]] = field(default_factory=list)
    printers: list[dict[str, tuple[int, Any]]] = field(default_factory=list)
    on_job: Callable[[], None] = lambda: None
    failures: list[int] = field(default_factory=list)
    memory: bool = True

    def __call__(self, handler: Any, body: bytes) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(self.answer(body))

    def answer(self, body: bytes) -> bytes:
        request = decode(body)
        status, groups = 0, [Group(GroupTag.OPERATION, {})]
        match request.code:
            case 2:
                [name] = request.groups[0].attributes["job-name"]
                self.jobs.append((str(name.data), request.document))
                self.on_job()
                status = self.failures.pop(0) if self.failures else 0
                groups += [self._job(len(self.jobs), PROCESSING)] * self.memory
            case 9 if not self.memory:
                status = NOT_FOUND
            case 9:
                [number] = request.groups[0].attributes["job-id"]
                groups.append(self._job(int(str(number.data)), self.job_state))
            case 10 if self.memory:
                groups += [self._job(at + 1, self.job_state) for at in range(len(self.jobs))]
            case 11:
                groups.append(self._printer(self.attributes))
            case 0x4002:
                groups += [self._printer(one) for one in self.printers]
        return encode(Message(status, request.request_id, groups))

    def _job(self, number: int, state: int) -> Group:
        return Group(
            GroupTag.JOB,
            {
                "job-id": (Value(Tag.INTEGER, number),),
                "job-name": (Value(Tag.NAME, self.jobs[number - 1][0]),),
                "job-state": (Value(Tag.ENUM, state),),
                "job-state-reasons": _keywords(self.job_reasons),
                "job-impressions-completed": (Value(Tag.INTEGER, self.impressions),),
            },
        )

    def _printer(self, attributes: dict[str, tuple[int, Any]]) -> Group:
        said = {name: (Value(*value),) for name, value in attributes.items()}
        return Group(
            GroupTag.PRINTER, {"printer-state-reasons": _keywords(self.printer_reasons), **said}
        )


def _keywords(words: tuple[str, ...]) -> tuple[Value, ...]:
    return tuple(Value(Tag.KEYWORD, word) for word in words or ("none",))
