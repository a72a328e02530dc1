"""ReportLab's internals are known in one module, and to one version of ReportLab."""

import ast
import io
from collections.abc import Iterator
from importlib.metadata import version
from importlib.resources import files

import pytest
from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.pdfgen.canvas import Canvas

from services.print_svc.rendering.faces import FONTS

pytestmark = pytest.mark.unit

CHECKED_WITH = "5.1.0"
WHAT_TO_CHECK = (
    "ReportLab {} is installed; reportlab_adapter.py was checked with {}. Compare both versions of "
    "reportlab/pdfbase/pdfdoc.py, pdfbase/ttfonts.py and pdfgen/canvas.py in what the adapter's "
    "docstring lists; run tests/unit/print_svc/rendering, tests/golden and `python -m bench "
    "rendering`; look at the pages of `make forms`; then write the new version here."
)

FOLDER = files("services.print_svc.rendering")
ADAPTER = "reportlab_adapter.py"
OTHERS = sorted(
    file.name for file in FOLDER.iterdir() if file.name.endswith(".py") and file.name != ADAPTER
)

DOCUMENTED = {
    "reportlab.rl_config",
    "reportlab.lib.colors.Color",
    "reportlab.pdfbase.pdfmetrics.registerFont",
    "reportlab.pdfgen.canvas.Canvas",
    "reportlab.pdfgen.canvas.FILL_NON_ZERO",
}
"""What ReportLab's user guide describes."""

INSIDES = {
    "Catalog",
    "Reference",
    "charToGlyph",
    "charWidths",
    "face",
    "getSubsetInternalName",
    "getXObjectName",
    "get_table",
    "idToObject",
    "makeSubset",
    "splitString",
    "state",
}
"""Attributes of its documents, fonts and faces that the user guide does not describe."""


def parsed(module: str) -> list[ast.AST]:
    return list(ast.walk(ast.parse(FOLDER.joinpath(module).read_text())))


def imported_from_reportlab(module: str) -> Iterator[str]:
    for node in parsed(module):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("reportlab"):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("reportlab"))


def attributes_of(module: str) -> set[str]:
    return {node.attr for node in parsed(module) if isinstance(node, ast.Attribute)}


def private_names() -> set[str]:
    known = (Canvas(io.BytesIO()), PDFDocument(), getFont("S"), FONTS["S"].face)
    names = {name for thing in known for name in (*dir(thing), *vars(thing))}
    return {name for name in names if name.startswith("_")} - set(dir(object))


def test_reportlab_is_the_version_that_the_adapter_was_checked_with():
    installed = version("reportlab")

    assert installed == CHECKED_WITH, WHAT_TO_CHECK.format(installed, CHECKED_WITH)


def test_only_the_adapter_imports_what_reportlab_does_not_document():
    imported = {name for module in OTHERS for name in imported_from_reportlab(module)}

    assert imported == DOCUMENTED


@pytest.mark.parametrize("module", OTHERS)
def test_only_the_adapter_knows_the_insides_of_canvas_document_and_font(module):
    assert attributes_of(module) & (INSIDES | private_names()) == set()


def test_the_adapter_needs_each_of_the_insides_that_are_named_here():
    assert attributes_of(ADAPTER) >= INSIDES
