"""What searches choose from (下拉选项): types, destinations and offices, the same for everybody."""

from fastapi import APIRouter

from contracts import choices
from contracts.certificate_types import load_certificate_types
from contracts.choices import CertificateTypeList, DestinationList, OfficeList
from gateway.documentation import LOGGED_IN, refusals
from gateway.sessions import Who

router = APIRouter(tags=["choices"])


@router.get("/certificate-types", responses=refusals(*LOGGED_IN))
async def list_certificate_types(_: Who) -> CertificateTypeList:
    """All forms, and where each is open for self-printing or download since which day (R88-R94)."""
    return choices.certificate_types(load_certificate_types())


@router.get("/destinations", responses=refusals(*LOGGED_IN))
async def list_destinations(_: Who) -> DestinationList:
    """Countries and regions that a type is made for or opened for (目的国或地区)."""
    return choices.destinations(load_certificate_types())


@router.get("/offices", responses=refusals(*LOGGED_IN))
async def list_offices(_: Who) -> OfficeList:
    """Customs offices that issue certificates or hand them out (签证机构、领证机构, R103)."""
    return choices.offices()
