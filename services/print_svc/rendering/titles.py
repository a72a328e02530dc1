"""The title of a form, centred in its area."""

from typing import Final

from contracts.certificate_types import CertificateType
from contracts.form_models import Rect
from services.print_svc.rendering.plan import BOLD, SERIF, Words, block
from services.print_svc.rendering.text import Style, typeface

SCALES: Final = (1.0, 0.92, 0.85, 0.78, 0.7, 0.62)
LONG_TITLE: Final = 35
"""Characters from which on a title line may break into two."""


def title_words(form: CertificateType, area: Rect, lines: tuple[str, ...]) -> list[Words]:
    """Title lines centred in their area, in the largest of the scales in which they fit."""
    for scale in SCALES:
        words: list[Words] = []
        top, whole = area.y, True
        for text in lines:
            style = _title_style(form, text, scale)
            made, top = block(text, style, area, "center", top=top + 0.5)
            words += made
            whole = whole and (len(made) == 1 or len(text) > LONG_TITLE)
        if top <= area.bottom and whole:
            break
    shift = max(0.0, (area.bottom - top) / 2)
    return [Words(w.area, w.baseline + shift, w.line, w.align) for w in words]


def _title_style(form: CertificateType, text: str, scale: float) -> Style:
    if form.in_chinese:
        return Style(typeface(SERIF, chinese=True), 15 * scale)
    if text.startswith("("):
        return Style(typeface(SERIF), 7.5 * scale)
    if text.upper() != text:
        return Style(typeface(SERIF), 9 * scale)
    size = 14 if text.startswith("CERTIFICATE") else 11
    return Style(typeface(BOLD), size * scale)
