"""Specimen scans pass, are measured to a tenth of a millimetre and come back as cut-outs."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from deploy.local.specimen_scans import seal_scan, signature_scan
from services.seal_svc.inspection import Verdict, inspect

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def seal():
    scan = seal_scan(name="SPECIMEN EXPORTS", credit_code="SPECIMEN", diameter_mm=38.0, seed=4)
    return inspect(scan, kind="seal")


@pytest.fixture(scope="module")
def signature():
    return inspect(signature_scan(name="SPECIMEN", seed=4), kind="signature")


def test_a_specimen_seal_passes_and_is_measured(seal):
    report = seal.report

    assert (report.verdict, report.shape, report.ink) == (Verdict.OK, "round", "red")
    assert report.width_mm == pytest.approx(38.0, abs=0.1)
    assert report.height_mm == pytest.approx(38.0, abs=0.1)
    assert report.dpi == pytest.approx(600, abs=1)


@pytest.mark.parametrize(("shape", "height"), [("oval", 30.0), ("rectangle", 28.0)])
def test_other_shapes_are_told_apart_and_their_angle_is_found(shape, height):
    scan = seal_scan(name="SPECIMEN", credit_code="SPECIMEN", shape=shape, seed=2)

    report = inspect(scan, kind="seal").report

    assert (report.verdict, report.shape) == (Verdict.OK, shape)
    assert report.width_mm == pytest.approx(40.0, abs=0.1)
    assert report.height_mm == pytest.approx(height, abs=0.1)
    assert abs(report.rotation_deg) <= 4.5


def test_a_specimen_signature_passes_in_black_and_white(signature):
    report = signature.report

    assert (report.verdict, report.shape, report.ink) == (Verdict.OK, "handwriting", "black")
    assert report.width_mm == pytest.approx(29.0, abs=0.2)


def test_the_cut_out_keeps_the_scan_s_scale_and_says_so(seal):
    cutout = Image.open(BytesIO(seal.cutout_png))

    assert cutout.mode == "RGBA"
    assert cutout.info["dpi"][0] == pytest.approx(600, abs=0.1)
    assert cutout.width / 600 * 25.4 == pytest.approx(seal.report.cutout.width_mm, abs=0.1)


def test_the_cut_out_has_no_paper_and_no_halo(seal):
    pixels = np.asarray(Image.open(BytesIO(seal.cutout_png))).astype(int)
    inked = pixels[pixels[..., 3] > 200]

    assert (pixels[0, :, 3] == 0).all()
    assert np.median(inked[:, 0] - inked[:, 2]) > 100


def test_the_cut_out_laid_on_paper_looks_like_the_scan(signature):
    cutout = Image.open(BytesIO(signature.cutout_png))
    paper = Image.new("RGBA", cutout.size, (246, 246, 246, 255))

    darkest = np.asarray(Image.alpha_composite(paper, cutout).convert("L")).min()

    assert darkest < 60


def test_the_overlay_is_a_small_picture_of_the_whole_page(seal):
    overlay = Image.open(BytesIO(seal.overlay_png))

    assert overlay.size == (620, 877)
    assert overlay.info["dpi"][0] == pytest.approx(75, abs=0.1)


def test_the_same_bytes_give_the_same_pictures():
    scan = seal_scan(name="SPECIMEN", credit_code="SPECIMEN", shape="oval", seed=9)

    first, second = inspect(scan, kind="seal"), inspect(scan, kind="seal")

    assert first == second


def test_specimens_of_one_seed_are_the_same_bytes():
    scans = [signature_scan(name="SPECIMEN", seed=3, dpi=150) for _ in range(2)]

    assert scans[0] == scans[1]
