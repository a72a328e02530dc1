"""exception_svc on a real database, with cert_svc and auth_svc answering as they would."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import pytest
from sqlalchemy import Engine, create_engine, text

from chassis.migrate import upgrade
from chassis.tables import chassis_metadata
from chassis.testing import Bench
from contracts.authorization import AgentGrantList, AgentGrantView, ListPrincipals
from contracts.certificates import CertificateView, GetCertificate
from contracts.customs import LayoutStatus
from contracts.errors import Refused
from services.exception_svc.service import ExceptionService
from services.exception_svc.tables import metadata
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


@pytest.fixture(scope="session")
def migrated(servers) -> Iterator[Engine]:
    name = f"exception-{uuid.uuid4().hex[:12]}"
    url = servers.create_database(name)
    upgrade("services.exception_svc", url)
    engine = create_engine(url, pool_size=20)
    yield engine
    engine.dispose()
    servers.drop_database(name)


@pytest.fixture
def engine(migrated: Engine) -> Iterator[Engine]:
    yield migrated
    tables = [*metadata.sorted_tables, *chassis_metadata.sorted_tables]
    with migrated.begin() as connection:
        connection.execute(text(f"truncate {', '.join(table.name for table in tables)}"))


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
