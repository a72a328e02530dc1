"""Scans come from a network scanner by eSCL, or from SANE, and what goes wrong is named."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from PIL import Image

from deploy.local.escl_scanner import SmallScanner
from workstation.scanning import EsclScanner, SaneScanner, ScanError, sane_devices

pytestmark = pytest.mark.integration

SANE_DIRECTORY = Path("/usr/lib/x86_64-linux-gnu/sane")
needs_sane = pytest.mark.skipif(
    shutil.which("scanimage") is None or not SANE_DIRECTORY.exists(), reason="SANE is not installed"
)


@pytest.fixture(scope="module")
def page() -> bytes:
    """A4 at 600 dpi."""
    written = io.BytesIO()
    Image.new("L", (4961, 7016), 255).save(written, "JPEG", dpi=(600, 600))
    return written.getvalue()


@pytest.fixture
def scanner(page: bytes) -> Iterator[SmallScanner]:
    with SmallScanner(page) as scanner:
        yield scanner


def failure(scanner: SmallScanner, **asked: str) -> ScanError:
    with pytest.raises(ScanError) as refusal:
        EsclScanner(scanner.address).scan(**asked)  # type: ignore[arg-type] # literals by name
    return refusal.value


def test_a_whole_sheet_comes_at_600_dpi_with_its_progress(
    scanner: SmallScanner, page: bytes
) -> None:
    seen: list[float | None] = []
    scanner.not_yet = 1

    scan = EsclScanner(scanner.address).scan(progress=seen.append)

    assert (scan.content, scan.media_type, scan.suffix) == (page, "image/jpeg", ".jpg")
    assert (seen[0], seen[-1]) == (None, 1.0)
    [settings] = [body for method, _, body in scanner.asked if method == "POST"]
    assert "<pwg:Width>2480</pwg:Width><pwg:Height>3508</pwg:Height>" in settings
    assert "<scan:XResolution>600</scan:XResolution>" in settings
    assert "<scan:ColorMode>RGB24</scan:ColorMode>" in settings


def test_grey_is_asked_for_by_its_name(scanner: SmallScanner) -> None:
    EsclScanner(scanner.address).scan(mode="grey")

    assert any("Grayscale8" in body for method, _, body in scanner.asked if method == "POST")


@pytest.mark.parametrize(
    ("says", "source", "code", "words"),
    [
        ({"state": "Processing"}, "platen", "busy", "正忙"),
        ({"feeder": "ScannerAdfJam"}, "feeder", "jam", "卡纸"),
        ({"feeder": "ScannerAdfHatchOpen"}, "platen", "cover_open", "盖板"),
        ({"feeder": "ScannerAdfEmpty"}, "feeder", "empty_feeder", "没有纸"),
        ({"reason": "CoverOpen"}, "platen", "cover_open", "盖板"),
        ({"state": "Stopped", "reason": "LampFailure"}, "platen", "stopped", "LampFailure"),
    ],
)
def test_what_is_in_the_way_is_named_before_anything_is_scanned(
    scanner: SmallScanner, says: dict[str, str], source: str, code: str, words: str
) -> None:
    scanner.says |= says

    error = failure(scanner, source=source)

    assert error.code == code
    assert words in error.sentence.whole_zh
    assert not any(method == "POST" for method, _, _ in scanner.asked)


def test_an_empty_feeder_is_nothing_to_who_scans_from_the_glass(scanner: SmallScanner) -> None:
    scanner.says |= {"feeder": "ScannerAdfEmpty"}

    assert EsclScanner(scanner.address).scan().content


def test_a_jam_in_the_middle_is_named_and_its_job_cancelled(scanner: SmallScanner) -> None:
    scanner.fails_at = {"feeder": "ScannerAdfJam"}

    assert failure(scanner, source="feeder").code == "jam"

    assert scanner.asked[-1][:2] == ("DELETE", "/eSCL/ScanJobs/1")


@pytest.mark.parametrize(("says", "need"), [({"dpi": 300}, "600 dpi"), ({"width": 2000}, "A4")])
def test_a_scanner_that_cannot_is_told_before_it_tries(
    scanner: SmallScanner, says: dict[str, int], need: str
) -> None:
    scanner.says |= says

    error = failure(scanner)

    assert error.code == "cannot"
    assert need in error.sentence.zh


def test_a_scanner_that_is_away_or_talks_nonsense_is_told_from_a_busy_one() -> None:
    with pytest.raises(ScanError) as away:
        EsclScanner("http://127.0.0.1:1/eSCL").scan()
    nonsense = httpx.MockTransport(lambda _: httpx.Response(200, text="<!DOCTYPE x><x/>"))
    with pytest.raises(ScanError) as odd:
        EsclScanner("http://scanner.test/eSCL", transport=nonsense).scan()

    assert (away.value.code, odd.value.code) == ("unreachable", "not_readable")


@pytest.fixture
def sane(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SaneScanner:
    """SANE's test device, which has 200 by 200 millimetres at most."""
    (tmp_path / "dll.conf").write_text("test\n")
    (tmp_path / "test.conf").write_text("")
    monkeypatch.setenv("SANE_CONFIG_DIR", str(tmp_path))
    return SaneScanner("test:0", ("--test-picture", "Grid", "--depth", "8"), (200.0, 200.0))


@needs_sane
def test_sane_scans_at_600_dpi_with_progress(sane: SaneScanner) -> None:
    seen: list[float | None] = []

    scan = sane.scan(mode="grey", progress=seen.append)

    with Image.open(io.BytesIO(scan.content)) as picture:
        assert picture.size == (4724, 4724)
        assert round(picture.info["dpi"][0]) == 600
    assert seen[-1] == 1.0


@needs_sane
def test_sane_s_devices_are_listed(sane: SaneScanner) -> None:
    assert sane.device in sane_devices()


@needs_sane
@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("SANE_STATUS_JAMMED", "jam"),
        ("SANE_STATUS_NO_DOCS", "empty_feeder"),
        ("SANE_STATUS_COVER_OPEN", "cover_open"),
        ("SANE_STATUS_DEVICE_BUSY", "busy"),
    ],
)
def test_what_sane_says_is_named_alike(sane: SaneScanner, status: str, code: str) -> None:
    failing = SaneScanner(sane.device, (*sane.options, "--read-return-value", status), sane.size_mm)

    with pytest.raises(ScanError) as refusal:
        failing.scan(dpi=75, patience=15)  # scanimage may hang once it has said what is wrong

    assert refusal.value.code == code


def test_without_scanimage_its_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(ScanError, match="sane-utils"):
        sane_devices()
