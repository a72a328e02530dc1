"""Other PDF libraries drawing the same four pages: typst, WeasyPrint, fpdf2, plain ReportLab.

Each is used as its documentation shows.
"""

import html
import io
import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import typst
from fpdf import FPDF
from PIL import Image
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from bench.drawings import Drawing, Pages, Text
from contracts.form_models import Rect
from services.print_svc.rendering.faces import FONT_FILES
from services.print_svc.rendering.qr import LEVELS, modules
from services.print_svc.rendering.text import typeface

FONTS: Final = Path(str(files("services.print_svc.rendering").joinpath("fonts")))
MM: Final = 72 / 25.4
HEIGHT: Final = 297.0
PARTS: Final = ("ORIGINAL", "COPY")
PLAIN: Final = "plain "
"""Keeps the fonts of the plain peer apart from ours, which are registered in the same process."""


def sides(pages: Pages, part: str) -> Iterator[Drawing]:
    """Front and back of one sheet, form and data in one drawing."""
    marker = Text(175, 16, part, 12, bold=True)
    yield Drawing(
        [*pages.front.texts, *pages.data.texts, marker],
        [*pages.front.rules, *pages.data.rules],
        pages.front.frames,
        [*pages.data.images, ("qr", pages.qr)],
    )
    yield pages.back


def qr_picture(content: str) -> Image.Image:
    """The very code that our renderer prints, four dots to a module."""
    dots = ~modules(content, LEVELS[0])
    return Image.fromarray(dots.repeat(4, axis=0).repeat(4, axis=1))


class Typst:
    """A compiler that is kept; the form stands in the template, the data come as input."""

    def __init__(self, pages: Pages, folder: Path, statement: str) -> None:
        self.statement = statement
        source = folder / "certificate.typ"
        source.write_text(_typst_source(pages))
        self._compiler = typst.Compiler(
            str(source), root=str(folder), font_paths=[str(FONTS)], ignore_system_fonts=True
        )

    def render(self, pages: Pages) -> bytes:
        texts = [[t.x, t.baseline, t.words, t.size, t.bold] for t in pages.data.texts]
        images = [[name, *rect] for name, rect in pages.data.images]
        codes = {part: _qr_png(self.statement + part) for part in PARTS}
        doc = {"texts": texts, "images": images, "codes": codes}
        inputs = {"doc": json.dumps(doc)}
        content = self._compiler.compile(format="pdf", sys_inputs=inputs)
        if not isinstance(content, bytes):
            raise TypeError("typst gave no single PDF")
        return content


def _qr_png(content: str) -> list[int]:
    png = io.BytesIO()
    qr_picture(content).save(png, "PNG")
    return list(png.getvalue())


def _typst_source(pages: Pages) -> str:
    parts = "".join(
        f"#front({json.dumps(part)})\n#pagebreak()\n#back\n#pagebreak(weak: true)\n"
        for part in PARTS
    )
    return (
        "#set page(width: 210mm, height: 297mm, margin: 0mm)\n"
        '#set text(font: ("Tinos", "Noto Sans SC"), top-edge: "baseline", '
        'bottom-edge: "baseline")\n'
        "#let doc = json(bytes(sys.inputs.doc))\n"
        "#let say(x, y, words, size, bold) = place(dx: x * 1mm, dy: y * 1mm, text(size: size * "
        '1pt, weight: if bold { "bold" } else { "regular" }, words))\n'
        f"#let form = [{_typst_drawing(pages.front)}]\n"
        f"#let back = [{_typst_drawing(pages.back)}]\n"
        "#let front(part) = { form; for t in doc.texts { say(..t) }; for i in doc.images { "
        'place(dx: i.at(1) * 1mm, dy: i.at(2) * 1mm, image(i.at(0) + ".png", '
        "width: i.at(3) * 1mm, height: i.at(4) * 1mm)) }; say(175, 16, part, 12, true); "
        f"place(dx: {pages.qr.x}mm, dy: {pages.qr.y}mm, "
        f'image(bytes(doc.codes.at(part)), format: "png", width: {pages.qr.width}mm)) }}\n' + parts
    )


def _typst_drawing(drawing: Drawing) -> str:
    texts = (
        f"#say({t.x}, {t.baseline}, {json.dumps(t.words, ensure_ascii=False)}, {t.size}, "
        f"{str(t.bold).lower()})"
        for t in drawing.texts
    )
    frames = (
        f"#place(dx: {f.x}mm, dy: {f.y}mm, rect(width: {f.width}mm, height: {f.height}mm, "
        "stroke: 0.5pt))"
        for f in drawing.frames
    )
    rules = (
        f"#place(line(start: ({r.x}mm, {r.y}mm), end: ({r.right}mm, {r.bottom}mm), stroke: 0.5pt))"
        for r in drawing.rules
    )
    return "".join([*texts, *frames, *rules])


def weasyprint(pages: Pages, folder: Path) -> bytes:
    faces = "".join(
        f"@font-face{{font-family:{key};src:url({(FONTS / name).as_uri()})}}"
        for key, name in FONT_FILES.items()
    )
    style = (
        f"{faces}@page{{size:A4;margin:0}}section{{position:relative;height:297mm;"
        "page-break-after:always}span,div,img{position:absolute;white-space:pre}"
    )
    body = "".join(
        f"<section>{_html(side)}</section>" for part in PARTS for side in sides(pages, part)
    )
    document = HTML(string=f"<style>{style}</style>{body}", base_url=folder.as_uri() + "/")
    return bytes(document.write_pdf(font_config=FontConfiguration()))


def _html(drawing: Drawing) -> str:
    texts = (
        f'<span style="left:{t.x}mm;top:{t.baseline - t.size * 0.3}mm;font:{t.size}pt '
        f'{"B" if t.bold else "S"},H">{html.escape(t.words)}</span>'
        for t in drawing.texts
    )
    frames = (
        f'<div style="{_css(r)};border:.5pt solid"></div>'
        for r in [*drawing.frames, *drawing.rules]
    )
    images = (f'<img src="{name}.png" style="{_css(r)}">' for name, r in drawing.images)
    return "".join([*texts, *frames, *images])


def _css(rect: Rect) -> str:
    return f"left:{rect.x}mm;top:{rect.y}mm;width:{rect.width}mm;height:{rect.height}mm"


def fpdf2(pages: Pages, folder: Path) -> bytes:
    pdf = FPDF(unit="mm", format="A4")
    for key, name in FONT_FILES.items():
        pdf.add_font(key, "", str(FONTS / name))
    for part in PARTS:
        for side in sides(pages, part):
            pdf.add_page()
            _fpdf2_side(pdf, side, folder)
    return bytes(pdf.output())


def _fpdf2_side(pdf: Any, side: Drawing, folder: Path) -> None:
    for text in side.texts:
        x = text.x
        for key, words in _segments(text):
            pdf.set_font(key, size=text.size)
            pdf.text(x, text.baseline, words)
            x += pdf.get_string_width(words)
    for rect in side.frames:
        pdf.rect(*rect)
    for rule in side.rules:
        pdf.line(rule.x, rule.y, rule.right, rule.bottom)
    for name, rect in side.images:
        pdf.image(str(folder / f"{name}.png"), *rect)


def reportlab(pages: Pages, folder: Path) -> bytes:
    """As a first version is written: fonts and pictures read for each document, no settings."""
    for key, name in FONT_FILES.items():
        font = TTFont(PLAIN + key, str(FONTS / name))
        font.face.name += b"-Plain"
        pdfmetrics.registerFont(font)
    pdf = canvas.Canvas("", invariant=1)
    ours, rl_config.useA85 = rl_config.useA85, 1
    try:
        for part in PARTS:
            for side in sides(pages, part):
                _reportlab_side(pdf, side, folder)
                pdf.showPage()
        return bytes(pdf.getpdfdata())
    finally:
        rl_config.useA85 = ours


def _reportlab_side(pdf: Any, side: Drawing, folder: Path) -> None:
    for text in side.texts:
        x = text.x * MM
        for key, words in _segments(text):
            pdf.setFont(PLAIN + key, text.size)
            pdf.drawString(x, (HEIGHT - text.baseline) * MM, words)
            x += pdfmetrics.stringWidth(words, PLAIN + key, text.size)
    for rect in side.frames:
        pdf.rect(rect.x * MM, (HEIGHT - rect.bottom) * MM, rect.width * MM, rect.height * MM)
    for rule in side.rules:
        ends = (rule.x, HEIGHT - rule.y, rule.right, HEIGHT - rule.bottom)
        pdf.line(*(edge * MM for edge in ends))
    for name, rect in side.images:
        place = (rect.x, HEIGHT - rect.bottom, rect.width, rect.height)
        picture = ImageReader(str(folder / f"{name}.png"))
        pdf.drawImage(picture, *(edge * MM for edge in place), mask="auto")


def _segments(text: Text) -> list[tuple[str, str]]:
    return typeface("BH" if text.bold else "SH").segments(text.words)
