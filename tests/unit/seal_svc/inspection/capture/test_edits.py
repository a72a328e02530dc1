"""Drivers may whiten, sharpen and despeckle a scan; drawing software leaves other traces."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from services.seal_svc.inspection import inspect
from tests.scans import drivers, falsified
from tests.scans.cases import clean
from tests.scans.genuine import oily
from tests.scans.measuring import judge
from tests.scans.scanner import save

pytestmark = pytest.mark.unit


def refused(page):
    findings = inspect(save(page, quality=94), kind="seal").report.findings
    return [f.code for f in findings if f.verdict == "refuse"]


@pytest.mark.parametrize("chain", drivers.CHAINS, ids=lambda c: "-".join(f.__name__ for f in c))
def test_what_drivers_do_unasked_is_not_refused(page, random, chain):
    seen = page.copy()
    for step in chain:
        seen = step(seen, random)

    assert refused(seen) == []


def signs(maker, number=0):
    case = maker(np.random.default_rng([29, number]))
    return judge(number, case, lambda: 0.0)


@pytest.mark.nightly
@pytest.mark.parametrize("maker", falsified.FALSIFIED, ids=lambda maker: maker.__name__)
def test_edited_scans_are_refused_as_edited(maker):
    assert signs(maker).first == "capture.edited"


def test_oil_around_the_ink_on_whitened_paper_is_no_cut_edge(random):
    case = replace(oily(random), finish=lambda page, _: cv2.LUT(page, _whitened()), quality=94)

    assert judge(0, case, lambda: 0.0).first is None


def _whitened():
    return np.clip(np.arange(256) * 255 / 222.0, 0, 255).astype(np.uint8)


def test_a_black_stamp_whose_ink_a_driver_has_clipped_is_not_called_drawn(random):
    case = replace(clean(random), ink="black", format="JPEG", quality=95)
    case.bed = replace(case.bed, dpi=600.0)

    def clipped(page, _):
        return np.clip((page.astype(np.float32) - 60) * 255 / 160, 0, 255).astype(np.uint8)

    assert judge(0, replace(case, finish=clipped), lambda: 0.0).first is None
