"""Which channels are open for a certificate on its days, and where (R44, R49-R50, R85-R95)."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from contracts.certificate_types import CertificateTypes, load_certificate_types
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


class Case(NamedTuple):
    """All of an approval that openings depend on."""

    type_id: str
    destination: str
    issue_date: date
    applied_on: date | None
    issuing_office: str


CLOSED = Openings(self_print=False, download=False)


def openings_of(types: CertificateTypes, approval: Approval | Case) -> Openings:
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


@lru_cache(maxsize=20_000)
def openings_in(case: Case) -> Openings:
    """The same by the data that are loaded; lists ask for the same few again and again."""
    return openings_of(load_certificate_types(), case)


def _self_print(types: CertificateTypes, approval: Approval | Case, region: str | None) -> bool:
    opening = types.may_self_print(
        approval.type_id,
        approval.destination,
        approval.issue_date,
        applied_on=approval.applied_on,
        customs_region=region,
    )
    return opening is not None


def _download(types: CertificateTypes, approval: Approval | Case) -> bool:
    opening = types.may_download(
        approval.type_id,
        approval.destination,
        approval.issue_date,
        applied_on=approval.applied_on,
    )
    return opening is not None


@dataclass(frozen=True, slots=True)
class Download:
    """A type that may be downloaded for these destinations, "*" for any.

    Issued from `from_day` on and applied for from `from_application` on, where these are known.
    """

    type_id: str
    destinations: tuple[str, ...]
    from_day: date | None
    from_application: date | None


def downloads_of(types: CertificateTypes) -> tuple[Download, ...]:
    """All that opens the download anywhere (R85-R87), as `openings_of` reads it."""
    return tuple(
        Download(
            type_id,
            opening.places_of(types.by_id(type_id)),
            opening.from_day,
            opening.from_application,
        )
        for opening in types.eligibility_history
        if opening.channel == "download" and opening.holds_in(None)
        for type_id in opening.types
        if types.knows(type_id)
    )
