"""`python -m services.seal_svc.inspection` prints one JSON object and tells by its exit status."""

import json
from io import BytesIO

import pytest
from PIL import Image

from deploy.local.specimen_scans import signature_scan
from services.seal_svc.inspection.__main__ import main

pytestmark = pytest.mark.unit


@pytest.fixture
def scan(tmp_path):
    path = tmp_path / "scan.png"
    path.write_bytes(signature_scan(name="SPECIMEN", seed=8))
    return path


def test_a_good_scan_prints_its_report_and_leaves_both_pictures(scan, tmp_path, capsys):
    cutout, overlay = tmp_path / "cutout.png", tmp_path / "overlay.png"
    arguments = [str(scan), "--kind", "signature", "--cutout", str(cutout)]

    status = main([*arguments, "--overlay", str(overlay)])
    report = json.loads(capsys.readouterr().out)

    assert (status, report["verdict"], report["shape"]) == (0, "ok", "handwriting")
    with Image.open(cutout) as lifted, Image.open(overlay) as drawn:
        assert (lifted.mode, drawn.size) == ("RGBA", (620, 877))


def test_a_refused_scan_exits_with_1_and_names_the_rule(tmp_path, capsys):
    buffer = BytesIO()
    Image.new("RGB", (3508, 2480), "white").save(buffer, "PNG")
    path = tmp_path / "landscape.png"
    path.write_bytes(buffer.getvalue())

    status = main([str(path), "--kind", "seal"])
    first = json.loads(capsys.readouterr().out)["findings"][0]

    assert (status, first["code"], first["rule"]) == (1, "page.landscape", "R8")
    assert first["message_zh"]


def test_an_unreadable_file_exits_with_2(tmp_path, capsys):
    path = tmp_path / "letter.txt"
    path.write_text("no picture")

    status = main([str(path), "--kind", "seal"])

    assert status == 2
    assert json.loads(capsys.readouterr().out)["findings"][0]["code"] == "file.unreadable"


def test_a_missing_file_exits_with_2_and_says_so(tmp_path, capsys):
    status = main([str(tmp_path / "none.png"), "--kind", "seal"])

    assert status == 2
    assert "No such file" in capsys.readouterr().err
