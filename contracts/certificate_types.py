"""The certificate types: their forms, numbers and the days from which they may be printed.

The data is `data/certificate_types.json`; it is checked whole when it is loaded.
"""

import re
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from typing import Literal, Self

from pydantic import model_validator

from contracts.form_checks import check_form
from contracts.form_models import (
    Box,
    Certification,
    Channel,
    Confidence,
    Continuation,
    Copies,
    Declaration,
    FieldSpec,
    FormatVersion,
    FormLayout,
    Items,
    LegalBasis,
    Number,
    OriginCriteria,
    Overleaf,
    Pages,
    Paper,
    Part,
    TypeConfidence,
)


class CertificateType(Part):
    """One form, as the data file describes it."""

    id: str
    code: str
    seed_list_no: int | None
    name_zh: str
    name_zh_short: str
    name_en: str
    form_name: str | None
    family: str
    legal_basis: LegalBasis
    destinations: tuple[str, ...]
    agreement_members: tuple[str, ...]
    languages: tuple[str, ...]
    form_title_lines: tuple[str, ...]
    footer_lines: tuple[str, ...]
    number: Number
    self_print: Channel
    download: Channel
    validity_months: int | None
    copies: Copies
    pages: Pages
    items: Items
    origin_criteria: OriginCriteria
    boxes: tuple[Box, ...]
    layout: FormLayout
    declaration: Declaration
    certification: Certification
    endorsements: tuple[str, ...]
    endorsements_confidence: Confidence
    continuation: Continuation
    paper: Paper
    overleaf: Overleaf
    format_versions: tuple[FormatVersion, ...]
    field_rules: tuple[str, ...]
    notes: tuple[str, ...]
    total_line: bool
    confidence: TypeConfidence
    sources: tuple[str, ...]

    @cached_property
    def field_names(self) -> frozenset[str]:
        """Every field that a box of this form refers to."""
        return frozenset(name for box in self.boxes for name in box.fields)

    @property
    def takes_enterprise_seal(self) -> bool:
        """False for forms whose declaration bears the signature alone (R102)."""
        return "enterprise_seal" in self.field_names

    @property
    def in_chinese(self) -> bool:
        return self.languages[0].startswith("zh")

    def version_at(self, issue_date: date) -> FormatVersion | None:
        """The version in use on the issue date (R100); None where the form has only one.

        Raises LookupError for an issue date before the first version.
        """
        if not self.format_versions:
            return None
        begun = [v for v in self.format_versions if v.from_issue_date <= issue_date]
        if not begun:
            raise LookupError(f"{self.id} was not in use on {issue_date}")
        return max(begun, key=lambda version: version.from_issue_date)

    def max_items_at(self, issue_date: date) -> int | None:
        version = self.version_at(issue_date)
        return version.max_items if version else self.items.max_per_certificate


class Eligibility(Part):
    """A channel open for some types and destinations from a day on (R87, R88-R94)."""

    from_day: date | None
    channel: Literal["self_print", "download"]
    scope: Literal["pilot", "national"]
    customs_regions: tuple[str, ...] = ("*",)
    types: tuple[str, ...]
    destinations: tuple[str, ...] | Literal["as listed at each type"]
    basis: str
    note: str | None = None
    in_seed: bool
    confidence: Confidence
    sources: tuple[str, ...]

    def covers(self, kind: CertificateType, destination: str, day: date) -> bool:
        listed = self.destinations
        places = kind.self_print.destinations if isinstance(listed, str) else listed
        return (
            kind.id in self.types
            and (self.from_day is None or self.from_day <= day)
            and ("*" in places or destination in places)
        )

    def holds_in(self, customs_region: str | None) -> bool:
        return "*" in self.customs_regions or customs_region in self.customs_regions


class Convention(Part):
    """Words that all forms print alike; `text` is empty where there is only a pattern or a rule."""

    text: str = ""
    pattern: str | None = None
    example: str | None = None
    rule: str | None = None
    alternatives: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    image_marks: str | None = None
    special_marks: str | None = None
    confidence: Confidence
    sources: tuple[str, ...]


class CertStatus(Part):
    code: str
    zh: str
    en: str


class Source(Part):
    title: str
    where: str


class CertificateTypes(Part):
    """All types with what they share: fields, printing conventions, eligibility, sources."""

    schema_version: Literal[1]
    as_of: date
    page: dict[str, object]
    conventions: dict[str, Convention]
    number_rule: dict[str, object]
    fields: dict[str, FieldSpec]
    cert_status: tuple[CertStatus, ...]
    eligibility_history: tuple[Eligibility, ...]
    certificate_types: tuple[CertificateType, ...]
    sources: dict[str, Source]

    @model_validator(mode="after")
    def _forms_are_whole(self) -> Self:
        for kind in self.certificate_types:
            check_form(kind, self.fields)
        return self

    @cached_property
    def _by_id(self) -> dict[str, CertificateType]:
        return {kind.id: kind for kind in self.certificate_types}

    def by_id(self, type_id: str) -> CertificateType:
        """Raises LookupError for an unknown id."""
        if type_id not in self._by_id:
            raise LookupError(f"no certificate type {type_id!r}")
        return self._by_id[type_id]

    def by_number(self, certificate_no: str) -> CertificateType:
        """The type whose number rule the number obeys (R97); LookupError where there is none."""
        for kind in self.certificate_types:
            if re.fullmatch(kind.number.regex, certificate_no):
                return kind
        raise LookupError(f"no certificate type has numbers like {certificate_no!r}")

    def may_self_print(
        self, type_id: str, destination: str, day: date, *, customs_region: str | None = None
    ) -> Eligibility | None:
        """What opened self-printing; the pilot counts only where the customs region is named."""
        return self._open(type_id, destination, day, "self_print", customs_region)

    def may_download(self, type_id: str, destination: str, day: date) -> Eligibility | None:
        """What opened the download, which is a permission of its own (R85-R87)."""
        return self._open(type_id, destination, day, "download", None)

    def _open(
        self, type_id: str, destination: str, day: date, channel: str, region: str | None
    ) -> Eligibility | None:
        kind = self.by_id(type_id)
        for entry in self.eligibility_history:
            if entry.channel == channel and entry.holds_in(region):  # noqa: SIM102
                if entry.covers(kind, destination, day):
                    return entry
        return None


@cache
def load_certificate_types() -> CertificateTypes:
    """Read and check the data file once per process; raises ValueError where it is not whole."""
    content = files("contracts").joinpath("data/certificate_types.json").read_bytes()
    return CertificateTypes.model_validate_json(content)
