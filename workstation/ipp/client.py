"""Four operations of IPP/2.0 on one printer (RFC 8011), and the search for a job by its name."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, Self

from workstation.ipp.answers import JobStatus, PrinterDescription, Said, groups, only_group
from workstation.ipp.codec import decode, encode
from workstation.ipp.errors import MalformedAnswer
from workstation.ipp.refusals import FIRST_ERROR, error_of
from workstation.ipp.transport import exchange
from workstation.ipp.values import Attributes, Group, GroupTag, Message, Tag, Value


class _Operation(IntEnum):
    PRINT_JOB = 0x0002
    GET_JOB_ATTRIBUTES = 0x0009
    GET_JOBS = 0x000A
    GET_PRINTER_ATTRIBUTES = 0x000B
    CUPS_GET_PRINTERS = 0x4002


_LONGEST_NAME: Final = 255
_USER: Final = "originprint"
_TRUE_SIZE: Final = "none"
_AS_SENT: Final = "same-order"
_PRINTER_ATTRIBUTES: Final = (
    "printer-name",
    "printer-make-and-model",
    "printer-device-id",
    "device-uri",
    "printer-state",
    "printer-state-reasons",
    "printer-is-accepting-jobs",
    "color-supported",
    "sides-supported",
    "media-supported",
    "document-format-supported",
    "marker-types",
    "printer-supply",
    "print-scaling-supported",
    "page-delivery-supported",
)
_JOB_ATTRIBUTES: Final = (
    "job-id",
    "job-uri",
    "job-name",
    "job-state",
    "job-state-reasons",
    "job-impressions-completed",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintSettings:
    """How a document is to come out; by default as R62 asks: A4, both sides, in colour.

    `scaling` (PWG 5100.13) and `delivery` (CUPS) are None where the printer knows no such choice.
    """

    media: str = "iso_a4_210x297mm"
    sides: str = "two-sided-long-edge"
    color_mode: str = "color"
    copies: int = 1
    scaling: str | None = None
    delivery: str | None = None

    @classmethod
    def at(cls, printer: PrinterDescription) -> Self:
        """In its millimetres, and with its first page on the front of the sheet.

        CUPS shrinks an A4 page to what the printer can reach, and turns the order of the pages
        around where sheets come out face up, unless it is told not to.
        """
        return cls(
            scaling=_TRUE_SIZE if _TRUE_SIZE in printer.scalings else None,
            delivery=_AS_SENT if _AS_SENT in printer.deliveries else None,
        )


class Printer:
    """A printer at an `ipp://` or `ipps://` address; each call is one connection of its own."""

    def __init__(self, uri: str, *, timeout: float = 10.0) -> None:
        self.uri = uri
        self._timeout = timeout
        self._request_ids: Iterator[int] = itertools.count(1)

    def get_printer_attributes(self) -> PrinterDescription:
        wanted = {"requested-attributes": _keywords(*_PRINTER_ATTRIBUTES)}
        answer = self._call(_Operation.GET_PRINTER_ATTRIBUTES, wanted)
        return PrinterDescription.of(self.uri, only_group(answer, GroupTag.PRINTER))

    def cups_get_printers(self) -> list[PrinterDescription]:
        """The queues of a CUPS server, whose own address this is."""
        wanted = {"requested-attributes": _keywords("printer-uri-supported", *_PRINTER_ATTRIBUTES)}
        answer = self._call(_Operation.CUPS_GET_PRINTERS, wanted)
        queues = groups(answer, GroupTag.PRINTER)
        named = [(Said(queue.attributes).text("printer-uri-supported"), queue) for queue in queues]
        return [PrinterDescription.of(uri, queue) for uri, queue in named if uri]

    def print_job(
        self,
        pdf: bytes,
        *,
        name: str,
        settings: PrintSettings | None = None,
        timeout: float | None = None,
    ) -> JobStatus:
        """Send a document; the printer refuses it rather than print it in another way.

        A printer may take the bytes only as fast as it prints, so `timeout` (seconds) can be
        longer than for other calls. Raises PrinterUnreachable, PrinterBusy, UnsupportedAttributes
        or PrinterRefused when nothing was printed, and AnswerLost when that cannot be known.
        """
        operation = {
            "job-name": (Value(Tag.NAME, name[:_LONGEST_NAME]),),
            "ipp-attribute-fidelity": (Value(Tag.BOOLEAN, True),),
            "document-format": (Value(Tag.MIME_TYPE, "application/pdf"),),
        }
        request = self._request(
            _Operation.PRINT_JOB, operation, _template(settings or PrintSettings()), pdf
        )
        answer = self._answer(request, timeout or self._timeout)
        return JobStatus.of(only_group(answer, GroupTag.JOB))

    def get_job_attributes(self, job_id: int) -> JobStatus:
        """Raises JobNotFound when the printer does not know the job, or no longer."""
        wanted = {**_job(job_id), "requested-attributes": _keywords(*_JOB_ATTRIBUTES)}
        answer = self._call(_Operation.GET_JOB_ATTRIBUTES, wanted)
        return JobStatus.of(only_group(answer, GroupTag.JOB))

    def find_job(self, name: str) -> JobStatus | None:
        """The job of this name, finished ones included, if the printer remembers it."""
        for which in ("not-completed", "completed"):
            wanted = {
                "which-jobs": _keywords(which),
                "requested-attributes": _keywords(*_JOB_ATTRIBUTES),
            }
            answer = self._call(_Operation.GET_JOBS, wanted)
            for job in map(JobStatus.of, groups(answer, GroupTag.JOB)):
                if job.name == name:
                    return job
        return None

    def _call(self, operation: _Operation, attributes: Attributes) -> Message:
        return self._answer(self._request(operation, attributes), self._timeout)

    def _request(
        self,
        operation: _Operation,
        attributes: Attributes,
        job: Attributes | None = None,
        document: bytes = b"",
    ) -> Message:
        asked = [Group(GroupTag.OPERATION, {**self._every_request(), **attributes})]
        asked += [Group(GroupTag.JOB, job)] if job else []
        return Message(operation, next(self._request_ids), asked, document)

    def _answer(self, request: Message, timeout: float) -> Message:
        answer = decode(exchange(self.uri, encode(request), timeout=timeout))
        if answer.request_id != request.request_id:
            raise MalformedAnswer("the answer belongs to another request")
        if answer.code >= FIRST_ERROR:
            raise error_of(answer, prints=request.code == _Operation.PRINT_JOB)
        return answer

    def _every_request(self) -> Attributes:
        """Charset and language come first, then the printer (RFC 8011, 4.1.4)."""
        return {
            "attributes-charset": (Value(Tag.CHARSET, "utf-8"),),
            "attributes-natural-language": (Value(Tag.LANGUAGE, "en"),),
            "printer-uri": (Value(Tag.URI, self.uri),),
            "requesting-user-name": (Value(Tag.NAME, _USER),),
        }


def _template(settings: PrintSettings) -> Attributes:
    chosen = {"print-scaling": settings.scaling, "page-delivery": settings.delivery}
    return {
        "copies": (Value(Tag.INTEGER, settings.copies),),
        "sides": _keywords(settings.sides),
        "media": _keywords(settings.media),
        "print-color-mode": _keywords(settings.color_mode),
        **{name: _keywords(keyword) for name, keyword in chosen.items() if keyword},
    }


def _job(job_id: int) -> Mapping[str, tuple[Value, ...]]:
    return {"job-id": (Value(Tag.INTEGER, job_id),)}


def _keywords(*keywords: str) -> tuple[Value, ...]:
    return tuple(Value(Tag.KEYWORD, keyword) for keyword in keywords)
