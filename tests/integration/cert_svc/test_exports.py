"""The filtered list becomes an Excel file whose cells are what they say (R105)."""

import io
import zipfile
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest

from chassis.clock import utc_now
from contracts.errors import Refused
from contracts.exports import ExportRequested, GetExport, GetExportFile, StartExport
from services.cert_svc.domain.exports import KEPT_FOR
from tests.integration.cert_svc.conftest import listed, number
from tests.unit.cert_svc.events import AGENT, EXPORTER, approved, caller

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FORMULA = '=HYPERLINK("http://example.org")'
ISSUE_DATE, EXCEPTIONS = 3, 11
SERIAL_OF_2026_03_10 = "46091.0"


def start(cert, code=EXPORTER, **asked):
    return cert.ask(StartExport(caller=caller(code), **asked)).export_id


def write(cert):
    """What the broker would do: deliver each request to write; twice, as brokers do."""
    requests = [event for event in cert.published() if isinstance(event, ExportRequested)]
    for event in (*requests, *requests):
        cert.deliver(event)


def exported(cert, code=EXPORTER, **asked):
    export_id = start(cert, code, **asked)
    write(cert)
    file = cert.ask(GetExportFile(caller=caller(code), export_id=export_id)).file
    return rows_of(cert.objects.get(file))


def rows_of(content):
    """Type and text of each cell, row by row."""
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    rows = ET.fromstring(sheet).iter(f"{SHEET}row")  # noqa: S314 - our own file
    return [
        [(cell.get("t", "n"), "".join(cell.itertext())) for cell in row.iter(f"{SHEET}c")]
        for row in rows
    ]


@pytest.fixture
def cert(authorized):
    authorized.deliver(approved(certificate_no=number(1), invoice_no=FORMULA))
    authorized.deliver(approved(certificate_no=number(2), type_id="china_chile", destination="CL"))
    authorized.published()
    return authorized


@pytest.mark.rule("R105")
def test_the_filtered_list_and_nothing_else_is_exported(cert):
    heading, *rows = exported(cert, type_id="china_chile")

    assert heading[0] == ("inlineStr", "证书编号")
    assert [row[0] for row in rows] == [("inlineStr", number(2))]


@pytest.mark.rule("R105")
def test_rows_come_in_the_order_of_the_list_with_headings_in_english(cert):
    heading, *rows = exported(cert, language="en")

    assert heading[0] == ("inlineStr", "Certificate number")
    assert [row[0][1] for row in rows] == listed(cert)


def test_dates_are_dates_and_numbers_numbers(cert):
    _, row = exported(cert, certificate_no=number(1))

    assert row[ISSUE_DATE] == ("n", SERIAL_OF_2026_03_10)
    assert row[EXCEPTIONS] == ("n", "0.0")


def test_text_that_begins_like_a_formula_stays_text(cert):
    _, row = exported(cert, certificate_no=number(1))

    assert ("inlineStr", FORMULA) in row


def test_an_empty_list_is_a_sheet_with_its_heading(cert):
    heading, *blank = exported(cert, AGENT, certificate_no=number(1))

    assert heading[0] == ("inlineStr", "证书编号")
    assert blank == []


def test_another_enterprise_neither_sees_nor_fetches_an_export(cert):
    export_id = start(cert)
    write(cert)

    with pytest.raises(Refused, match=r"export\.unknown"):
        cert.ask(GetExport(caller=caller(AGENT), export_id=export_id))
    with pytest.raises(Refused, match=r"export\.unknown"):
        cert.ask(GetExportFile(caller=caller(AGENT), export_id=export_id))


def test_an_export_says_how_far_it_is(cert):
    export_id = start(cert)
    waiting = cert.ask(GetExport(caller=caller(), export_id=export_id))
    with pytest.raises(Refused, match=r"export\.not_ready"):
        cert.ask(GetExportFile(caller=caller(), export_id=export_id))
    write(cert)

    ready = cert.ask(GetExport(caller=caller(), export_id=export_id))
    assert (waiting.state, waiting.rows_written) == ("waiting", 0)
    assert (ready.state, ready.rows_written, ready.rows_total) == ("ready", 2, 2)


def test_a_list_longer_than_a_sheet_is_refused_and_not_cut(cert, monkeypatch):
    monkeypatch.setattr("services.cert_svc.entrypoints.exports.MOST_ROWS", 1)
    export_id = start(cert)
    write(cert)

    with pytest.raises(Refused, match=r"export\.too_long"):
        cert.ask(GetExportFile(caller=caller(), export_id=export_id))


def test_files_and_their_rows_go_after_a_day(cert):
    export_id = start(cert)
    write(cert)
    file = cert.ask(GetExportFile(caller=caller(), export_id=export_id)).file
    cert.now = lambda: utc_now() + KEPT_FOR + timedelta(minutes=1)

    cert._instance(None).remove_expired_exports()

    with pytest.raises(Refused, match=r"export\.unknown"):
        cert.ask(GetExport(caller=caller(), export_id=export_id))
    with pytest.raises(Refused, match=r"object\.missing"):
        cert.objects.get(file)
