"""Which channels are open for a certificate on its days, and where (R44, R49-R50, R85-R95)."""

from dataclasses import dataclass
from typing import Final

from contracts.certificate_types import CertificateTypes
from services.cert_svc.domain.certificates import Approval

PILOT_REGIONS: Final = {
    "01": "北京",
    "02": "天津",
    "22": "上海",
    "23": "江苏",
    "51": "广东",
    "52": "广东",
    "53": "广东",
    "57": "广东",
    "60": "广东",
    "67": "广东",
    "68": "广东",
    "80": "重庆",
}
"""First two digits of a customs office's code to the region of the pilot it belongs to (R88)."""


@dataclass(frozen=True, slots=True)
class Openings:
    """`elsewhere`: self-printing is open on that day, but not at this customs office (R89)."""

    self_print: bool
    download: bool
    elsewhere: bool = False

    @property
    def any(self) -> bool:
        return self.self_print or self.download


CLOSED = Openings(self_print=False, download=False)


def openings_of(types: CertificateTypes, approval: Approval) -> Openings:
    """What counts is the office applied to, not the place of export (R89).

    And both the day of the application, as far as it is known, and that of the issue (R95).
    """
    region = PILOT_REGIONS.get(approval.issuing_office[:2])
    try:
        self_print = _self_print(types, approval, region)
        return Openings(
            self_print=self_print,
            download=_download(types, approval),
            elsewhere=not self_print
            and any(
                _self_print(types, approval, other) for other in sorted(set(PILOT_REGIONS.values()))
            ),
        )
    except LookupError:
        return CLOSED


def _self_print(types: CertificateTypes, approval: Approval, region: str | None) -> bool:
    opening = types.may_self_print(
        approval.type_id,
        approval.destination,
        approval.issue_date,
        applied_on=approval.applied_on,
        customs_region=region,
    )
    return opening is not None


def _download(types: CertificateTypes, approval: Approval) -> bool:
    opening = types.may_download(
        approval.type_id,
        approval.destination,
        approval.issue_date,
        applied_on=approval.applied_on,
    )
    return opening is not None
