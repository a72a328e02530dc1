"""cert_svc 证书: certificates as customs approved them, their statuses, lists and diagnoses."""

from services.cert_svc.entrypoints.agent_grants import AgentGrants
from services.cert_svc.entrypoints.authorizations import Authorizations
from services.cert_svc.entrypoints.certificate_lists import CertificateLists
from services.cert_svc.entrypoints.certificates import Certificates
from services.cert_svc.entrypoints.diagnosis import Diagnoses
from services.cert_svc.entrypoints.ended_stamps import EndedStamps
from services.cert_svc.entrypoints.exports import Exports
from services.cert_svc.entrypoints.filed_declarers import FiledDeclarers
from services.cert_svc.entrypoints.originals import Originals


class CertService(
    Certificates,
    CertificateLists,
    Diagnoses,
    Originals,
    Authorizations,
    EndedStamps,
    FiledDeclarers,
    AgentGrants,
    Exports,
):
    """Own certificates for their enterprise, granted ones for its agents, nothing for others."""

    name = "cert_svc"


SERVICE = CertService
