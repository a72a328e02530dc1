"""Whether a certificate is listed (证书展示): that is where R43-R50 hold."""

from contracts.access import Standing
from contracts.certificate_types import load_certificate_types
from services.cert_svc.domain.certificates import Approval, Certificate
from services.cert_svc.domain.conditions import Facts, first_obstacle
from services.cert_svc.domain.enterprises import Enterprise
from services.cert_svc.domain.openings import openings_of
from services.cert_svc.domain.stamps import NO_STAMPS, Stamps


def facts_of(
    certificate: Certificate,
    approval: Approval,
    enterprise: Enterprise,
    viewer: Standing,
    stamps: Stamps = NO_STAMPS,
) -> Facts:
    """What `conditions` decides by; openings are those of the issue day (R50).

    `stamps` matter to whatever is made of a certificate and not to whether it is listed, for
    that depends on nothing that changes with time.
    """
    return Facts(
        certificate=certificate,
        approval=approval,
        enterprise=enterprise,
        openings=openings_of(load_certificate_types(), approval),
        viewer=viewer,
        stamps=stamps,
    )


def is_listed(certificate: Certificate, enterprise: Enterprise) -> bool:
    """`enterprise` is the one that the certificate belongs to."""
    if certificate.approval is None:
        return False
    facts = facts_of(certificate, certificate.approval, enterprise, Standing.OWNER)
    return first_obstacle(facts, "list") is None
