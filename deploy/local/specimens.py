"""Specimen certificates to look at, to test and to measure with; stamps that cannot be mistaken."""

import io
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

from PIL import Image, ImageDraw, ImageFont

from contracts.certificate_types import CertificateType, load_certificate_types
from contracts.layouts import CertificateData
from contracts.specimens import specimen_data, specimen_number
from services.print_svc.rendering import CertificateDocument, Part, Stamp

PIXELS_PER_MM: Final = 300 / 25.4
ISSUE_DATE: Final = date(2026, 5, 6)
RED, BLUE, BLACK = (190, 30, 45, 235), (40, 60, 150, 235), (25, 25, 35, 255)


def specimen_document(
    form: CertificateType,
    *,
    items: int = 1,
    parts: tuple[Part, ...] = ("original", "copy"),
    data: CertificateData | None = None,
    **changes: Any,
) -> CertificateDocument:
    """A complete document of the form; what is changed replaces a part of it."""
    whole: dict[str, Any] = {
        "form": form,
        "data": data or specimen_data(load_certificate_types(), form, items),
        "parts": parts,
        "certificate_no": specimen_number(form),
        "issue_date": ISSUE_DATE,
        "print_serials": {"original": "SPEC-1MEN-001H", "copy": "SPEC-1MEN-002Q"},
        "qr_content": specimen_qr,
        "ink_mark_key": bytes(32),
        "enterprise_seal": enterprise_seal() if form.takes_enterprise_seal else None,
        "declarer_signature": signature("declarer"),
        "customs_seal": customs_seal(),
        "officer_signature": signature("officer"),
        "specimen": True,
    }
    return CertificateDocument(**{**whole, **changes})


def specimen_qr(part: Part, sheet: int, sheets: int) -> str:
    return f"https://verify.specimen.example/SPECIMEN/{part}/{sheet}-of-{sheets}"


@cache
def enterprise_seal() -> Stamp:
    return _round_seal(40, ("样本", "SPECIMEN", "enterprise seal", "企业印章样本"), RED)


@cache
def customs_seal() -> Stamp:
    return _round_seal(42, ("样本", "SPECIMEN", "issuing seal", "签证印章样本"), BLUE)


@cache
def signature(whose: str) -> Stamp:
    """Slanted words instead of handwriting."""
    width, height = 34.0, 8.0
    image, draw = _sheet(width, height)
    font = _font(3.0)
    draw.text((_pixels(0.5), _pixels(4)), f"样本 Specimen {whose}", BLACK, font, anchor="lm")
    slanted = image.transform(
        image.size,
        Image.Transform.AFFINE,
        (1, 0.25, -_pixels(1), 0, 1, 0),
        Image.Resampling.BICUBIC,
    )
    return Stamp(_png(slanted), width, height)


def _round_seal(diameter: float, lines: Iterable[str], colour: tuple[int, ...]) -> Stamp:
    image, draw = _sheet(diameter, diameter)
    for inset, width in ((0.3, 0.8), (2.2, 0.25)):
        edges = (
            _pixels(inset),
            _pixels(inset),
            _pixels(diameter - inset),
            _pixels(diameter - inset),
        )
        draw.ellipse(edges, outline=colour, width=round(_pixels(width)))
    top = diameter / 2 - 7.5
    for line, size in zip(lines, (4.5, 4.0, 2.4, 2.4), strict=True):
        draw.text((_pixels(diameter / 2), _pixels(top)), line, colour, _font(size), anchor="ma")
        top += size + 1.2
    return Stamp(_png(image), diameter, diameter)


def _sheet(width: float, height: float) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    size = (round(_pixels(width)), round(_pixels(height)))
    image = Image.new("RGBA", size, (255, 255, 255, 0))
    return image, ImageDraw.Draw(image)


def _pixels(millimetres: float) -> float:
    return millimetres * PIXELS_PER_MM


@cache
def _font(size_mm: float) -> ImageFont.FreeTypeFont:
    face = files("services.print_svc.rendering").joinpath("fonts/NotoSansSC_400Regular.ttf")
    basic = ImageFont.Layout.BASIC  # the other engine comes with some machines and not with others
    return ImageFont.truetype(io.BytesIO(face.read_bytes()), _pixels(size_mm), layout_engine=basic)


def _png(image: Image.Image) -> bytes:
    content = io.BytesIO()
    image.save(content, "PNG")
    return content.getvalue()
