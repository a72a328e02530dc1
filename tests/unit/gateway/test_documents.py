"""Pictures and documents: from the store to the caller, checked, never cached."""

import hashlib

import pytest

from contracts.printing import (
    DocumentMade,
    DocumentReleased,
    GetCopy,
    MakeCopy,
    MakeDownload,
    ReleaseDocument,
)
from contracts.seals import GetStampImage, StampImage
from gateway.examples import EXAMPLES
from gateway.specimens import CERTIFICATE_NO as NO
from gateway.specimens import JOB_ID, PROOF, SEAL_ID

PDF = b"%PDF-1.7 specimen"
SHA256 = hashlib.sha256(PDF).hexdigest()


@pytest.fixture
def document(objects):
    return objects.put("documents/1/document.pdf", PDF)


@pytest.fixture
def released(rpc, document):
    job = EXAMPLES["PrintJobView"]
    rpc.answer(
        ReleaseDocument,
        DocumentReleased.from_wire({"job": job, "document": document.model_dump()}),
    )


def fetch(http):
    return http.get("/api/v1/print-tickets/tk-1/document", headers={"x-workstation-proof": PROOF})


def test_ticket_and_proof_fetch_what_print_svc_encrypted(anonymous, rpc, released):
    response = fetch(anonymous)

    assert (response.status_code, response.content) == (200, PDF)
    assert response.headers["content-type"] == "application/vnd.originprint.hpke"
    assert response.headers["content-length"] == str(len(PDF))
    assert response.headers["x-content-sha256"] == SHA256
    assert response.headers["x-print-job"] == JOB_ID
    assert response.headers["cache-control"] == "no-store"
    assert rpc.last(ReleaseDocument).ticket.get_secret_value() == "tk-1"
    assert rpc.last(ReleaseDocument).proof.header() == PROOF


def test_a_ticket_of_another_workstation_is_refused(anonymous, rpc):
    rpc.refuse(ReleaseDocument, "print.wrong_workstation")

    assert fetch(anonymous).status_code == 403


def test_a_copy_comes_as_pdf_to_be_looked_at(http, rpc, document):
    rpc.answer(GetCopy, DocumentMade(document=document))

    response = http.get(f"/api/v1/certificates/{NO}/copy.pdf")

    assert response.content == PDF
    assert response.headers["content-disposition"] == f'inline; filename="{NO}-copy.pdf"'


def test_a_copy_is_made_by_post_and_its_place_is_told(http, rpc, document):
    rpc.answer(MakeCopy, DocumentMade(document=document))

    response = http.post(f"/api/v1/certificates/{NO}/copies")

    assert (response.status_code, response.content) == (201, PDF)
    assert response.headers["location"] == f"/api/v1/certificates/{NO}/copy.pdf"
    assert rpc.last(MakeCopy).operator_name == EXAMPLES["CurrentSession"]["operator_name"]


def test_a_download_comes_as_pdf_to_be_kept(http, rpc, document):
    rpc.answer(MakeDownload, DocumentMade(document=document))

    response = http.get(f"/api/v1/certificates/{NO}/download.pdf")

    assert response.content == PDF
    assert response.headers["content-disposition"] == f'attachment; filename="{NO}.pdf"'


@pytest.mark.parametrize("number", ["A26", "1", "certificate", "A26SPECIMEN1000１"])
def test_what_cannot_be_a_number_is_an_unknown_certificate(http, rpc, number):
    response = http.get(f"/api/v1/certificates/{number}/copy.pdf")

    assert (response.status_code, response.json()["code"]) == (404, "certificate.unknown")


def test_a_picture_of_a_seal_comes_as_png(http, rpc, objects):
    image = objects.put("seals/1/preview.png", b"\x89PNG")
    rpc.answer(GetStampImage, StampImage(image=image))

    response = http.get(f"/api/v1/seals/{SEAL_ID}/preview.png")

    assert (response.headers["content-type"], response.content) == ("image/png", b"\x89PNG")
    assert rpc.last(GetStampImage).picture == "preview"


@pytest.mark.parametrize("code", ["object.missing", "object.altered"])
def test_a_document_that_is_lost_or_altered_is_never_sent(anonymous, objects, released, code):
    if code == "object.missing":
        objects.kept.clear()
    else:
        objects.kept["documents/1/document.pdf"] = b"something else"

    response = fetch(anonymous)

    assert (response.status_code, response.json()["code"]) == (500, code)
    assert "documents/1" not in response.text
