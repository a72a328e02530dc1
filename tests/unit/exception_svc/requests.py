"""Requests to exception_svc: valid by default."""

from contracts.exceptions import FileException
from tests.unit.cert_svc.events import NUMBER, caller


def filing(**changes) -> FileException:
    fields = {
        "caller": caller(),
        "certificate_no": NUMBER,
        "reason": "paper_jam",
        "operation": "reprint_original",
    }
    return FileException(**fields | changes)
