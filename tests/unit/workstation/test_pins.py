"""Certificates of printers are kept whoever else keeps some, and checked where they cannot be."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from workstation.ipp import CertificateChanged, forget_pin, keep_pins_in
from workstation.ipp.pins import check_pin

pytestmark = pytest.mark.unit

CERTIFICATE_SHA256 = hashlib.sha256(b"certificate").hexdigest()
HERE, THERE = "printer.example:631", "other.example:631"
MANY_TIMES = """
import sys
from pathlib import Path
from workstation.ipp.pins import check_pin, keep_pins_in
keep_pins_in(Path(sys.argv[2]))
for number in range(200):
    check_pin(f"{sys.argv[1]}-{number}.example:631", b"certificate")
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "certificates.json"
    keep_pins_in(file)
    return file


def test_two_programs_that_see_printers_at_once_leave_the_file_whole(tmp_path: Path) -> None:
    file = tmp_path / "certificates.json"
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", MANY_TIMES, name, str(file)], stderr=subprocess.PIPE, text=True
        )
        for name in ("one", "two")
    ]
    said = [program.communicate()[1] for program in programs]

    assert said == ["", ""]
    assert set(json.loads(file.read_text()).values()) == {CERTIFICATE_SHA256}
    assert list(tmp_path.iterdir()) == [file]


def test_a_certificate_that_is_known_is_not_written_again(file: Path) -> None:
    check_pin(HERE, b"certificate")
    file.unlink()

    check_pin(HERE, b"certificate")

    assert not file.exists()


def test_what_another_program_keeps_stays_and_what_it_forgot_does_not_come_back(
    file: Path,
) -> None:
    check_pin(HERE, b"certificate")
    file.write_text(json.dumps({"third.example:631": "0" * 64}))

    check_pin(THERE, b"certificate")

    assert set(json.loads(file.read_text())) == {THERE, "third.example:631"}


def test_a_certificate_is_checked_though_it_cannot_be_kept(tmp_path: Path) -> None:
    (tmp_path / "no directory").touch()
    keep_pins_in(tmp_path / "no directory" / "certificates.json")

    check_pin(HERE, b"certificate")

    with pytest.raises(CertificateChanged):
        check_pin(HERE, b"another")


def test_a_printer_that_is_forgotten_may_show_another_certificate(file: Path) -> None:
    check_pin(HERE, b"certificate")

    assert forget_pin(HERE)
    check_pin(HERE, b"another")

    assert not forget_pin(THERE)
