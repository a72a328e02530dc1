"""Which channels are open for a certificate on its issue day, and where (R44, R49-R50, R85-R90)."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

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


CLOSED = Openings(self_print=False, download=False)


def openings_of(types: CertificateTypes, approval: Approval) -> Openings:
    """What counts is the office applied to, not the place of export (R89)."""
    return _openings(
        types,
        approval.type_id,
        approval.destination,
        approval.issue_date,
        approval.issuing_office,
    )


@lru_cache(maxsize=20_000)
def openings_at(kind: str, place: str, day: date, issuing_office: str) -> Openings:
    """The same by the data that are loaded: `place` is the destination, `day` the issue day."""
    return _openings(load_certificate_types(), kind, place, day, issuing_office)


def _openings(
    types: CertificateTypes, kind: str, place: str, day: date, issuing_office: str
) -> Openings:
    """A type that is not known is closed."""
    region = PILOT_REGIONS.get(issuing_office[:2])
    try:
        self_print = _self_print(types, kind, place, day, region)
        return Openings(
            self_print=self_print,
            download=types.may_download(kind, place, day) is not None,
            elsewhere=not self_print
            and any(
                _self_print(types, kind, place, day, other)
                for other in sorted(set(PILOT_REGIONS.values()))
            ),
        )
    except LookupError:
        return CLOSED


def _self_print(
    types: CertificateTypes, kind: str, place: str, day: date, region: str | None
) -> bool:
    return types.may_self_print(kind, place, day, customs_region=region) is not None


@dataclass(frozen=True, slots=True)
class Download:
    """A type that may be downloaded for these destinations, "*" for any, issued from a day on."""

    type_id: str
    destinations: tuple[str, ...]
    from_day: date | None


def downloads_of(types: CertificateTypes) -> tuple[Download, ...]:
    """All that opens the download anywhere (R85-R87), as `openings_of` reads it."""
    return tuple(
        Download(type_id, opening.places_of(types.by_id(type_id)), opening.from_day)
        for opening in types.eligibility_history
        if opening.channel == "download" and opening.holds_in(None)
        for type_id in opening.types
        if types.knows(type_id)
    )
