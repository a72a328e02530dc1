"""Specimen data for every form, made from the samples of the fields; all of it says SPECIMEN."""

from typing import Final

from contracts.certificate_types import CertificateType, CertificateTypes
from contracts.layouts import CertificateData

ITEM: Final = "item."
SPECIAL: Final = {
    "rcep": {"back_to_back_reference": ""},
    "rcep_back_to_back": {"flag.back_to_back": "1"},
}
COUNTRIES: Final = {
    "AU": "AUSTRALIA",
    "NZ": "NEW ZEALAND",
    "PK": "PAKISTAN",
    "CL": "CHILE",
    "CH": "SWITZERLAND",
    "IS": "ICELAND",
    "GE": "GEORGIA",
    "SG": "SINGAPORE",
    "KR": "KOREA",
}


def specimen_data(
    types: CertificateTypes, form: CertificateType, items: int = 1
) -> CertificateData:
    """Complete data of one certificate with the given number of items (at least one)."""
    samples = {
        name: types.fields[name].sample or ""
        for name in form.field_names
        if types.fields[name].source == "data"
    }
    country = COUNTRIES.get(form.destinations[0])
    if country and "importing_country" in samples:
        samples["importing_country"] = country
    samples |= {name: text for name, text in SPECIAL.get(form.id, {}).items() if name in samples}
    fields = {name: text for name, text in samples.items() if not name.startswith(ITEM) and text}
    item = {
        name.removeprefix(ITEM): text for name, text in samples.items() if name.startswith(ITEM)
    }
    return CertificateData(
        fields=dict(sorted(fields.items())),
        items=tuple(_item(item, number) for number in range(1, items + 1)),
    )


def specimen_number(form: CertificateType, serial: int = 1) -> str:
    """A number that obeys the form's rule (R97) and names no real enterprise."""
    return f"{form.code}26SPECIMEN1{serial:04}"


def _item(samples: dict[str, str], number: int) -> dict[str, str]:
    item = dict(sorted(samples.items()))
    if "no" in item:
        item["no"] = str(number)
    for name in ("description", "description_zh"):
        if name in item:
            item[name] = f"{item[name]} NO. {number}"
    return item
