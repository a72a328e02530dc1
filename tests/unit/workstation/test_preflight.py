"""What a printer's own words mean for a certificate: yes, no, or not said; and a person's."""

from typing import Any

import pytest

from contracts.preflights import NEEDS, PrinterRules
from workstation.ipp.answers import PrinterDescription
from workstation.ipp.values import Group, GroupTag, Tag, Value
from workstation.preflight import PersonNeeded, PrinterUnfit, answers_of, preflight, vouched

pytestmark = pytest.mark.unit

_FIT = {
    "printer-is-accepting-jobs": (Tag.BOOLEAN, True),
    "document-format-supported": (Tag.MIME_TYPE, "application/pdf"),
    "sides-supported": (Tag.KEYWORD, "two-sided-long-edge"),
    "color-supported": (Tag.BOOLEAN, True),
    "media-supported": (Tag.KEYWORD, "iso_a4_210x297mm"),
    "marker-types": (Tag.KEYWORD, "toner"),
}


def _described(**changes: tuple[Tag, Any]) -> PrinterDescription:
    said = {**_FIT, **{name.replace("_", "-"): value for name, value in changes.items()}}
    attributes = {name: (Value(*value),) for name, value in said.items()}
    group = Group(GroupTag.PRINTER, attributes)
    return PrinterDescription.of("ipp://printer.example/ipp/print", group)


def _silent() -> PrinterDescription:
    return PrinterDescription.of("ipp://printer.example/", Group(GroupTag.PRINTER, {}))


def _nos(**changes: tuple[Tag, Any]) -> list[str]:
    return [need for need, said in answers_of(_described(**changes)).items() if said == "no"]


def test_a_fit_printer_says_yes_to_everything() -> None:
    told = preflight(_described(), answers_of(_described()))

    assert told.needs_with("yes") == NEEDS


@pytest.mark.rule("R62")
@pytest.mark.parametrize(
    ("attribute", "value", "need"),
    [
        ("printer_is_accepting_jobs", (Tag.BOOLEAN, False), "online"),
        ("printer_state", (Tag.ENUM, 5), "online"),
        ("document_format_supported", (Tag.MIME_TYPE, "image/urf"), "takes_pdf"),
        ("sides_supported", (Tag.KEYWORD, "one-sided"), "duplex"),
        ("color_supported", (Tag.BOOLEAN, False), "color"),
        ("media_supported", (Tag.KEYWORD, "na_letter_8.5x11in"), "a4"),
    ],
)
def test_what_the_printer_denies_refuses_it(
    attribute: str, value: tuple[Tag, Any], need: str
) -> None:
    printer = _described(**{attribute: value})

    with pytest.raises(PrinterUnfit) as refusal:
        preflight(printer, answers_of(printer))

    assert refusal.value.obstacles == (need,)


@pytest.mark.rule("R62")
def test_of_a_silent_printer_a_person_is_asked_everything() -> None:
    silent = _silent()

    with pytest.raises(PersonNeeded) as asked:
        preflight(silent, answers_of(silent))

    assert asked.value.obstacles == NEEDS
    assert "它能吗" in str(asked.value)


def test_a_persons_yes_vouches_for_the_printer() -> None:
    silent = _silent()

    told = preflight(silent, vouched(answers_of(silent), silent, lambda *_: True))

    assert told.needs_with("vouched") == NEEDS


def test_a_persons_no_refuses_the_printer() -> None:
    silent = _silent()
    answers = vouched(answers_of(silent), silent, lambda _, need, __: need != "duplex")

    with pytest.raises(PrinterUnfit) as refusal:
        preflight(silent, answers)

    assert refusal.value.obstacles == ("duplex",)


def test_nobody_is_asked_what_the_printer_says_itself() -> None:
    printer = _described(sides_supported=(Tag.KEYWORD, "one-sided"))

    assert vouched(answers_of(printer), printer, lambda *_: True)["duplex"] == "no"


def test_a_value_of_the_wrong_type_was_not_said() -> None:
    assert answers_of(_described(color_supported=(Tag.INTEGER, 1)))["color"] == "not_said"


@pytest.mark.parametrize(
    "model", ["Microsoft Print to PDF", "CUPS-PDF Printer", "PDFCreator", "XPS Document Writer"]
)
def test_a_printer_without_ink_that_is_named_after_a_file_is_not_physical(model: str) -> None:
    assert _nos(marker_types=(Tag.NO_VALUE, None), printer_make_and_model=(Tag.TEXT, model)) == [
        "physical"
    ]


def test_a_printer_that_understands_pdf_is_not_taken_for_a_file() -> None:
    printer = _described(
        marker_types=(Tag.NO_VALUE, None),
        printer_device_id=(Tag.TEXT, "MFG:Specimen;CMD:PCL,PDF;MDL:Laser 1;"),
    )

    assert answers_of(printer)["physical"] == "not_said"


def test_ink_speaks_for_a_physical_printer_whatever_its_name() -> None:
    printer = _described(printer_make_and_model=(Tag.TEXT, "Specimen Laser PDF"))

    assert answers_of(printer)["physical"] == "yes"


def test_what_is_virtual_is_said_by_the_rules_of_the_gateway() -> None:
    rules = PrinterRules(virtual_names=("虚拟",), virtual_schemes=("nul:",))
    named = _described(marker_types=(Tag.NO_VALUE, None), printer_name=(Tag.NAME, "虚拟打印机"))
    led = _described(device_uri=(Tag.URI, "nul:/dev/null"))

    assert answers_of(named, rules)["physical"] == "no"
    assert answers_of(led, rules)["physical"] == "no"
    assert answers_of(named, PrinterRules())["physical"] == "not_said"
