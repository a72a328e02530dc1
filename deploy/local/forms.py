"""Write every form with specimen data: one PDF and its pages as PNG per certificate type."""

import argparse
from pathlib import Path
from typing import Final

import pypdfium2 as pdfium

from contracts.certificate_types import CertificateType, load_certificate_types
from deploy.local.specimens import specimen_document
from services.print_svc.rendering import render

DPI: Final = 100
OUTPUT: Final = Path("demo-output/forms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    parser.add_argument("--items", type=int, default=2, help="items of each certificate")
    chosen = parser.parse_args()
    chosen.output.mkdir(parents=True, exist_ok=True)
    for form in load_certificate_types().certificate_types:
        pages = write_form(form, chosen.output, chosen.items)
        print(f"{form.id}: {pages} pages in {chosen.output / form.id}.pdf")


def write_form(form: CertificateType, folder: Path, items: int) -> int:
    """Write the PDF and its pages into the folder; answers the number of pages."""
    content = render(specimen_document(form, items=items))
    (folder / f"{form.id}.pdf").write_bytes(content)
    with pdfium.PdfDocument(content) as document:
        for number, page in enumerate(document, start=1):
            picture = page.render(scale=DPI / 72).to_pil()
            picture.save(folder / f"{form.id}-{number}.png", optimize=True)
        return len(document)


if __name__ == "__main__":
    main()
