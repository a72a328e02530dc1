"""The width of ink edges is measured, and tells the effective resolution."""

from dataclasses import replace
from io import BytesIO
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from PIL import Image

from deploy.local.specimen_scans import seal_scan
from services.seal_svc.inspection import Verdict, inspect
from services.seal_svc.inspection.findings import Notebook
from services.seal_svc.inspection.quality.detail import edge_width, effective_dpi, note_detail
from tests.scans.cases import clean
from tests.scans.scanner import save, scan
from tests.unit.seal_svc.inspection.builders import rim

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("sigma", [1.2, 2.0, 3.0])
def test_the_edges_of_a_blurred_ring_are_as_wide_as_the_blur(sigma):
    coverage = cv2.GaussianBlur(rim(), (0, 0), sigma)

    assert edge_width(coverage, (coverage > 0.42).astype(np.uint8)) == pytest.approx(sigma, rel=0.2)


def test_where_there_is_no_ink_there_is_no_edge():
    assert edge_width(np.zeros((90, 90), np.float32), np.zeros((90, 90), np.uint8)) == 0


def test_the_effective_resolution_falls_with_soft_edges_and_never_exceeds_the_page():
    assert effective_dpi(600, 2.4) == 300
    assert effective_dpi(600, 0.8) == 600


@pytest.fixture(scope="module")
def small():
    """An A4 page of half the density it will have."""
    scan = seal_scan(name="SPECIMEN", credit_code="SPECIMEN", dpi=150, seed=3)
    return np.asarray(Image.open(BytesIO(scan)))


def verdict(data):
    report = inspect(data, kind="seal").report
    return {finding.code: finding.verdict for finding in report.findings}["page.resolution_faked"]


@pytest.mark.parametrize(("orientation", "turns"), [(1, 0), (3, 2), (6, 1)])
def test_a_doubled_page_is_told_however_exif_turns_it(small, orientation, turns):
    large = cv2.resize(small, (2480, 3508), interpolation=cv2.INTER_CUBIC)
    exif = Image.Exif()
    exif[0x0112] = orientation
    turned = np.ascontiguousarray(np.rot90(large[:, :2477], turns))

    assert verdict(save(turned, dpi=300, quality=92, exif=exif)) is Verdict.REFUSE


def test_a_page_doubled_without_loss_is_told_by_its_paper_where_its_ink_is_smooth(random):
    case = clean(random)
    case = replace(case, bed=replace(case.bed, dpi=150.0, grain=2.0))
    small = scan(case.bed, case.prints(), random)
    grid = np.float32([[0.5, 0, 0], [0, 0.5, -0.25]])
    method = cv2.INTER_LANCZOS4 | cv2.WARP_INVERSE_MAP
    large = cv2.warpAffine(small, grid, (2480, 3508), flags=method)

    assert verdict(save(large, "PNG", dpi=300)) is Verdict.REFUSE


@pytest.mark.parametrize(("dpi", "enlarged"), [(600, True), (1200, False)])
def test_repeated_pixels_halve_the_density_which_may_still_be_enough(dpi, enlarged):
    coverage = cv2.resize(rim(), (1800, 1800), interpolation=cv2.INTER_NEAREST)
    imprint = SimpleNamespace(layer=SimpleNamespace(coverage=coverage))
    page = SimpleNamespace(dpi=dpi, px_per_mm=dpi / 25.4)

    assert note_detail(imprint, page, 0.8, Notebook("seal"), has_run=False) is enlarged
