"""Excel files of the list, and several electronic certificates at once (R85, R105)."""

import io
import zipfile

import pytest

from chassis.errors import Transient
from contracts.audit import AuditFile, ExportAuditRecords
from contracts.errors import Refused
from contracts.exports import ExportFile, ExportView, GetExport, GetExportFile, StartExport
from contracts.printing import DocumentMade, MakeDownload
from gateway.examples import EXAMPLES
from gateway.routes import exports
from gateway.routes.downloads import REFUSED_NAME
from gateway.specimens import CERTIFICATE_NO, EXPORT_ID, MORNING, OTHER_CERTIFICATE_NO

XLSX = b"PK specimen"
PDF = b"%PDF-1.7 specimen"


def view(state):
    return ExportView.from_wire({**EXAMPLES["ExportView"], "state": state})


@pytest.fixture
def started(rpc):
    rpc.answer(StartExport, view("waiting"))


@pytest.fixture
def written(rpc, objects):
    file = objects.put("exports/1.xlsx", XLSX)
    rpc.answer(GetExport, view("ready"))
    rpc.answer(
        GetExportFile,
        ExportFile.from_wire({"file": file.model_dump(), "requested_at": MORNING}),
    )


@pytest.mark.rule("R105")
def test_the_filtered_list_comes_as_an_excel_file(http, rpc, started, written):
    response = http.get("/api/v1/certificates/export.xlsx?type_id=china_australia&language=en")

    asked = rpc.last(StartExport)
    assert (response.status_code, response.content) == (200, XLSX)
    assert response.headers["content-disposition"].endswith('.xlsx"')
    assert (asked.type_id, asked.language) == (("china_australia",), "en")


def test_a_long_export_says_where_to_ask_for_it(http, rpc, started, monkeypatch):
    monkeypatch.setattr(exports, "WAIT_SECONDS", 0.0)
    rpc.answer(GetExport, view("writing"))

    response = http.get("/api/v1/certificates/export.xlsx")

    assert response.status_code == 202
    assert response.headers["location"] == f"/api/v1/certificate-exports/{EXPORT_ID}"
    assert response.json()["export_id"] == EXPORT_ID


def test_a_file_that_is_being_written_is_not_there_yet(http, rpc):
    rpc.refuse(GetExportFile, "export.not_ready", rows=5000)

    response = http.get(f"/api/v1/certificate-exports/{EXPORT_ID}/file.xlsx")

    assert response.status_code == 409
    assert "5000" in response.json()["detail"]


def downloads(http, *numbers):
    body = {"certificate_nos": list(numbers)}
    return http.post("/api/v1/certificates/downloads.zip", json=body)


@pytest.fixture
def downloadable(rpc, objects):
    document = objects.put("documents/1/document.pdf", PDF)

    def make(request):
        if request.certificate_no == OTHER_CERTIFICATE_NO:
            raise Refused("certificate.not_downloadable")
        return DocumentMade(document=document)

    rpc.answer(MakeDownload, make)


@pytest.mark.rule("R85")
def test_several_certificates_come_as_one_zip(http, downloadable):
    third = CERTIFICATE_NO[:-1] + "3"

    response = downloads(http, CERTIFICATE_NO, third)

    archive = zipfile.ZipFile(io.BytesIO(response.content))
    assert archive.namelist() == [f"{CERTIFICATE_NO}.pdf", f"{third}.pdf"]
    assert archive.read(f"{third}.pdf") == PDF


def test_what_cannot_be_downloaded_is_named_beside_the_others(http, downloadable):
    response = downloads(http, CERTIFICATE_NO, OTHER_CERTIFICATE_NO)

    archive = zipfile.ZipFile(io.BytesIO(response.content))
    assert archive.namelist() == [f"{CERTIFICATE_NO}.pdf", REFUSED_NAME]
    assert OTHER_CERTIFICATE_NO in archive.read(REFUSED_NAME).decode("utf-8-sig")


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        (Refused("object.missing", {"key": "documents/1"}), "is missing"),
        (Refused("object.altered", {"key": "documents/1"}), "does not match"),
        (Transient("away"), "unavailable"),
    ],
)
def test_a_document_that_cannot_be_read_breaks_no_archive(
    http, downloadable, objects, failure, told
):
    read, failures = objects.get, [failure]
    objects.get = lambda ref: fail(failures.pop()) if failures else read(ref)

    response = downloads(http, CERTIFICATE_NO, CERTIFICATE_NO[:-1] + "3")

    archive = zipfile.ZipFile(io.BytesIO(response.content))
    assert archive.namelist() == [f"{CERTIFICATE_NO[:-1]}3.pdf", REFUSED_NAME]
    explained = archive.read(REFUSED_NAME).decode("utf-8-sig")
    assert explained.startswith(f"{CERTIFICATE_NO}: ")
    assert told in explained


def fail(error):
    raise error


def test_the_only_certificate_asked_for_is_refused_as_such(http, downloadable):
    response = downloads(http, OTHER_CERTIFICATE_NO)

    assert response.status_code == 409
    assert response.json()["code"] == "certificate.not_downloadable"


def test_the_audit_trail_comes_as_a_sheet_in_the_language_asked_for(http, rpc, objects):
    rpc.answer(ExportAuditRecords, AuditFile(file=objects.put("audit-exports/1.xlsx", XLSX)))

    response = http.get("/api/v1/audit/export.xlsx?language=en")

    assert (response.status_code, response.content) == (200, XLSX)
    assert rpc.last(ExportAuditRecords).language == "en"
