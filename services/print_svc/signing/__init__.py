"""PAdES signatures on downloads and archived copies, and the check of any PDF shown to us.

Checking runs an asyncio loop of its own: in a green process call it from a native thread.
`documents` and `verification` load pyHanko, and are loaded by whoever signs or checks.
"""

from services.print_svc.signing.signers import DocumentSigner, LocalSigner
from services.print_svc.signing.verdicts import PdfVerdict

__all__ = ["DocumentSigner", "LocalSigner", "PdfVerdict"]
