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


def font_file(key: str) -> str:
    """Path of the file that a key stands for."""
    return str(files("services.print_svc.rendering").joinpath("fonts", FONT_FILES[key]))


def _registered(key: str) -> Font:
    font = Font(key, font_file(key))
    registerFont(font)
    return font


FONTS: Final = {key: _registered(key) for key in FONT_FILES}
