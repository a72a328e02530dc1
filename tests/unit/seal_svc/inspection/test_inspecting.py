"""Specimen scans pass, are measured to a tenth of a millimetre and come back as cut-outs."""

from io import BytesIO
from unittest.mock import create_autospec

import pytest
from PIL import Image, ImageFile

from deploy.local.specimen_scans import seal_scan, signature_scan
from services.seal_svc.inspection import Verdict, inspect
from tests.scans.scanner import save

pytestmark = pytest.mark.unit


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


def test_the_same_bytes_give_the_same_pictures():
    scan = seal_scan(name="SPECIMEN", credit_code="SPECIMEN", shape="oval", seed=9)

    first, second = inspect(scan, kind="seal"), inspect(scan, kind="seal")

    assert first == second


def test_specimens_of_one_seed_are_the_same_bytes():
    scans = [signature_scan(name="SPECIMEN", seed=3, dpi=150) for _ in range(2)]

    assert scans[0] == scans[1]


def test_a_png_is_decoded_once(monkeypatch):
    scan = seal_scan(name="SPECIMEN", credit_code="SPECIMEN")
    png = save(Image.open(BytesIO(scan)), "PNG", dpi=600)
    load = create_autospec(ImageFile.ImageFile.load, side_effect=ImageFile.ImageFile.load)
    monkeypatch.setattr(ImageFile.ImageFile, "load", load)

    assert inspect(png, kind="seal").report.verdict == Verdict.OK
    assert [call.args[0].format for call in load.call_args_list].count("PNG") == 1
