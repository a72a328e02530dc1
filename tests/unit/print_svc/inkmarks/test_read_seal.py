"""The command for the officer: a serial, no mark, or a clear word on what cannot be read."""

import io
from types import SimpleNamespace

import pytest
from PIL import Image

from contracts.key_rings import KeyRing
from services.print_svc import read_seal
from services.print_svc.read_seal import main
from tests.unit.print_svc.inkmarks.stamps import KEY, SERIAL, printed, scan, seal, unmarked

pytestmark = pytest.mark.unit

FORMER = bytes(range(1, 33))
RING = KeyRing((("2", KEY), ("1", FORMER)))


@pytest.fixture(autouse=True)
def settings(monkeypatch):
    """Those of print_svc, of which the command needs one."""
    monkeypatch.setattr(read_seal, "load", lambda _: SimpleNamespace(ink_mark_keys=RING))


@pytest.fixture
def cutout(tmp_path):
    path = tmp_path / "cutout.png"
    path.write_bytes(seal())
    return str(path)


def file_of(stamp, folder):
    content = io.BytesIO()
    Image.fromarray(scan(stamp)).save(content, "PNG", dpi=(600, 600))
    path = folder / "scan.png"
    path.write_bytes(content.getvalue())
    return str(path)


def test_the_serial_is_printed(tmp_path, cutout, capsys):
    assert main([file_of(printed(), tmp_path), "--cutout", cutout]) == 0
    assert f"Print serial {SERIAL}" in capsys.readouterr().out


def test_an_earlier_key_reads_earlier_sheets(tmp_path, cutout, capsys):
    sheet = file_of(printed(key=FORMER), tmp_path)

    assert main([sheet, "--cutout", cutout]) == 0
    assert SERIAL in capsys.readouterr().out


def test_without_a_mark_it_says_so(tmp_path, cutout, capsys):
    assert main([file_of(unmarked(), tmp_path), "--cutout", cutout]) == 1
    assert "No mark was read" in capsys.readouterr().out


def test_a_file_that_is_no_picture_cannot_be_read(tmp_path, cutout, capsys):
    (tmp_path / "scan.png").write_bytes(b"no picture")

    assert main([str(tmp_path / "scan.png"), "--cutout", cutout]) == 2
    assert "Cannot be read" in capsys.readouterr().err
