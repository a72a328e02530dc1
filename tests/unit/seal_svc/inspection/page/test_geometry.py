"""The sheet's own geometry gives its density, whatever the header says."""

import pytest

from services.seal_svc.inspection import Verdict, inspect
from services.seal_svc.inspection.findings import Notebook
from services.seal_svc.inspection.page.geometry import note_geometry
from tests.scans.scanner import save

pytestmark = pytest.mark.unit


def codes(size):
    book = Notebook("seal")
    note_geometry(size, book)
    return [finding.code for finding in book.findings() if finding.verdict is Verdict.REFUSE]


@pytest.mark.parametrize("dpi", [1, 72, 300, 60_000])
def test_an_absurd_declared_dpi_changes_nothing_but_a_warning(page, dpi):
    report = inspect(save(page, "JPEG", dpi=dpi), kind="seal").report

    assert report.verdict is Verdict.WARN
    assert report.dpi == pytest.approx(600, abs=1)


@pytest.mark.parametrize(("size", "dpi"), [((4961, 7016), 600), ((7016, 4961), 600)])
def test_a_sheet_has_its_density_upright_and_lying(size, dpi):
    assert note_geometry(size, Notebook("seal")) == pytest.approx(dpi, abs=0.1)


@pytest.mark.rule("R8", "R9")
@pytest.mark.parametrize(
    ("size", "refused"),
    [
        ((4961, 7016), []),
        ((7016, 4961), ["page.landscape"]),
        ((4961, 6700), ["page.not_a4", "page.resolution_low"]),
        ((2480, 3508), ["page.resolution_low"]),
    ],
)
def test_a_sheet_is_refused_for_what_its_sides_show(size, refused):
    assert codes(size) == refused
