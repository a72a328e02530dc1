"""Opens whatever was uploaded."""

from services.seal_svc.inspection.files.formats import sniff
from services.seal_svc.inspection.files.pdf import open_pdf
from services.seal_svc.inspection.files.sources import Source, open_source


def open_file(data: bytes) -> Source:
    """Raises FileRefusedError for what cannot or must not be decoded."""
    name = sniff(data)
    return open_pdf(data) if name == "PDF" else open_source(data, name)
