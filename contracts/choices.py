"""What searches choose from: certificate types, destinations and customs offices, as data (R50).

Nothing of it depends on who asks.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final, Literal

from contracts.base import Reply
from contracts.certificate_types import CertificateType, CertificateTypes, Eligibility
from contracts.customs_offices import REGIONAL_CUSTOMS
from contracts.values import Value

DESTINATIONS: Final[dict[str, tuple[str, str]]] = {
    "AU": ("澳大利亚", "Australia"),
    "BN": ("文莱", "Brunei Darussalam"),
    "CH": ("瑞士", "Switzerland"),
    "CL": ("智利", "Chile"),
    "GE": ("格鲁吉亚", "Georgia"),
    "ID": ("印度尼西亚", "Indonesia"),
    "IN": ("印度", "India"),
    "IS": ("冰岛", "Iceland"),
    "JP": ("日本", "Japan"),
    "KH": ("柬埔寨", "Cambodia"),
    "KR": ("韩国", "Republic of Korea"),
    "LA": ("老挝", "Laos"),
    "LI": ("列支敦士登", "Liechtenstein"),
    "MM": ("缅甸", "Myanmar"),
    "MU": ("毛里求斯", "Mauritius"),
    "MY": ("马来西亚", "Malaysia"),
    "NZ": ("新西兰", "New Zealand"),
    "PH": ("菲律宾", "Philippines"),
    "PK": ("巴基斯坦", "Pakistan"),
    "SG": ("新加坡", "Singapore"),
    "TH": ("泰国", "Thailand"),
    "TW": ("中国台湾", "Taiwan, China"),
    "VN": ("越南", "Viet Nam"),
}
"""Those that a type or an announcement names, in Chinese and English, by ISO 3166."""


class Opening(Value):
    """From a day of issue on, a channel open for destinations; "*" is any destination or region.

    `from_day` is None where the first day is not known.
    """

    channel: Literal["self_print", "download"]
    from_day: date | None
    destinations: tuple[str, ...]
    customs_regions: tuple[str, ...]
    basis: str


class CertificateTypeChoice(Value):
    """A form, and what of it is self-printable or downloadable where since when (R87-R94)."""

    type_id: str
    code: str
    name_zh: str
    name_zh_short: str
    name_en: str
    destinations: tuple[str, ...]
    openings: tuple[Opening, ...]


class CertificateTypeList(Reply):
    """`as_of` is the day of the last announcement that the data know."""

    as_of: date
    certificate_types: tuple[CertificateTypeChoice, ...]


class DestinationChoice(Value):
    """`type_ids` are the types made for it; those made for any destination are not among them."""

    code: str
    name_zh: str
    name_en: str
    type_ids: tuple[str, ...]


class DestinationList(Reply):
    """`any_destination` are the types made for every country, listed here or not."""

    destinations: tuple[DestinationChoice, ...]
    any_destination: tuple[str, ...]


class OfficeChoice(Value):
    """A regional customs: its head office, and the digits all its offices begin with (R103)."""

    code: str
    region: str
    name_zh: str
    name_en: str


class OfficeList(Reply):
    offices: tuple[OfficeChoice, ...]


def certificate_types(types: CertificateTypes) -> CertificateTypeList:
    choices = tuple(_type_choice(types, kind) for kind in types.certificate_types)
    return CertificateTypeList(as_of=types.as_of, certificate_types=choices)


def destinations(types: CertificateTypes) -> DestinationList:
    """In the order of their codes."""
    return DestinationList(
        destinations=tuple(
            DestinationChoice(
                code=code,
                name_zh=name_zh,
                name_en=name_en,
                type_ids=tuple(k.id for k in types.certificate_types if code in _places(types, k)),
            )
            for code, (name_zh, name_en) in DESTINATIONS.items()
        ),
        any_destination=tuple(k.id for k in types.certificate_types if "*" in k.destinations),
    )


def offices() -> OfficeList:
    return OfficeList(
        offices=tuple(
            OfficeChoice(code=f"{region}00", region=region, name_zh=name_zh, name_en=name_en)
            for region, (name_zh, name_en) in REGIONAL_CUSTOMS.items()
        )
    )


def _type_choice(types: CertificateTypes, kind: CertificateType) -> CertificateTypeChoice:
    openings = tuple(
        Opening(
            channel=opening.channel,
            from_day=opening.from_day,
            destinations=opening.places_of(kind),
            customs_regions=opening.customs_regions,
            basis=opening.basis,
        )
        for opening in _openings(types, kind)
    )
    return CertificateTypeChoice(
        type_id=kind.id,
        code=kind.code,
        name_zh=kind.name_zh,
        name_zh_short=kind.name_zh_short,
        name_en=kind.name_en,
        destinations=kind.destinations,
        openings=openings,
    )


def _openings(types: CertificateTypes, kind: CertificateType) -> Iterator[Eligibility]:
    return (each for each in types.eligibility_history if kind.id in each.types)


def _places(types: CertificateTypes, kind: CertificateType) -> set[str]:
    """By its agreement, and by whatever announcement opened it for more."""
    opened = (place for each in _openings(types, kind) for place in each.places_of(kind))
    return {*kind.destinations, *opened}
