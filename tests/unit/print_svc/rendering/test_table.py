"""Item lines dealt out to sheets, and the words that close the table."""

import dataclasses

import pytest

from contracts.certificate_types import load_certificate_types
from contracts.layouts import CertificateData
from deploy.local.specimens import specimen_document
from services.print_svc.rendering import CertificateDocument, RenderError
from services.print_svc.rendering.filling import table_style
from services.print_svc.rendering.table import SheetLines, lay_out
from services.print_svc.rendering.values import Values

pytestmark = pytest.mark.unit

TYPES = load_certificate_types()
AUSTRALIA = TYPES.by_id("china_australia")
DESCRIPTION, MARKS, NUMBER = 2, 1, 0
ROOMY = (40, 40)


def laid_out(
    document: CertificateDocument, capacities: tuple[int, int] = (10, 12)
) -> list[SheetLines]:
    return lay_out(document, Values(document), table_style(document), capacities)


def with_items(*changes: dict[str, str | None], **fields: str) -> CertificateDocument:
    document = specimen_document(AUSTRALIA, items=len(changes))
    items = tuple(
        {name: text for name, text in {**item, **change}.items() if text is not None}
        for item, change in zip(document.data.items, changes, strict=True)
    )
    data = CertificateData(fields={**document.data.fields, **fields}, items=items)
    return dataclasses.replace(document, data=data)


def words(sheets: list[SheetLines], column: int) -> list[str]:
    return [line for sheet in sheets for line in sheet.columns[column] if line]


def test_a_sheet_never_holds_more_lines_than_it_has():
    sheets = laid_out(with_items(*[{}] * 9))

    assert len(sheets) > 3
    assert [len(sheet.columns[0]) for sheet in sheets[:-1]] == [10, *[12] * (len(sheets) - 2)]
    assert len(sheets[-1].columns[0]) <= 12


def test_every_sheet_but_the_last_points_to_the_next():
    sheets = laid_out(with_items(*[{}] * 9))

    assert [sheet.columns[DESCRIPTION][-1] for sheet in sheets[:-1]] == ["(SEE ATTACHMENT)"] * (
        len(sheets) - 1
    )
    assert sheets[-1].columns[DESCRIPTION][-1] == "***"


def test_an_item_may_break_in_its_middle():
    sheets = laid_out(with_items({"description": "LINE\n" * 25}), (10, 12))

    assert words(sheets, DESCRIPTION).count("LINE") == 24
    assert words(sheets, NUMBER) == ["1"]


def test_no_sheet_begins_with_an_empty_line():
    for capacity in range(4, 16):
        sheets = laid_out(with_items(*[{}] * 12), (capacity, capacity))

        assert all(any(column[0] for column in sheet.columns) for sheet in sheets)


def test_long_marks_run_on_beside_the_items():
    sheets = laid_out(with_items({}, marks="\n".join(f"MARK {n}" for n in range(40))))

    assert [line for line in words(sheets, MARKS) if line.startswith("MARK")] == [
        f"MARK {n}" for n in range(40)
    ]


def test_the_total_adds_what_the_items_say_in_figures():
    sheets = laid_out(
        with_items({"pack_qty_words": "ONE HUNDRED (100)"}, {"pack_qty_words": "EIGHT (8)"}), ROOMY
    )

    text = " ".join(words(sheets, DESCRIPTION))
    assert "SAY TOTAL ONE HUNDRED AND EIGHT (108) CARTONS ONLY ***" in text


def test_different_units_add_up_to_packages():
    sheets = laid_out(with_items({}, {"pack_unit": "PALLETS"}), ROOMY)

    assert "SAY TOTAL THIRTY-SIX (36) PACKAGES ONLY" in " ".join(words(sheets, DESCRIPTION))


@pytest.mark.parametrize(
    "change", [{"pack_qty_words": None, "pack_unit": None}, {"pack_qty_words": "SOME"}]
)
def test_without_figures_for_every_item_there_is_no_total(change):
    sheets = laid_out(with_items({}, change), ROOMY)

    assert "TOTAL" not in " ".join(words(sheets, DESCRIPTION))


def test_goods_in_bulk_are_described_without_packages():
    sheets = laid_out(
        with_items({"pack_qty_words": None, "pack_unit": None, "description": "ORE IN BULK"})
    )

    assert words(sheets, DESCRIPTION)[0] == "ORE IN BULK"


def test_brackets_in_the_data_are_printed_and_not_read():
    sheets = laid_out(with_items({"description": "BOLTS [M8] {item.no} {exporter}"}))

    assert "BOLTS [M8] {item.no} {exporter}" in " ".join(words(sheets, DESCRIPTION))


def test_more_sheets_than_can_be_numbered_are_refused():
    with pytest.raises(RenderError) as caught:
        laid_out(with_items({"description": "LINE\n" * 3_900}), (4, 4))

    assert caught.value.code == "sheets.too_many"


def test_extra_clauses_stand_between_the_total_and_the_end():
    form = TYPES.by_id("non_preferential_co")
    document = specimen_document(form)
    fields = {**document.data.fields, "goods_spec_clause": "LETTER OF CREDIT SPECIMEN"}
    data = CertificateData(fields=fields, items=document.data.items)

    sheets = laid_out(dataclasses.replace(document, data=data), ROOMY)

    assert words(sheets, 1)[-3:] == [
        "SAY TOTAL EIGHTEEN (18) CARTONS ONLY",
        "LETTER OF CREDIT SPECIMEN",
        "***",
    ]
