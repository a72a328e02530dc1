"""A copier's dots are told in sharp ink; what blur leaves in a JPEG's blocks is no dots."""

from types import SimpleNamespace

import numpy as np
import pytest

from services.seal_svc.inspection.capture.copies import note_waves
from services.seal_svc.inspection.findings import Notebook
from tests.unit.seal_svc.inspection.builders import grain, rim

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(("edge_mm", "codes"), [(0.05, ["capture.photocopy"]), (0.12, [])])
def test_dots_are_looked_for_only_where_edges_are_fine_enough_to_show_them(random, edge_mm, codes):
    coverage = rim()
    down, across = np.mgrid[0:900, 0:900]
    dots = (np.cos(down * 1.1 + across * 0.3) + np.cos(across * 1.1 - down * 0.3)) / 4
    layer = SimpleNamespace(coverage=np.float32(coverage * (0.8 + 0.2 * dots)))
    mask = (coverage > 0.4).astype(np.uint8)
    book = Notebook("seal")

    note_waves(
        SimpleNamespace(layer=layer, mask=mask, tiles=[grain(random, (160, 160))]), edge_mm, book
    )

    assert [finding.code for finding in book.findings()] == codes
