"""Whatever an enterprise writes is printed whole: random data for every form."""

import dataclasses
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.certificate_types import CertificateType, load_certificate_types
from contracts.form_models import Box
from contracts.layouts import CertificateData
from deploy.local.specimens import specimen_document
from services.print_svc.rendering import CertificateDocument
from services.print_svc.rendering.render import render
from services.print_svc.rendering.values import Values
from tests.unit.print_svc.rendering.reading import Page, column_texts, read, squeezed

pytestmark = pytest.mark.unit

FORMS = load_certificate_types().certificate_types
LATIN = st.characters(min_codepoint=0x21, max_codepoint=0x7E)
ACCENTED = st.characters(min_codepoint=0xC0, max_codepoint=0xFF)
CHINESE = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
EXTENSION_A = st.characters(min_codepoint=0x3400, max_codepoint=0x4DB5)
MIXED = st.one_of(LATIN, LATIN, st.just(" "), ACCENTED, CHINESE, EXTENSION_A)
PROSE = st.one_of(MIXED, MIXED, MIXED, st.just("\n"))
SMALL = st.text(MIXED, min_size=1, max_size=30).filter(str.strip)
LONG = st.text(PROSE, min_size=1, max_size=600).filter(str.strip)
RUNNING = {"marks", "item.description", "item.description_zh", "remarks"}


@st.composite
def certificates(draw: st.DrawFn, form: CertificateType) -> CertificateDocument:
    """Specimens whose free text is replaced by random text, long where the table lets it flow."""
    fields = load_certificate_types().fields
    document = specimen_document(form, items=draw(st.integers(1, 6)), parts=("original",))

    def changed(name: str, text: str) -> str:
        free = fields[name].kind == "text" and not name.endswith("contacts")
        flows = name in RUNNING and any(b.kind == "column" and name in b.fields for b in form.boxes)
        return draw(LONG if flows else SMALL) if free and name != "authority_contact" else text

    data = CertificateData(
        fields={name: changed(name, text) for name, text in document.data.fields.items()},
        items=tuple(
            {name: changed(f"item.{name}", text) for name, text in item.items()}
            for item in document.data.items
        ),
    )
    return dataclasses.replace(document, data=data)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
@settings(max_examples=6, suppress_health_check=list(HealthCheck))
@given(draw=st.data())
def test_no_character_is_lost_or_added(form, draw):
    document = draw.draw(certificates(form))

    fronts = read(render(document))[::2]

    assert _once(column_texts(form, fronts)) == _once(_expected_columns(document))
    assert _lost(document, fronts[0]) == []


def _once(columns: dict[str, str]) -> dict[str, str]:
    """What is repeated, once: PDFium takes a second one at a line break for the first's shadow."""
    return {name: re.sub(r"(.)\1+", r"\1", text) for name, text in columns.items()}


def _expected_columns(document: CertificateDocument) -> dict[str, str]:
    return {
        box.name: _expected(box, document) for box in document.form.boxes if box.kind == "column"
    }


def _expected(box: Box, document: CertificateDocument) -> str:
    values = Values(document)
    tail = [v.text for v in box.values if "goods_spec_clause" in v.text]
    once = [values.expand(v.text) for v in box.values if not v.per_item and v.text not in tail]
    each = [
        values.expand(v.text, item)
        for item in range(len(values.items))
        for v in box.values
        if v.per_item
    ]
    describes = any(name.startswith("item.description") for name in box.fields)
    last = [*(values.expand(text) for text in tail), "***"] if describes else []
    return squeezed("".join([*once, *each, *last]))


def _lost(document: CertificateDocument, front: Page) -> list[str]:
    """Fields outside the table that cannot be read back from a box that names them."""
    shown = {
        box.name: front.text_in(box.rect_mm) for box in document.form.boxes if box.kind != "column"
    }
    values = Values(document).shared
    return [
        name
        for box in document.form.boxes
        if box.kind != "column" and box.page == "front"
        for name in box.fields
        if any(squeezed(line) not in shown[box.name] for line in values.get(name, "").split("\n"))
        and not name.startswith("flag.")
    ]
