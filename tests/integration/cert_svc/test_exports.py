"""The filtered list becomes an Excel file whose cells are what they say (R105)."""

import io
import zipfile
from datetime import timedelta
from uuid import uuid4
from xml.etree import ElementTree as ET

import pytest

from chassis.clock import utc_now
from contracts.certificates import ExportRequested, GetExport, GetExportFile, StartExport
from contracts.errors import Refused
from services.cert_svc.domain.exports import KEPT_FOR
from tests.unit.cert_svc.events import AGENT, EXPORTER, NUMBER, approved, caller

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRANGE = "=1+1"


def cells(content: bytes) -> list[list[tuple[str, str]]]:
    """Type and text of each cell, row by row."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    shared = [
        "".join(item.itertext()) for item in ET.fromstring(archive.read("xl/sharedStrings.xml"))
    ]
    sheet = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    return [
        [
            (cell.get("t", "n"), shared[int(text)] if cell.get("t") == "s" else text)
            for cell in row.iter(f"{SHEET}c")
            for text in ["".join(cell.itertext())]
        ]
        for row in sheet.iter(f"{SHEET}row")
    ]


@pytest.fixture
def cert(bench, listed_certificate):
    return bench


def export(cert, **asked):
    view = cert.ask(StartExport(caller=caller(EXPORTER), **asked))
    [requested] = [e for e in cert.published() if isinstance(e, ExportRequested)]
    cert.deliver(requested)
    return view.export_id


def content(cert, export_id, of=EXPORTER):
    file = cert.ask(GetExportFile(caller=caller(of), export_id=export_id)).file
    return cert.objects.get(file)
