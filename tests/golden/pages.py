"""The golden pages: which are kept, how they are made, and how two pictures are compared.

`python -m tests.golden.pages` draws them anew; look at each before it is kept.
"""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageChops

from contracts.certificate_types import CertificateType, load_certificate_types
from contracts.layouts import CertificateData
from deploy.local.specimens import specimen_document
from services.print_svc.rendering import CertificateDocument
from services.print_svc.rendering.render import check, render

DPI = 150
FOLDER = Path(__file__).parent / "forms"
DIFFERENCES = Path(__file__).parent / "diff"
ONE_SHEET = ("original", "back", "copy")
THREE_SHEETS = {"second": 2, "third": 4}


def golden(form: CertificateType, name: str) -> Path:
    return FOLDER / f"{form.id}-{name}.webp"


def one_sheet(form: CertificateType) -> CertificateDocument:
    return specimen_document(form, items=2)


def three_sheets(form: CertificateType) -> CertificateDocument:
    """Descriptions grow until the last lines stand on the third sheet."""
    document = specimen_document(form, items=8, parts=("original",))
    longer = (_with_descriptions(document, times) for times in range(1, 80))
    return next(candidate for candidate in longer if check(candidate) == 3)


def _with_descriptions(document: CertificateDocument, times: int) -> CertificateDocument:
    items = tuple(
        {
            name: f"{text} 样本 SPECIMEN" * times if name.startswith("description") else text
            for name, text in item.items()
        }
        for item in document.data.items
    )
    data = CertificateData(fields=document.data.fields, items=items)
    return dataclasses.replace(document, data=data)


def pictures(form: CertificateType) -> Iterator[tuple[str, Image.Image]]:
    """Name and picture of each golden page of a form."""
    yield from zip(ONE_SHEET, rasterised(render(one_sheet(form)), (0, 1, 2)), strict=True)
    content = render(three_sheets(form))
    yield from zip(THREE_SHEETS, rasterised(content, tuple(THREE_SHEETS.values())), strict=True)


def rasterised(content: bytes, pages: tuple[int, ...]) -> list[Image.Image]:
    """Without smoothing, which would hide nothing and triple the size of what is kept."""
    with pdfium.PdfDocument(content) as document:
        return [_rasterised(document[page]) for page in pages]


def _rasterised(page: pdfium.PdfPage) -> Image.Image:
    bitmap = page.render(
        scale=DPI / 72, no_smoothtext=True, no_smoothimage=True, no_smoothpath=True
    )
    return bitmap.to_pil().convert("RGB")


def differing_pixels(one: Image.Image, other: Image.Image) -> int:
    if one.size != other.size:
        return max(one.width * one.height, other.width * other.height)
    return int(np.any(np.asarray(one) != np.asarray(other), axis=2).sum())


def keep_difference(
    form: CertificateType, name: str, expected: Image.Image, actual: Image.Image
) -> Path:
    """Expected, actual and their difference side by side, for the person who looks into it."""
    DIFFERENCES.mkdir(exist_ok=True)
    width, height = expected.size
    sheet = Image.new("RGB", (3 * width, height), "white")
    difference = ImageChops.difference(expected, actual.resize(expected.size))
    for column, picture in enumerate((expected, actual, difference)):
        sheet.paste(picture, (column * width, 0))
    path = DIFFERENCES / f"{form.id}-{name}.png"
    sheet.save(path)
    return path


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for form in load_certificate_types().certificate_types:
        for name, picture in pictures(form):
            picture.save(golden(form, name), lossless=True, quality=100, method=6)


if __name__ == "__main__":
    main()
