"""What an error status says of a request: above all, whether sheets of it may be out."""

from enum import IntEnum
from typing import Final

from workstation.ipp.answers import Said, groups
from workstation.ipp.errors import (
    AnswerLost,
    JobNotFound,
    PrinterBusy,
    PrinterRefused,
    UnsupportedAttributes,
)
from workstation.ipp.values import GroupTag, Message

FIRST_ERROR: Final = 0x0400


class _Status(IntEnum):
    """Those that are given before a job is accepted (RFC 8011, B.1.4 and B.1.5).

    The last two are of RFC 3998 and of IANA's registry.
    """

    BAD_REQUEST = 0x0400
    FORBIDDEN = 0x0401
    NOT_AUTHENTICATED = 0x0402
    NOT_AUTHORIZED = 0x0403
    NOT_POSSIBLE = 0x0404
    NOT_FOUND = 0x0406
    GONE = 0x0407
    REQUEST_ENTITY_TOO_LARGE = 0x0408
    REQUEST_VALUE_TOO_LONG = 0x0409
    DOCUMENT_FORMAT_NOT_SUPPORTED = 0x040A
    ATTRIBUTES_NOT_SUPPORTED = 0x040B
    URI_SCHEME_NOT_SUPPORTED = 0x040C
    CHARSET_NOT_SUPPORTED = 0x040D
    CONFLICTING_ATTRIBUTES = 0x040E
    COMPRESSION_NOT_SUPPORTED = 0x040F
    OPERATION_NOT_SUPPORTED = 0x0501
    SERVICE_UNAVAILABLE = 0x0502
    VERSION_NOT_SUPPORTED = 0x0503
    NOT_ACCEPTING_JOBS = 0x0506
    BUSY = 0x0507
    MULTIPLE_DOCUMENT_JOBS_NOT_SUPPORTED = 0x0509
    PRINTER_IS_DEACTIVATED = 0x050A
    TOO_MANY_JOBS = 0x050B


NOTHING_PRINTED: Final = frozenset(map(int, _Status))
"""All others are met while a document is read or printed, of which sheets may be out by then:

a timeout (0x0405), errors in the data (0x0410, 0x0411), of the device (0x0504), of the moment
(0x0505) and inside (0x0500), a job cancelled while it was sent (0x0508), and what nobody knows.
"""


def error_of(answer: Message, *, prints: bool) -> AnswerLost | PrinterRefused:
    """`prints`: the request had a document. A printer that names its job has begun with it."""
    if prints and (answer.code not in NOTHING_PRINTED or groups(answer, GroupTag.JOB)):
        said = f"the printer failed with status 0x{answer.code:04x}: {_message(answer)}"
        return AnswerLost(said, job_id=_job_id(answer))
    match answer.code:
        case _Status.BUSY:
            return PrinterBusy(answer.code, _message(answer))
        case _Status.NOT_FOUND | _Status.GONE:
            return JobNotFound(answer.code, _message(answer))
        case _Status.ATTRIBUTES_NOT_SUPPORTED:
            unsupported = groups(answer, GroupTag.UNSUPPORTED)
            names = tuple(name for group in unsupported for name in group.attributes)
            return UnsupportedAttributes(answer.code, _message(answer), names)
        case _:
            return PrinterRefused(answer.code, _message(answer))


def _message(answer: Message) -> str:
    said = [Said(group.attributes) for group in groups(answer, GroupTag.OPERATION)]
    return (said[0].text("status-message") if said else None) or "no reason given"


def _job_id(answer: Message) -> int | None:
    jobs = [Said(group.attributes) for group in groups(answer, GroupTag.JOB)]
    return jobs[0].integer("job-id") if jobs else None
