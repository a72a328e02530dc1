"""Rendering and signing off the event loop."""

from typing import Any

from eventlet import tpool
from eventlet.semaphore import Semaphore
from nameko.extensions import DependencyProvider

from contracts.errors import Refused
from services.print_svc.rendering import CertificateDocument, RenderError, render
from services.print_svc.signing import DocumentSigner, sign_pdf

SIGNING_REASON = "Electronic certificate of origin"
SIGNATURE_FIELD = "OriginPrint"


def rendered(document: CertificateDocument) -> bytes:
    """Raise Refused naming box, field and character; never a half-rendered page."""
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


def finished(document: CertificateDocument, signer: DocumentSigner) -> bytes:
    """Rendered and signed (PAdES-B), so that the archived file proves itself; Refused as above."""
    pdf = rendered(document)
    return sign_pdf(pdf, signer, reason=SIGNING_REASON, field_name=SIGNATURE_FIELD)


class Renderer:
    """Works off the event loop, at most `at_once` documents at a time."""

    def __init__(self, at_once: int) -> None:
        self._working = Semaphore(at_once)

    def finish(self, document: CertificateDocument, signer: DocumentSigner) -> bytes:
        """Raise Refused as `rendered` does."""
        with self._working:
            return bytes(tpool.execute(finished, document, signer))


class Rendering(DependencyProvider):
    """Injects the process's one Renderer."""

    def setup(self) -> None:
        self.renderer = Renderer(self.container.config["settings"].renders_at_once)

    def get_dependency(self, _worker_ctx: Any) -> Renderer:
        return self.renderer
