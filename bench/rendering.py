"""One certificate, original and copy, to PDF bytes: two seals, two signatures, QR codes, notes.

The peers draw the same four pages from finished positions; ours lays the text out and checks it.
typst is handed two QR codes of each document, made as ours are; the others are given a picture.
"""

import dataclasses
import itertools
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from bench import peers
from bench.drawings import Pages, record
from bench.harness import Row, alternate, peak_memory
from contracts.certificate_types import load_certificate_types
from contracts.layouts import CertificateData
from deploy.local.specimens import specimen_document
from services.print_svc.rendering import CertificateDocument
from services.print_svc.rendering.filling import STAMPS
from services.print_svc.rendering.render import render

BENCH: Final = "rendering"
TARGET_RATIO: Final = 1.0
STATEMENT: Final = "https://verify.specimen.example/verify/" + "SPECIMEN" * 30 + "10"
"""As long as the address of a signed statement gets: 151 bytes in base 32."""


def run(*, quick: bool = False) -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first = next(_documents())
        _write_pictures(first, folder)
        compiler = peers.Typst(record(first), folder, STATEMENT)
        slow: dict[str, Callable[[Pages], object]] = {
            "WeasyPrint": lambda pages: peers.weasyprint(pages, folder),
            "fpdf2": lambda pages: peers.fpdf2(pages, folder),
            "ReportLab, plain": lambda pages: peers.reportlab(pages, folder),
        }
        rows = [_row("typst, compiler kept", compiler.render, 10 if quick else 60, TARGET_RATIO)]
        rows += [_row(name, peer, 1 if quick else 5, None) for name, peer in slow.items()]
    return [*rows, *_one_after_another(quick=quick)]


def _row(name: str, peer: Callable[[Pages], object], rounds: int, target: float | None) -> Row:
    """Every document differs from the last, so that nobody can keep a finished page."""
    documents = list(itertools.islice(_documents(), rounds + 1))
    ours = iter(documents)
    theirs = iter([record(document) for document in documents])
    mine, reference = alternate(
        lambda: render(next(ours)), lambda: peer(next(theirs)), rounds=rounds
    )
    what = f"original and copy, four pages, against {name}"
    return Row(BENCH, what, mine * 1000, reference * 1000, name, "ms", target)


def _one_after_another(*, quick: bool) -> list[Row]:
    """Many different certificates on one core keep their pace and grow no memory."""
    many, few = (200, 50) if quick else (1000, 100)
    render(next(_documents()))
    grown = [peak_memory(partial(_render_many, count)) / 1e6 for count in (many, few)]
    pace, early = (count / _seconds(count) for count in (many, few))
    what = f"{many} different certificates one after another, against {few}"
    name = f"{few} certificates"
    return [
        Row(BENCH, what, pace, early, name, "certificates/s", None),
        Row(BENCH, f"memory of {what}", grown[0], grown[1], name, "MB", 1.2),
    ]


def _seconds(count: int) -> float:
    documents = list(itertools.islice(_documents(), count))
    begin = time.perf_counter()
    for document in documents:
        render(document)
    return time.perf_counter() - begin


def _render_many(count: int) -> None:
    for document in itertools.islice(_documents(), count):
        render(document)


def _documents() -> Iterator[CertificateDocument]:
    """Endless certificates of one form, each with text and numbers of its own."""
    form = load_certificate_types().by_id("china_australia")
    plain = specimen_document(form, items=4, qr_content=lambda *_: STATEMENT)
    for number in itertools.count():
        letter = chr(0x4E00 + number % 20_000)
        items = tuple(
            {**item, "description": f"{item['description']} LOT {number} {letter}"}
            for item in plain.data.items
        )
        data = CertificateData(
            fields={**plain.data.fields, "invoice_no": f"SPEC-{number:06}"}, items=items
        )
        yield dataclasses.replace(plain, data=data)


def _write_pictures(document: CertificateDocument, folder: Path) -> None:
    for name in STAMPS:
        (folder / f"{name}.png").write_bytes(getattr(document, name).png)
    peers.qr_picture(STATEMENT).save(folder / "qr.png")
