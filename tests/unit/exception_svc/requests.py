"""Requests to exception_svc, and what cert_svc answers it: valid by default."""

from datetime import date

from contracts.certificates import CertificateView
from contracts.customs import LayoutStatus
from contracts.exceptions import FileException
from tests.unit.cert_svc.events import AGENT, APPROVED, DECLARER, EXPORTER, NUMBER, caller


def filing(**changes) -> FileException:
    fields = {
        "caller": caller(),
        "certificate_no": NUMBER,
        "reason": "paper_jam",
        "operation": "reprint_original",
    }
    return FileException(**fields | changes)


def certificate_view(**changes) -> CertificateView:
    """A printed certificate of the exporter that its agent declared."""
    fields = {
        "certificate_no": NUMBER,
        "revision": 1,
        "enterprise_code": EXPORTER,
        "agent_code": AGENT,
        "type_id": "china_australia",
        "destination": "AU",
        "issue_date": date(2026, 3, 10),
        "approved_at": APPROVED,
        "declarer_name": DECLARER,
        "issuing_office": "2200",
        "layout_status": LayoutStatus.RECEIVED,
        "print_status": "printed",
        "archived": False,
        "returned": False,
        "printable": False,
    }
    return CertificateView(**fields | changes)
