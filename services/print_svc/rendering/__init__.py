"""Rendering of certificates: data in, PDF bytes out, no I/O.

`render` itself, and ReportLab with it, is loaded by whoever renders.
"""

from services.print_svc.rendering.document import (
    CertificateDocument,
    Part,
    QrContent,
    Stamp,
)
from services.print_svc.rendering.refusals import RenderError

__all__ = [
    "CertificateDocument",
    "Part",
    "QrContent",
    "RenderError",
    "Stamp",
]
