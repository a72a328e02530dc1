"""The embedded fonts, registered with ReportLab once per process."""

from importlib.resources import files
from typing import Final

from reportlab.pdfbase.pdfmetrics import registerFont

from services.print_svc.rendering.reportlab_adapter import Font

FONT_FILES: Final = {
    "S": "Tinos_400Regular.ttf",
    "B": "Tinos_700Bold.ttf",
    "H": "NotoSansSC_400Regular.ttf",
}


def _registered(key: str, name: str) -> Font:
    file = files("services.print_svc.rendering").joinpath("fonts", name)
    font = Font(key, str(file))
    registerFont(font)
    return font


FONTS: Final = {key: _registered(key, name) for key, name in FONT_FILES.items()}
