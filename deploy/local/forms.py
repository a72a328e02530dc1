"""Write every form with specimen data: one PDF and its pages as PNG per certificate type.

With `--thumbnails` the small pictures of docs/forms.md are drawn instead.
"""

import argparse
from pathlib import Path
from typing import Final

import pypdfium2 as pdfium
from PIL import Image

from contracts.certificate_types import CertificateType, load_certificate_types
from deploy.local.specimens import specimen_document
from services.print_svc.rendering.render import render

DPI: Final = 100
THUMBNAIL_DPI: Final = 75
THUMBNAIL_COLOURS: Final = 40
OUTPUT: Final = Path("demo-output/forms")
THUMBNAILS: Final = Path("docs/pictures/forms")


def main() -> None:
    chosen = _parser().parse_args()
    folder: Path = chosen.output or (THUMBNAILS if chosen.thumbnails else OUTPUT)
    folder.mkdir(parents=True, exist_ok=True)
    for form in load_certificate_types().certificate_types:
        content = render(specimen_document(form, items=chosen.items))
        if chosen.thumbnails:
            write_thumbnail(content, folder / f"{form.id}.png")
        else:
            pages = write_form(form, content, folder)
            print(f"{form.id}: {pages} pages in {folder / form.id}.pdf")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--items", type=int, default=2, help="items of each certificate")
    parser.add_argument("--thumbnails", action="store_true")
    return parser


def write_form(form: CertificateType, content: bytes, folder: Path) -> int:
    """Write the PDF and its pages into the folder; answers the number of pages."""
    (folder / f"{form.id}.pdf").write_bytes(content)
    with pdfium.PdfDocument(content) as document:
        for number, page in enumerate(document, start=1):
            picture = page.render(scale=DPI / 72).to_pil()
            picture.save(folder / f"{form.id}-{number}.png", optimize=True)
        return len(document)


def write_thumbnail(content: bytes, path: Path) -> None:
    """The first page, in few colours so that it stays small."""
    with pdfium.PdfDocument(content) as document:
        picture = document[0].render(scale=THUMBNAIL_DPI / 72).to_pil().convert("RGB")
    small = picture.quantize(
        THUMBNAIL_COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
    )
    small.save(path, optimize=True)


if __name__ == "__main__":
    main()
