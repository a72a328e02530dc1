"""What a printer's own words mean for a certificate: yes, no, or not said."""

from typing import Any

import pytest

from workstation.ipp.answers import PrinterDescription
from workstation.ipp.values import Group, GroupTag, Tag, Value
from workstation.preflight import Answer, Preflight

pytestmark = pytest.mark.unit

_FIT = {
    "printer-is-accepting-jobs": (Tag.BOOLEAN, True),
    "document-format-supported": (Tag.MIME_TYPE, "application/pdf"),
    "sides-supported": (Tag.KEYWORD, "two-sided-long-edge"),
    "color-supported": (Tag.BOOLEAN, True),
    "media-supported": (Tag.KEYWORD, "iso_a4_210x297mm"),
    "marker-types": (Tag.KEYWORD, "toner"),
}


def _preflight(**changes: tuple[Tag, Any]) -> Preflight:
    said = {**_FIT, **{name.replace("_", "-"): value for name, value in changes.items()}}
    attributes = {name: (Value(*value),) for name, value in said.items()}
    group = Group(GroupTag.PRINTER, attributes)
    return Preflight.of(PrinterDescription.of("ipp://printer.example/ipp/print", group))


def test_a_fit_printer_has_no_obstacles() -> None:
    assert _preflight().obstacles() == ()


@pytest.mark.rule("R62")
@pytest.mark.parametrize(
    ("attribute", "value", "need"),
    [
        ("printer_is_accepting_jobs", (Tag.BOOLEAN, False), "accepting_jobs"),
        ("document_format_supported", (Tag.MIME_TYPE, "image/urf"), "takes_pdf"),
        ("sides_supported", (Tag.KEYWORD, "one-sided"), "duplex"),
        ("color_supported", (Tag.BOOLEAN, False), "color"),
        ("media_supported", (Tag.KEYWORD, "na_letter_8.5x11in"), "a4"),
    ],
)
def test_what_the_printer_denies_is_an_obstacle(
    attribute: str, value: tuple[Tag, Any], need: str
) -> None:
    assert _preflight(**{attribute: value}).obstacles() == (need,)


def test_a_silent_printer_is_no_obstacle() -> None:
    silent = PrinterDescription.of("ipp://printer.example/", Group(GroupTag.PRINTER, {}))

    preflight = Preflight.of(silent)

    assert {getattr(preflight, need) for need in Preflight.__slots__} == {Answer.NOT_SAID}
    assert preflight.obstacles() == ()


def test_a_value_of_the_wrong_type_was_not_said() -> None:
    assert _preflight(color_supported=(Tag.INTEGER, 1)).color is Answer.NOT_SAID


@pytest.mark.parametrize(
    "model", ["Microsoft Print to PDF", "CUPS-PDF Printer", "PDFCreator", "XPS Document Writer"]
)
def test_a_printer_without_ink_that_is_named_after_a_file_is_not_physical(model: str) -> None:
    preflight = _preflight(
        marker_types=(Tag.NO_VALUE, None), printer_make_and_model=(Tag.TEXT, model)
    )

    assert preflight.obstacles() == ("physical",)


def test_a_printer_that_understands_pdf_is_not_taken_for_a_file() -> None:
    preflight = _preflight(
        marker_types=(Tag.NO_VALUE, None),
        printer_device_id=(Tag.TEXT, "MFG:Specimen;CMD:PCL,PDF;MDL:Laser 1;"),
    )

    assert preflight.physical is Answer.NOT_SAID


def test_ink_speaks_for_a_physical_printer_whatever_its_name() -> None:
    named = _preflight(printer_make_and_model=(Tag.TEXT, "Specimen Laser PDF"))

    assert named.physical is Answer.YES
