"""From what is asked for to the finished file, with ReportLab and pyHanko.

To load these takes a third of a second, so that the renderer does it with the first document.
"""

from io import BytesIO

from pyhanko.pdf_utils.reader import PdfFileReader

from contracts.errors import Refused
from services.print_svc.rendering import CertificateDocument, RenderError
from services.print_svc.rendering.render import render
from services.print_svc.signing import DocumentSigner
from services.print_svc.signing.documents import sign_pdf

SIGNING_REASON = "Electronic certificate of origin"
SIGNATURE_FIELD = "OriginPrint"


def finished(document: CertificateDocument, signer: DocumentSigner) -> tuple[bytes, int]:
    """Rendered and signed (PAdES-B), so that the archived file proves itself; its sheets.

    Raise Refused naming box, field and character; never a half-rendered page.
    """
    pdf = _rendered(document)
    signed = sign_pdf(pdf, signer, reason=SIGNING_REASON, field_name=SIGNATURE_FIELD)
    return signed, _sheets_in(signed)


def _rendered(document: CertificateDocument) -> bytes:
    try:
        return render(document)
    except RenderError as error:
        details = {
            "reason": error.message,
            "reason_zh": error.sentence.whole_zh,
            "reason_en": error.sentence.whole_en,
            "render_code": error.code,
            "box": error.box,
            "field": error.field,
            "character": error.character,
        }
        raise Refused("print.not_renderable", details) from error


def _sheets_in(pdf: bytes) -> int:
    """Each sheet has a front and a back."""
    pages = int(PdfFileReader(BytesIO(pdf)).root["/Pages"]["/Count"])
    return (pages + 1) // 2
