"""How data are written: dates, flags, constants, lines of their own."""

import dataclasses

import pytest

from contracts.certificate_types import load_certificate_types
from contracts.layouts import CertificateData
from deploy.local.specimens import specimen_document
from services.print_svc.rendering.values import Values

pytestmark = pytest.mark.unit

TYPES = load_certificate_types()


def values_of(form: str, **changes: str) -> Values:
    document = specimen_document(TYPES.by_id(form))
    fields = {**document.data.fields, **changes}
    data = CertificateData(fields=fields, items=document.data.items)
    return Values(dataclasses.replace(document, data=data))


def test_dates_are_written_as_the_language_of_the_form_writes_them():
    assert values_of("china_korea").expand("{departure_date}") == "MAY.06,2026"
    assert values_of("ecfa").expand("{departure_date}") == "2026年5月6日"


def test_dates_of_several_invoices_stand_one_below_the_other():
    values = values_of("china_korea", invoice_date="2026-04-28\n2026-05-02")

    assert values.expand("{invoice_date}") == "APR.28,2026\nMAY.02,2026"


@pytest.mark.parametrize(("flag", "printed"), [("1", "2026年5月6日 预计"), ("0", "2026年5月6日")])
def test_an_estimated_departure_is_marked(flag, printed):
    values = values_of("ecfa", departure_estimated_flag=flag)

    assert values.expand("{departure_date}[ {departure_estimated_flag}]") == printed


def test_the_number_and_the_issue_date_come_from_the_document():
    assert values_of("tobacco_authenticity").expand("{cert_no}") == "T26SPECIMEN10001"
    assert values_of("china_korea").expand("{issue_date}") == "MAY.06,2026"


def test_constants_are_printed_unless_the_data_say_otherwise():
    document = specimen_document(TYPES.by_id("china_korea"))
    fields = {k: v for k, v in document.data.fields.items() if k != "verification_line"}
    data = CertificateData(fields=fields, items=document.data.items)

    silent = Values(dataclasses.replace(document, data=data))

    assert silent.expand("{verification_line}") == "Verification:origin.customs.gov.cn"
    assert values_of("china_korea", verification_line="NONE").expand("{verification_line}") == (
        "NONE"
    )


def test_lines_of_a_field_are_printed_in_their_own_places():
    values = values_of("ecfa", exporter_contacts="TEL\nFAX")

    lines = [values.expand(f"{{exporter_contacts:{line}}}") for line in (1, 2, 3)]

    assert lines == ["TEL", "FAX", ""]


def test_a_group_in_brackets_goes_with_any_of_its_fields():
    values = values_of("china_korea")

    assert values.expand("[{item.pack_unit} OF ]{item.description}", 0).startswith("CARTONS OF ")
    assert values.expand("[{item.pack_unit} {remarks_of_nobody} OF ]{item.hs6}", 0) == "620462"
