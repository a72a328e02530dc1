"""Rendering and signing off the event loop."""

from typing import Any

from eventlet import tpool
from eventlet.semaphore import Semaphore
from nameko.extensions import DependencyProvider

from services.print_svc.rendering import CertificateDocument
from services.print_svc.signing import DocumentSigner


class Renderer:
    """Works off the event loop, at most `at_once` documents at a time."""

    def __init__(self, at_once: int) -> None:
        self._working = Semaphore(at_once)

    def finish(self, document: CertificateDocument, signer: DocumentSigner) -> tuple[bytes, int]:
        """The file and how many sheets it has; Refused for what does not render."""
        # Here and not in the pool: locks of imports hold between greenlets, not between threads.
        from services.print_svc.documents.finishing import finished  # noqa: PLC0415 - a start does without

        with self._working:
            pdf, sheets = tpool.execute(finished, document, signer)
        return bytes(pdf), int(sheets)


class Rendering(DependencyProvider):
    """Injects the process's one Renderer."""

    def setup(self) -> None:
        self.renderer = Renderer(self.container.config["settings"].renders_at_once)

    def get_dependency(self, _worker_ctx: Any) -> Renderer:
        return self.renderer
