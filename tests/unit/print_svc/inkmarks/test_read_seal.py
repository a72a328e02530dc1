"""The command for the officer: a serial, no mark, or a clear word on what cannot be read."""

import base64
import io

import pytest
from PIL import Image

from services.print_svc.read_seal import main
from tests.unit.print_svc.inkmarks.stamps import KEY, SERIAL, printed, scan, seal, unmarked

pytestmark = pytest.mark.unit

NAMES = (
    *("AMQP_URL", "DATABASE_URL", "S3_ENDPOINT", "S3_ACCESS_KEY", "S3_SECRET_KEY", "S3_BUCKET"),
    *("VERIFY_BASE", "STATEMENT_KEY", "SIGNER_KEY", "SIGNER_CERTIFICATES", "DOCUMENT_ROOTS"),
)


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    for name in NAMES:
        monkeypatch.setenv(f"ORIGINPRINT_{name}", "specimen")
    monkeypatch.setenv("ORIGINPRINT_METRICS_PORT", "1")
    for name, key in (("INK_MARK", KEY), ("OBJECT", bytes(32)), ("TICKET", bytes(32))):
        monkeypatch.setenv(f"ORIGINPRINT_{name}_KEY", base64.b64encode(key).decode())


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
    former = base64.b64encode(bytes(range(1, 33))).decode()
    sheet = file_of(printed(key=bytes(range(1, 33))), tmp_path)

    assert main([sheet, "--cutout", cutout, "--former-key", former]) == 0
    assert SERIAL in capsys.readouterr().out


def test_without_a_mark_it_says_so(tmp_path, cutout, capsys):
    assert main([file_of(unmarked(), tmp_path), "--cutout", cutout]) == 1
    assert "No mark was read" in capsys.readouterr().out


def test_a_file_that_is_no_picture_cannot_be_read(tmp_path, cutout, capsys):
    (tmp_path / "scan.png").write_bytes(b"no picture")

    assert main([str(tmp_path / "scan.png"), "--cutout", cutout]) == 2
    assert "Cannot be read" in capsys.readouterr().err
