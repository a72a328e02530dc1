"""The cut-out is the imprint alone, at its real size."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

pytestmark = pytest.mark.unit


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
