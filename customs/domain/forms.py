"""Applications against their form: type, destination, fields, number; and what customs fills in."""

import re
from collections.abc import Mapping

from contracts.certificate_types import CertificateType, CertificateTypes, load_certificate_types
from contracts.layouts import CertificateData
from customs.domain.applications import ApplicationForm
from customs.errors import Refused

_ITEM = "item."
_ANYWHERE = "*"

OFFICES: dict[str, str] = {
    "01": "BEIJING",
    "02": "TIANJIN",
    "04": "SHIJIAZHUANG",
    "08": "SHENYANG",
    "09": "DALIAN",
    "22": "SHANGHAI",
    "23": "NANJING",
    "29": "HANGZHOU",
    "31": "NINGBO",
    "33": "HEFEI",
    "35": "FUZHOU",
    "37": "XIAMEN",
    "42": "QINGDAO",
    "46": "ZHENGZHOU",
    "47": "WUHAN",
    "49": "CHANGSHA",
    "51": "GUANGZHOU",
    "53": "SHENZHEN",
    "57": "GONGBEI",
    "79": "CHENGDU",
    "80": "CHONGQING",
    "90": "XI'AN",
}
"""Places of the directly subordinate customs, by the first two digits of an office's code."""


def checked_type(form: ApplicationForm) -> CertificateType:
    """The type of certificate applied for; Refused when the application is not complete."""
    types = load_certificate_types()
    try:
        kind = types.by_id(form.type_id)
    except LookupError:
        known = [each.id for each in types.certificate_types]
        raise Refused("customs.unknown_type", type_id=form.type_id, types=known) from None
    if not goes_to(kind, form.destination):
        raise Refused(
            "customs.destination_not_of_type",
            type_id=kind.id,
            destination=form.destination,
            destinations=sorted(destinations_of(kind)),
        )
    missing = missing_fields(types, kind, form.data)
    if missing:
        raise Refused("customs.fields_missing", missing=", ".join(missing))
    unknown = unknown_fields(kind, form.data)
    if unknown:
        raise Refused("customs.fields_unknown", type_id=kind.id, unknown=", ".join(unknown))
    return kind


def check_number(kind: CertificateType, certificate_no: str) -> None:
    """Refused for a number that the type does not give out (R97)."""
    if not re.fullmatch(kind.number.regex, certificate_no):
        raise Refused(
            "customs.number_not_of_type",
            certificate_no=certificate_no,
            pattern=load_certificate_types().number_rule.pattern,
        )


def destinations_of(form: CertificateType) -> frozenset[str]:
    """Where the type may go: the destinations named and the other members of its agreement."""
    return frozenset(form.destinations) | frozenset(form.agreement_members)


def goes_to(form: CertificateType, destination: str) -> bool:
    places = destinations_of(form)
    return _ANYWHERE in places or destination in places


def missing_fields(
    types: CertificateTypes, form: CertificateType, data: CertificateData
) -> tuple[str, ...]:
    """Required fields of the applicant's boxes that are absent or blank."""
    wanted = [
        name
        for box in form.boxes
        if box.filled_by == "applicant" and not box.optional
        for name in box.fields
        if _asked_of_applicant(types, name)
    ]
    return tuple(dict.fromkeys(place for name in wanted for place in _blanks(name, data)))


def unknown_fields(form: CertificateType, data: CertificateData) -> tuple[str, ...]:
    """Fields that no box of the form prints; they would vanish without a word."""
    given = set(data.fields) | {_ITEM + name for item in data.items for name in item}
    return tuple(sorted(given - form.field_names))


def completed(
    types: CertificateTypes, form: CertificateType, data: CertificateData, office: str
) -> CertificateData:
    """The applicant's data with what customs prints: place, contact, constants (R103)."""
    printed = _office_fields(office) | {
        name: spec.constant for name, spec in types.fields.items() if spec.constant
    }
    filled = {name: text for name, text in printed.items() if name in form.field_names}
    return CertificateData(fields={**data.fields, **filled}, items=data.items)


def _office_fields(office: str) -> dict[str, str]:
    place = OFFICES.get(office[:2], f"CUSTOMS {office}")
    return {
        "issue_place": f"{place}, CHINA",
        "authority_contact": f"010-00000000\n010-00000001\nSPECIMEN ADDRESS 样本, {place}",
        "issuing_authority_name": f"SPECIMEN {place} CUSTOMS 样本",
    }


def _asked_of_applicant(types: CertificateTypes, name: str) -> bool:
    spec = types.fields[name]
    return spec.required and spec.source == "data" and spec.constant is None


def _blanks(name: str, data: CertificateData) -> list[str]:
    if not name.startswith(_ITEM):
        return [name] if _blank(data.fields, name) else []
    short = name.removeprefix(_ITEM)
    return [f"items[{n}].{short}" for n, item in enumerate(data.items) if _blank(item, short)]


def _blank(texts: Mapping[str, str], name: str) -> bool:
    return not texts.get(name, "").strip()
