"""Specimen documents and authorities to sign them with."""

import io
from datetime import UTC, datetime

from reportlab.pdfgen import canvas

from deploy.local.authorities import DocumentAuthority
from services.print_svc.domain.keywords import document_keywords
from services.print_svc.domain.serials import make_serial

NOW = datetime(2026, 8, 1, tzinfo=UTC)
CERTIFICATE_NO = "A26470ZC21100001"
PRINT_SERIAL = make_serial(sequence=77, entropy=123_456)
KEYWORDS = document_keywords(CERTIFICATE_NO, PRINT_SERIAL)

AUTHORITY = DocumentAuthority.create(now=NOW)
STRANGER = DocumentAuthority.create(now=NOW)


def pdf(keywords=KEYWORDS):
    page = io.BytesIO()
    drawn = canvas.Canvas(page, invariant=1, pageCompression=0)
    drawn.setTitle("SPECIMEN")
    drawn.setKeywords(keywords)
    drawn.drawString(100, 700, "SPECIMEN")
    drawn.showPage()
    drawn.save()
    return page.getvalue()
