"""From certificate data to the words that stand in the boxes; checked before anything is drawn."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from contracts.certificate_types import CertificateType, load_certificate_types
from contracts.form_models import Box, FieldSpec
from contracts.sentences import Sentence
from services.print_svc.rendering.document import CertificateDocument
from services.print_svc.rendering.refusals import COLUMN_EMPTY, RenderError
from services.print_svc.rendering.text import MissingGlyphError, Typeface

ITEM: Final = "item."
PLACEHOLDER: Final = re.compile(r"\{([a-z][a-z0-9_.]*)(?::(\d))?\}")
OPTIONAL: Final = re.compile(r"\[([^\[\]]*)\]")
MONTHS: Final = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"


class Values:
    """The printed text of every field of one certificate: what all items share, and each item's.

    Raises RenderError for data that are missing, unknown, contradictory or malformed.
    """

    def __init__(self, document: CertificateDocument) -> None:
        form = document.form
        self._specs = load_certificate_types().fields
        self._chinese = form.in_chinese
        self._boxes = {name: box.name for box in form.boxes for name in box.fields}
        own = {"cert_no": document.certificate_no, "issue_date": document.issue_date.isoformat()}
        _check_known(form, document)
        _check_own(own, document.data.fields)
        constants = {name: self._specs[name].constant or "" for name in form.field_names}
        filled = {name: text for name, text in document.data.fields.items() if text}
        self.shared = self._printed({**constants, **filled, **own}, "")
        self.items = [self._printed(item, ITEM) for item in document.data.items]
        self._check_required(form)

    def expand(self, template: str, item: int | None = None) -> str:
        """The template with its fields put in; a group in brackets goes where a field is empty."""
        fields = self.shared if item is None else {**self.shared, **self.items[item]}
        pieces = OPTIONAL.split(template)
        pieces[::2] = [self._filled(text, fields) for text in pieces[::2]]
        pieces[1::2] = [self._group(text, fields) for text in pieces[1::2]]
        return "".join(pieces)

    def _group(self, text: str, fields: Mapping[str, str]) -> str:
        names = [name for name, _ in PLACEHOLDER.findall(text)]
        return self._filled(text, fields) if all(fields.get(name) for name in names) else ""

    def _filled(self, text: str, fields: Mapping[str, str]) -> str:
        return PLACEHOLDER.sub(lambda m: _line(fields.get(m[1], ""), m[2]), text)

    def _printed(self, texts: Mapping[str, str], prefix: str) -> dict[str, str]:
        printed = {}
        for name, text in texts.items():
            full = prefix + name
            printed[full] = self._format(full, self._specs[full], text)
        return printed

    def _format(self, name: str, spec: FieldSpec, text: str) -> str:
        text = text.replace("\r\n", "\n").strip()
        if spec.kind == "date" and text:
            return "\n".join(self._date(name, line) for line in text.split("\n"))
        if spec.kind == "flag":
            return self._flag(name, spec, text)
        return text

    def _date(self, name: str, text: str) -> str:
        try:
            day = date.fromisoformat(text)
        except ValueError as error:
            raise self._error("field.not_a_date", name, text=repr(text)) from error
        if self._chinese:
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{MONTHS[4 * day.month - 4 : 4 * day.month - 1]}.{day.day:02},{day.year}"

    def _flag(self, name: str, spec: FieldSpec, text: str) -> str:
        if text not in ("", "0", "1"):
            raise self._error("field.not_a_flag", name)
        return (spec.printed or "1") if text == "1" else ""

    def _check_required(self, form: CertificateType) -> None:
        for box in form.boxes:
            if not box.optional:
                for name in box.fields:
                    self._check_present(name)
                self._check_some(box)

    def _check_present(self, name: str) -> None:
        spec = self._specs[name]
        if not spec.required or spec.source != "data":
            return
        if name.startswith(ITEM):
            missing = any(not item.get(name) for item in self.items)
        else:
            missing = not self.shared.get(name)
        if missing:
            raise self._error("field.missing", name)

    def _check_some(self, box: Box) -> None:
        """A column of alternatives, such as weight or quantity, needs one of them for each item."""
        names = [name for name in box.fields if name.startswith(ITEM)]
        if box.kind != "column" or not names:
            return
        if not all(any(item.get(name) for name in names) for item in self.items):
            raise self._error("field.missing", names[0], COLUMN_EMPTY)

    def check_glyphs(self, face: Typeface) -> None:
        """Raises RenderError for the first character that no embedded font draws."""
        for name, text in self._all():
            for line in text.split("\n"):
                try:
                    face.width(line)
                except MissingGlyphError as missing:
                    raise self._error(
                        "character.missing",
                        name,
                        character=missing.character,
                        point=f"U+{ord(missing.character):04X}",
                    ) from missing

    def _all(self) -> Iterator[tuple[str, str]]:
        yield from self.shared.items()
        for item in self.items:
            yield from item.items()

    def check_lines(self, name: str, lines: int) -> None:
        """Raises RenderError for a field of more lines than have places of their own."""
        if self.shared.get(name, "").count("\n") >= lines:
            raise self._error("field.lines", name, lines=lines)

    def _error(
        self,
        code: str,
        field: str,
        sentence: Sentence | None = None,
        *,
        character: str | None = None,
        **details: object,
    ) -> RenderError:
        box = self._boxes.get(field)
        return RenderError(code, sentence, box=box, field=field, character=character, **details)


def _line(text: str, number: str) -> str:
    if not number:
        return text
    lines = text.split("\n")
    return lines[int(number) - 1] if int(number) <= len(lines) else ""


def _check_known(form: CertificateType, document: CertificateDocument) -> None:
    """What has no box would be lost; what the document says itself may stand in the data too."""
    names = set(document.data.fields)
    for item in document.data.items:
        names |= {ITEM + name for name in item}
    unknown = sorted(names - form.field_names - {"cert_no", "issue_date"})
    if unknown:
        raise RenderError("field.unknown", field=unknown[0], form=form.id)


def _check_own(own: Mapping[str, str], fields: Mapping[str, str]) -> None:
    for name, text in own.items():
        if fields.get(name, text) != text:
            raise RenderError("field.contradiction", field=name)
