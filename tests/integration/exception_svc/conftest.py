"""exception_svc on a real database; its neighbours answer as they would."""

from dataclasses import dataclass, field

import pytest
from sqlalchemy import Engine

from chassis.errors import Transient
from chassis.testing import Bench
from contracts.certificates import CertificateView, GetCertificate
from contracts.errors import Refused
from contracts.printing import GetLiveOriginal, LiveOriginal
from contracts.rights import GetRights, LiveGrant, Rights
from services.exception_svc.service import ExceptionService
from tests.unit.cert_svc.events import AGENT, EXPORTER
from tests.unit.cert_svc.rights import live_grant
from tests.unit.exception_svc.requests import certificate_view


@dataclass
class Neighbourhood:
    """What cert_svc and print_svc know of the one certificate, and the grant to its agent.

    `live` is print_svc's answer; None while it is away.
    """

    changes: dict[str, object] = field(default_factory=dict)
    live: LiveOriginal | None = field(default_factory=LiveOriginal)
    grant: LiveGrant | None = field(default_factory=live_grant)

    def get_certificate(self, request: GetCertificate) -> CertificateView:
        seen_by = {EXPORTER} | ({AGENT} if self.grant else set())
        if request.caller.enterprise_code not in seen_by:
            raise Refused("certificate.unknown", {"certificate_no": request.certificate_no})
        return certificate_view(certificate_no=request.certificate_no, **self.changes)

    def get_live_original(self, request: GetLiveOriginal) -> LiveOriginal:
        if self.live is None:
            raise Transient("print_svc does not answer")
        return self.live

    def get_rights(self, request: GetRights) -> Rights:
        given = self.grant is not None and request.enterprise_code == AGENT
        return Rights(grants=(self.grant,) if given else ())


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
            GetRights: neighbourhood.get_rights,
            GetLiveOriginal: neighbourhood.get_live_original,
        },
    )


def refused_code(bench: Bench, request) -> str:
    with pytest.raises(Refused) as refusal:
        bench.ask(request)
    return refusal.value.code
