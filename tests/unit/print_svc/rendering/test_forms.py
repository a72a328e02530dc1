"""Every form, read back from its PDF: boxes, words, data, seals, sheets."""

from functools import cache

import pytest

from contracts.certificate_types import CertificateType, load_certificate_types
from contracts.form_models import Box, Rect
from deploy.local.specimens import specimen_document
from services.print_svc.rendering.render import render
from services.print_svc.rendering.values import Values
from tests.unit.print_svc.rendering.reading import Page, read, squeezed

pytestmark = pytest.mark.unit

FORMS = load_certificate_types().certificate_types
WITH_OVERLEAF = [form for form in FORMS if form.overleaf]
ROUNDING_MM = 0.1
RULE_MM = 0.2


def forms(chosen=FORMS):
    return pytest.mark.parametrize("form", chosen, ids=lambda form: form.id)


@pytest.fixture(scope="module")
def pages():
    kept: dict[str, list[Page]] = {}

    def of(form: CertificateType) -> list[Page]:
        if form.id not in kept:
            kept[form.id] = read(render(specimen_document(form, items=2)))
        return kept[form.id]

    return of


@pytest.fixture(scope="module")
def long_pages():
    """Of original and copy, several sheets each, by the form's id."""
    by_id = load_certificate_types().by_id
    return cache(lambda form_id: read(render(specimen_document(by_id(form_id), items=15))))


@forms()
def test_every_box_is_drawn_where_the_data_says(form, pages):
    drawn = pages(form)[0].paths

    missing = [box.name for box in form.boxes if box.page == "front" and not _drawn(box, drawn)]

    assert missing == []


def _drawn(box: Box, drawn: tuple[Rect, ...]) -> bool:
    """The reader's edges lie a rule's width outside what was drawn, on every side alike."""
    return any(
        all(
            abs(a - b) <= ROUNDING_MM for a, b in zip(box.rect_mm, _without_rule(path), strict=True)
        )
        for path in drawn
    )


def _without_rule(path: Rect) -> Rect:
    return Rect(
        path.x + RULE_MM, path.y + RULE_MM, path.width - 2 * RULE_MM, path.height - 2 * RULE_MM
    )


@forms()
def test_every_printed_number_stands_in_its_box(form, pages):
    page = pages(form)[0]

    wrong = [
        box.box
        for box in form.boxes
        if box.page == "front"
        and box.box
        and not page.text_in(box.rect_mm).startswith(box.box + ".")
    ]

    assert wrong == []


@forms()
def test_the_words_of_the_form_are_all_printed(form, pages):
    printed = "".join(page.text_in(Rect(0, 0, 210, 297)) for page in pages(form)[:2])
    words = [
        *form.form_title_lines,
        *form.footer_lines,
        *(form.overleaf.notes if form.overleaf else ()),
        form.number.label if not form.layout.cert_no_in_box else "",
        form.declaration.caption.text,
        form.certification.caption.text,
    ]

    missing = [text for text in words if squeezed(text) not in printed]

    assert missing == []


@forms()
def test_every_datum_is_printed_in_a_box_that_names_it(form, pages):
    document = specimen_document(form, items=2)
    values = Values(document)
    page = pages(form)[0]

    texts = {**values.shared, **values.items[0], **values.items[1]}
    lost = [
        name
        for name, text in texts.items()
        if not any(
            squeezed(line) in page.text_in(box.rect_mm)
            for box in form.boxes
            if name in box.fields
            for line in text.split("\n")
        )
        and not name.startswith("flag.")
    ]

    assert [name for name in lost if name in form.field_names and texts[name]] == []


@pytest.mark.rule("R59")
@forms()
def test_images_have_their_true_size_and_stand_inside_their_areas(form, pages):
    document = specimen_document(form)
    areas = {
        "declarer_signature": form.declaration.declarer_signature.area_mm,
        "customs_seal": form.certification.customs_seal.area_mm,
        "officer_signature": form.certification.officer_signature.area_mm,
    }
    if form.takes_enterprise_seal:
        areas["enterprise_seal"] = form.declaration.enterprise_seal.area_mm

    images = pages(form)[0].images
    misplaced = [
        name
        for name, area in areas.items()
        if not any(_holds(area, image, getattr(document, name)) for image in images)
    ]

    assert misplaced == []


def _holds(area: Rect, image: Rect, stamp) -> bool:
    return (
        abs(image.width - stamp.width_mm) < ROUNDING_MM
        and abs(image.height - stamp.height_mm) < ROUNDING_MM
        and Rect(area.x - 0.01, area.y - 0.01, area.width + 0.02, area.height + 0.02).contains(
            image
        )
    )


@forms()
def test_the_first_item_stands_on_the_first_line_of_the_table(form, pages):
    table = form.layout.table
    column = next(box for box in form.boxes if any(n.startswith("item.descr") for n in box.fields))
    characters = [
        c
        for c in pages(form)[0].characters
        if column.rect_mm.x < c.x < column.rect_mm.right
        and table.body_mm.y < c.baseline < table.body_mm.y + table.line_pitch_mm
    ]

    assert characters[0].x == pytest.approx(column.rect_mm.x + 0.9, abs=ROUNDING_MM)
    assert characters[0].baseline == pytest.approx(
        table.body_mm.y + 0.88 * table.line_pitch_mm, abs=ROUNDING_MM
    )


@forms()
def test_original_and_copy_stand_on_sheets_of_their_own(form, pages):
    marker = form.layout.marker
    first, back, second, _ = pages(form)

    assert first.text_in(marker.rect_mm) == marker.original
    assert second.text_in(marker.rect_mm) == marker.copy_
    assert marker.original not in back.text_in(marker.rect_mm)


@pytest.mark.rule("R101")
@forms(WITH_OVERLEAF)
def test_the_overleaf_notes_stand_on_the_back_of_every_sheet(form, long_pages):
    fronts_and_backs = long_pages(form.id)

    headings = [
        squeezed(form.overleaf.heading) in page.text_in(Rect(0, 0, 210, 40))
        for page in fronts_and_backs
    ]

    assert headings == [False, True] * (len(fronts_and_backs) // 2)


@forms([form for form in FORMS if not form.overleaf])
def test_a_form_without_notes_leaves_the_backs_empty(form, long_pages):
    pages = long_pages(form.id)

    assert [bool(page.characters) for page in pages] == [True, False] * (len(pages) // 2)


@pytest.mark.rule("R101")
@forms()
def test_items_beyond_one_sheet_go_on_where_the_last_sheet_stopped(form, long_pages):
    sheets = len(long_pages(form.id)) // 4
    pages = long_pages(form.id)[: 2 * sheets : 2]
    column = next(box for box in form.boxes if any(n.startswith("item.descr") for n in box.fields))

    texts = [page.text_in(Rect(column.rect_mm.x, 20, column.rect_mm.width, 262)) for page in pages]

    assert all("(SEEATTACHMENT)" in text for text in texts[:-1])
    assert "(SEEATTACHMENT)" not in texts[-1]
    assert "***" in texts[-1]
    assert [n for n in range(1, 16) if f"NO.{n}" not in "".join(texts)] == []


@forms()
def test_each_front_counts_its_sheet_and_carries_its_print_serial(form, long_pages):
    pages = long_pages(form.id)[::2]
    layout, sheets = form.layout, len(pages) // 2

    counts = [page.text_in(layout.sheet_count.rect_mm) for page in pages]
    serials = [page.text_in(layout.serial_mm) for page in pages]

    expected = [
        squeezed(layout.sheet_count.pattern.format(page=n, pages=sheets))
        for n in range(1, sheets + 1)
    ]
    assert counts == expected * 2
    assert [text[-4:] for text in serials] == ["001H"] * sheets + ["002Q"] * sheets
