"""The certificate types: their forms, numbers and the days from which they may be printed.

The data is `data/certificate_types.json`; it is checked whole when it is loaded. `docs/forms.md`
shows what it says beside the forms themselves.
"""

import re
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from typing import Literal, NamedTuple, Self

from pydantic import model_validator

from contracts.form_checks import check_form
from contracts.form_models import Confidence, FieldSpec, Part
from contracts.forms import Form


class LegalBasis(Part):
    """The agreement or rule behind a type; `amended` is a day, or a day with what changed."""

    treaty: str
    in_force: date | None
    amended: str | None = None
    confidence: Confidence


class Copies(Part):
    """Sheets of one certificate as its agreement counts them."""

    originals: int
    copies: int
    note: str | None = None
    confidence: Confidence


class OriginCriterion(Part):
    """A code as printed; `nn` stands for a percentage."""

    code: str
    meaning: str


class OriginCriteria(Part):
    """What may stand in the column of origin criteria; older certificates bear `legacy_codes`."""

    codes: tuple[OriginCriterion, ...]
    suffix_rule: str | None = None
    legacy_codes: tuple[str, ...] = ()
    confidence: Confidence


class TypeConfidence(Part):
    """How sure we are of the form; the scale is that of `Confidence`."""

    boxes: Confidence
    labels: Confidence
    layout: Confidence


class CertificateType(Form):
    """One type with its form, as the data file describes it.

    Destinations and members are ISO 3166 codes, "*" is any; `sources` are keys of the list of
    sources.
    """

    name_zh: str
    name_zh_short: str
    name_en: str
    form_name: str | None = None
    legal_basis: LegalBasis
    destinations: tuple[str, ...]
    agreement_members: tuple[str, ...] = ()
    validity_months: int | None = None
    copies: Copies
    origin_criteria: OriginCriteria
    endorsements: tuple[str, ...] = ()
    endorsements_confidence: Confidence
    preprinted_background: str | None = None
    field_rules: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    confidence: TypeConfidence
    sources: tuple[str, ...]


class Days(NamedTuple):
    """When a certificate was issued and applied for; old events do not tell the latter (R95)."""

    issued_on: date
    applied_on: date | None = None


class Eligibility(Part):
    """A channel open for some types and destinations from a day on (R87, R88-R94).

    `from_day` is of the issue, `from_application` of the application, where the source names
    it; both must be late enough (R95). The pilot counts in its customs regions alone; "*" is any
    region or destination.
    """

    from_day: date | None
    from_application: date | None = None
    from_application_confidence: Confidence | None = None
    channel: Literal["self_print", "download"]
    scope: Literal["pilot", "national"]
    customs_regions: tuple[str, ...] = ("*",)
    types: tuple[str, ...]
    destinations: tuple[str, ...] | Literal["as listed at each type"]
    basis: str
    note: str | None = None
    confidence: Confidence
    sources: tuple[str, ...]

    def covers(self, kind: CertificateType, destination: str, days: Days) -> bool:
        """Whether a certificate of these days for the destination (ISO 3166) may use it."""
        places = self.places_of(kind)
        return (
            kind.id in self.types
            and (self.from_day is None or self.from_day <= days.issued_on)
            and not self._was_applied_for_too_early(days.applied_on)
            and ("*" in places or destination in places)
        )

    def places_of(self, kind: CertificateType) -> tuple[str, ...]:
        """The destinations for which it opens the type."""
        return kind.destinations if isinstance(self.destinations, str) else self.destinations

    def _was_applied_for_too_early(self, applied_on: date | None) -> bool:
        """Never where one of the two days is not known."""
        if self.from_application is None or applied_on is None:
            return False
        return applied_on < self.from_application

    def holds_in(self, customs_region: str | None) -> bool:
        """None is a region that nobody named, where only what holds anywhere does."""
        return "*" in self.customs_regions or customs_region in self.customs_regions


class Convention(Part):
    """What all forms print alike: words, or a pattern with names in braces, or only a rule.

    `variants` are other words that are seen or accepted.
    """

    text: str = ""
    pattern: str = ""
    example: str | None = None
    rule: str | None = None
    variants: tuple[str, ...] = ()
    confidence: Confidence
    sources: tuple[str, ...]


class NumberRule(Part):
    """How certificate numbers are made (R97); `confidence` goes by part of the rule."""

    pattern: str
    parts: dict[str, str]
    amended: str
    confidence: dict[str, Confidence]
    sources: tuple[str, ...]


class Source(Part):
    """What the data rest on; `where` is empty where nothing was looked up."""

    title: str
    where: str


class CertificateTypes(Part):
    """All types with what they share: fields, printing conventions, eligibility, sources."""

    as_of: date
    conventions: dict[str, Convention]
    number_rule: NumberRule
    fields: dict[str, FieldSpec]
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

    def knows(self, type_id: str) -> bool:
        """The history names a type before its form is described here."""
        return type_id in self._by_id

    def by_number(self, certificate_no: str) -> CertificateType:
        """The type whose number rule the number obeys (R97); LookupError where there is none."""
        for kind in self.certificate_types:
            if re.fullmatch(kind.number.regex, certificate_no):
                return kind
        raise LookupError(f"no certificate type has numbers like {certificate_no!r}")

    def may_self_print(
        self,
        type_id: str,
        destination: str,
        day: date,
        *,
        applied_on: date | None = None,
        customs_region: str | None = None,
    ) -> Eligibility | None:
        """What opened self-printing by the issue day (R44, R87-R95), or None.

        The pilot counts only where the customs region is named. LookupError for an unknown type.
        """
        days = Days(day, applied_on)
        return self._open(type_id, destination, days, "self_print", customs_region)

    def may_download(
        self, type_id: str, destination: str, day: date, *, applied_on: date | None = None
    ) -> Eligibility | None:
        """What opened the download, which is a permission of its own (R85-R87), or None.

        LookupError for an unknown type.
        """
        return self._open(type_id, destination, Days(day, applied_on), "download", None)

    def _open(
        self, type_id: str, destination: str, days: Days, channel: str, region: str | None
    ) -> Eligibility | None:
        kind = self.by_id(type_id)
        of_channel = (e for e in self.eligibility_history if e.channel == channel)
        in_force = (
            e for e in of_channel if e.holds_in(region) and e.covers(kind, destination, days)
        )
        return next(in_force, None)


@cache
def load_certificate_types() -> CertificateTypes:
    """Read and check the data file once per process; raises ValueError where it is not whole."""
    content = files("contracts").joinpath("data/certificate_types.json").read_bytes()
    return CertificateTypes.model_validate_json(content)
