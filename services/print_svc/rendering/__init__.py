"""Rendering of certificates: data in, PDF bytes out, no I/O."""

from services.print_svc.rendering.document import (
    CertificateDocument,
    Part,
    QrContent,
    Stamp,
)
from services.print_svc.rendering.refusals import RenderError
from services.print_svc.rendering.render import check, render

__all__ = [
    "CertificateDocument",
    "Part",
    "QrContent",
    "RenderError",
    "Stamp",
    "check",
    "render",
]
