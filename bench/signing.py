"""A download's PAdES signature against pyHanko's own SimpleSigner, on the same document."""

import io
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from reportlab.pdfgen import canvas

from bench.harness import Row, alternate
from deploy.local.authorities import DocumentAuthority
from services.print_svc.domain.keywords import document_keywords
from services.print_svc.domain.serials import make_serial
from services.print_svc.signing.documents import sign_pdf
from services.print_svc.signing.verification import verify_pdf

LIMIT_MS = 15.0
PADDING_BYTES = 280_000
"""About what a page with two seals weighs."""


def run(*, quick: bool = False) -> list[Row]:
    rounds = 10 if quick else 60
    authority = DocumentAuthority.create(now=datetime.now(UTC))
    document = _document()
    ours, reference = alternate(
        lambda: _sign(document, authority), _reference(document, authority), rounds=rounds
    )
    signed = _sign(document, authority)
    checked, again = alternate(
        lambda: verify_pdf(signed, [authority.root]),
        lambda: _sign(document, authority),
        rounds=rounds,
    )
    return [
        _row("sign, against pyHanko's default signer", ours, reference, "SimpleSigner default"),
        _row("sign, against the limit", ours, LIMIT_MS / 1000, "limit", target=1.0),
        _row("check a signed file", checked, again, "signing it"),
    ]


def _row(
    what: str, ours: float, reference: float, name: str, *, target: float | None = None
) -> Row:
    return Row("signing", what, ours * 1000, reference * 1000, name, "ms", target)


def _sign(document: bytes, authority: DocumentAuthority) -> bytes:
    return sign_pdf(document, authority.signer, reason="SPECIMEN", field_name="OriginPrint")


def _reference(document: bytes, authority: DocumentAuthority) -> Callable[[], object]:
    signer = _simple_signer(authority)
    metadata = signers.PdfSignatureMetadata(
        field_name="OriginPrint",
        md_algorithm="sha256",
        reason="SPECIMEN",
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    return lambda: signers.sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(document)), metadata, signer=signer
    )


def _simple_signer(authority: DocumentAuthority) -> signers.SimpleSigner:
    with tempfile.TemporaryDirectory() as folder:
        key, certificate, root = (Path(folder) / name for name in ("key", "own", "root"))
        key.write_bytes(authority.signer_key_pem())
        certificate.write_bytes(authority.signer_certificates_pem())
        root.write_bytes(authority.root_pem())
        signer: signers.SimpleSigner = signers.SimpleSigner.load(  # type: ignore[no-untyped-call] # pyHanko types most, not this
            str(key), str(certificate), ca_chain_files=[str(root)]
        )
        return signer


def _document() -> bytes:
    page = io.BytesIO()
    drawn = canvas.Canvas(page, invariant=1, pageCompression=0)
    serial = make_serial(sequence=1, entropy=1)
    drawn.setKeywords(document_keywords("A26470ZC21100001", serial))
    drawn.drawString(100, 700, "SPECIMEN " + "x" * PADDING_BYTES)
    drawn.showPage()
    drawn.save()
    return page.getvalue()
