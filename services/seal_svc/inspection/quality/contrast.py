"""How strongly the ink stands out, and how noisy the picture is (R16)."""

from services.seal_svc.inspection.findings import Notebook
from services.seal_svc.inspection.imprint.imprints import Imprint
from services.seal_svc.inspection.page.grain import noise_level


def note_contrast(imprint: Imprint, book: Notebook) -> None:
    """Both in levels."""
    book.measure("image.faint", round(imprint.layer.contrast, 1))
    book.measure("image.noise", round(noise_level(imprint.tiles), 2))
