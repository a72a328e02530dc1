"""exception_svc on a real database, with cert_svc and auth_svc answering as they would."""

import uuid
from dataclasses import dataclass, field
from datetime import date

import pytest
from sqlalchemy import Engine

from chassis.testing import Bench
from contracts.authorization import AgentGrantList, AgentGrantView, ListPrincipals
from contracts.certificates import CertificateView, GetCertificate
from contracts.customs import LayoutStatus
from contracts.errors import Refused
from services.exception_svc.service import ExceptionService
from tests.unit.cert_svc.events import AGENT, APPROVED, DECLARER, EXPORTER, HOUR


@dataclass
class Neighbourhood:
    """What cert_svc knows of the one certificate, and the grant to its agent."""

    changes: dict[str, object] = field(default_factory=dict)
    grant: AgentGrantView | None = field(
        default_factory=lambda: AgentGrantView(
            grant_id=uuid.uuid4(),
            principal_code=EXPORTER,
            agent_code=AGENT,
            granted_at=APPROVED - HOUR,
        )
    )

    def get_certificate(self, request: GetCertificate) -> CertificateView:
        seen_by = {EXPORTER} | ({AGENT} if self.grant else set())
        if request.caller.enterprise_code not in seen_by:
            raise Refused("certificate.unknown", {"certificate_no": request.certificate_no})
        fields = {
            "certificate_no": request.certificate_no,
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
        return CertificateView(**fields | self.changes)

    def list_principals(self, request: ListPrincipals) -> AgentGrantList:
        given = self.grant is not None and request.caller.enterprise_code == self.grant.agent_code
        return AgentGrantList(grants=(self.grant,) if given else ())


@pytest.fixture
def engine(migrated_database) -> Engine:
    return migrated_database("services.exception_svc")


@pytest.fixture
def neighbourhood() -> Neighbourhood:
    return Neighbourhood()


@pytest.fixture
def bench(engine: Engine, neighbourhood: Neighbourhood) -> Bench:
    return Bench(
        ExceptionService,
        engine,
        neighbours={
            GetCertificate: neighbourhood.get_certificate,
            ListPrincipals: neighbourhood.list_principals,
        },
    )
