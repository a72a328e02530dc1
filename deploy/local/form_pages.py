"""Print docs/forms.md: the prose that stands there, and below its mark what the data say."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from contracts.certificate_types import (
    CertificateType,
    CertificateTypes,
    Convention,
    Eligibility,
    load_certificate_types,
)
from contracts.form_models import Confidence, FormatVersion
from services.print_svc.rendering.refusals import REFUSALS

PAGE: Final = Path("docs/forms.md")
MARK: Final = (
    "<!-- From here on `make docs` writes what the form data and the renderer's refusals say. -->"
)


def page(current: str, types: CertificateTypes) -> str:
    """The page with everything below its mark written anew."""
    prose, mark, _ = current.partition(MARK)
    if not mark:
        raise ValueError("docs/forms.md has lost the mark below which the data are shown")
    return prose + mark + "\n\n" + "\n".join(_data_lines(types)) + "\n"


def _data_lines(types: CertificateTypes) -> Iterator[str]:
    yield from _refusals()
    yield from _overview(types)
    yield from _openings(types)
    yield from _number_rule(types)
    yield from _conventions(types)
    yield from _fields(types)
    yield "## The forms one by one"
    for form in types.certificate_types:
        yield from ("", f"### {form.id}", "", *_form(form))
    yield from _sources(types)


def _refusals() -> Iterator[str]:
    yield from ("## Why a certificate is not rendered", "")
    yield from _table("Code | 中文 | English")
    yield from (_row(_code(code), said.zh, said.en) for code, said in REFUSALS.items())
    yield ""


def _overview(types: CertificateTypes) -> Iterator[str]:
    yield from (f"## All forms, as of {types.as_of}", "")
    yield from _table("Form | Code | Boxes | Words | Layout | Numbers | Notes")
    for form in types.certificate_types:
        sure = form.confidence
        notes = f"condensed, {form.overleaf.notes_confidence}" if form.overleaf else "none"
        yield _row(
            f"[{form.name_zh_short}](#{form.id}) `{form.id}`",
            form.code,
            sure.boxes,
            sure.labels,
            sure.layout,
            form.number.confidence,
            notes,
        )
    yield ""


def _openings(types: CertificateTypes) -> Iterator[str]:
    yield from ("## From when on a channel is open", "")
    yield from _table("From | Channel | Where | Types | Destinations | Basis | Sure | Sources")
    for opening in types.eligibility_history:
        yield _opening(opening)
    yield ""


def _opening(opening: Eligibility) -> str:
    listed = opening.destinations
    basis = f"{opening.basis} ({opening.note})" if opening.note else opening.basis
    return _row(
        _first_day(opening),
        opening.channel,
        f"{opening.scope}: {_places(opening.customs_regions)}",
        ", ".join(map(_code, opening.types)),
        listed if isinstance(listed, str) else _places(listed),
        basis,
        opening.confidence,
        ", ".join(opening.sources),
    )


def _first_day(opening: Eligibility) -> str:
    """Of the issue, and of the application where a source names it (R95)."""
    issued, applied = str(opening.from_day or "always"), opening.from_application
    if applied is None:
        return issued
    return f"{issued}, applied for from {applied} ({opening.from_application_confidence})"


def _number_rule(types: CertificateTypes) -> Iterator[str]:
    rule = types.number_rule
    yield from ("## Certificate numbers", "")
    yield from (f"`{rule.pattern}` (R97):", "")
    yield from (f"- `{part}` is the {text}" for part, text in rule.parts.items())
    yield from ("", f"{_capital(rule.amended)}.")
    sure = ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in rule.confidence.items())
    yield from (f"Sure: {sure}. Sources: {', '.join(rule.sources)}.", "")


def _conventions(types: CertificateTypes) -> Iterator[str]:
    yield from ("## Words that the forms share", "")
    yield from _table("What | Printed | Also seen | Rule or example | Sure | Sources")
    for name, convention in types.conventions.items():
        yield _row(
            name.replace("_", " "),
            _code(convention.text or convention.pattern),
            ", ".join(map(_code, convention.variants)),
            _rule(convention),
            convention.confidence,
            ", ".join(convention.sources),
        )
    yield ""


def _rule(convention: Convention) -> str:
    example = convention.example and f"e.g. {_code(convention.example)}"
    return "; ".join(text for text in (convention.rule, example) if text)


def _fields(types: CertificateTypes) -> Iterator[str]:
    yield from ("## Fields", "")
    yield from ("Elements are those of the customs import interface (P09).", "")
    yield from _table("Field | 中文 | English | Element | Kind | From | Constant")
    for name, field in types.fields.items():
        yield _row(
            f"`{name}`",
            field.zh,
            field.en,
            field.gacc or "",
            field.kind,
            field.source,
            _code(field.constant or ""),
        )
    yield ""


def _form(form: CertificateType) -> Iterator[str]:
    name = f" Known as {form.form_name}." if form.form_name else ""
    yield f"{form.name_zh}. {form.name_en}.{name}"
    yield ""
    yield f"![{form.name_en}](pictures/forms/{form.id}.png)"
    yield ""
    for title, text in _facts(form):
        if text:
            yield f"- **{title}**: {text}."


def _facts(form: CertificateType) -> Iterator[tuple[str, str]]:
    boxes = [box.box for box in form.boxes if box.box]
    yield "Agreement", _agreement(form)
    yield "Code and numbers", _numbers(form)
    yield "Destinations", _places(form.destinations)
    yield "Members of the agreement", ", ".join(form.agreement_members)
    yield "Valid", f"{form.validity_months} months" if form.validity_months else ""
    yield "Sheets", _sheets(form)
    yield "Boxes", f"{boxes[0]} to {boxes[-1]}"
    limit = _limit(form.items.max_per_certificate)
    yield "Limit", _sure(limit, form.items.confidence)
    yield "Versions", "; ".join(map(_version, form.format_versions))
    yield "Origin criteria", _criteria(form)
    yield "Endorsements", _sure("; ".join(form.endorsements), form.endorsements_confidence)
    yield "Preprinted paper", form.preprinted_background or ""
    yield "Rules", "; ".join(form.field_rules)
    yield "To know", " ".join(form.notes).removesuffix(".")
    yield "Sources", ", ".join(form.sources)


def _agreement(form: CertificateType) -> str:
    basis = form.legal_basis
    parts = [
        basis.treaty,
        f"in force {basis.in_force}" if basis.in_force else "",
        f"amended {basis.amended}" if basis.amended else "",
    ]
    return _sure("; ".join(part for part in parts if part), basis.confidence)


def _numbers(form: CertificateType) -> str:
    example = f", e.g. {form.number.example}" if form.number.example else ""
    return _sure(f"{form.code}{example}", form.number.confidence)


def _sheets(form: CertificateType) -> str:
    copies = form.copies
    counted = f"originals {copies.originals}, copies {copies.copies}"
    return _sure(f"{counted}; {copies.note}" if copies.note else counted, copies.confidence)


def _limit(items: int | None) -> str:
    return "any number of items" if items is None else f"at most {items} items"


def _version(version: FormatVersion) -> str:
    labels = [f"box {box} reads {_code(label)}" for box, label in version.labels.items()]
    note = [version.note] if version.note else []
    text = f"from {version.from_issue_date} {_limit(version.max_items)}"
    return _sure(", ".join([text, *labels, *note]), version.confidence)


def _criteria(form: CertificateType) -> str:
    criteria = form.origin_criteria
    if not criteria.codes:
        return ""
    parts = [f"{_code(one.code)} {one.meaning}" for one in criteria.codes]
    if criteria.suffix_rule:
        parts.append(criteria.suffix_rule)
    if criteria.legacy_codes:
        parts.append(f"on older certificates {', '.join(map(_code, criteria.legacy_codes))}")
    return _sure("; ".join(parts), criteria.confidence)


def _sources(types: CertificateTypes) -> Iterator[str]:
    yield from ("", "## Sources", "")
    for key, source in types.sources.items():
        yield f"- **{key}** {source.title}" + (f": {source.where}" if source.where else "")


def _sure(text: str, confidence: Confidence | None) -> str:
    return f"{text} ({confidence})" if text and confidence else text


def _places(codes: Iterable[str]) -> str:
    return ", ".join("any" if code == "*" else code for code in codes)


def _code(text: str) -> str:
    return f"`{text}`" if text else text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _table(heading: str) -> tuple[str, str]:
    cells = heading.split(" | ")
    return _row(*cells), _row(*["---"] * len(cells))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


if __name__ == "__main__":
    sys.stdout.write(page(PAGE.read_text(), load_certificate_types()))
