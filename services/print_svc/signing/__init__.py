"""PAdES signatures on downloads and archived copies, and the check of any PDF shown to us.

Checking runs an asyncio loop of its own: in a green process call it from a native thread.
"""

from services.print_svc.signing.documents import NotSignable, sign_pdf
from services.print_svc.signing.signers import DocumentSigner, LocalSigner
from services.print_svc.signing.verdicts import PdfVerdict
from services.print_svc.signing.verification import verify_pdf

__all__ = ["DocumentSigner", "LocalSigner", "NotSignable", "PdfVerdict", "sign_pdf", "verify_pdf"]
