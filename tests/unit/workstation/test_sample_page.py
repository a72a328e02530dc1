"""A sample page says by itself how far a printer is off, and the offsets put it right."""

from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from workstation.cli import main
from workstation.offsets import Offsets
from workstation.printers import Printers
from workstation.sample_page import sample_page
from workstation.sample_scan import SampleUnreadable, measure
from workstation.shifting import shifted

pytestmark = pytest.mark.unit

DPI = 300
OFF = Offsets(front_x=1.5, front_y=-2.0, back_x=-0.8, back_y=3.1)


def _scan(pdf: bytes, page: int) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        return document[page].render(scale=DPI / 72).to_pil()


def _worn(scan: Image.Image, seed: int = 1) -> Image.Image:
    """Half a degree aslant, grey and noisy."""
    turned = scan.convert("L").rotate(0.5, resample=Image.Resampling.BICUBIC, fillcolor=255)
    noise = np.random.default_rng(seed).normal(-10, 8, (turned.height, turned.width))
    return Image.fromarray(np.clip(np.asarray(turned) + noise, 0, 255).astype(np.uint8))


def test_a_page_that_is_where_it_belongs_measures_nothing() -> None:
    front, back = (measure(_scan(sample_page(), page)) for page in (0, 1))

    assert (front.side, back.side) == ("front", "back")
    assert (front.x, front.y, back.x, back.y) == pytest.approx((0, 0, 0, 0), abs=0.1)


def test_what_a_printer_is_off_is_measured_on_both_sides() -> None:
    printed = shifted(sample_page(), OFF)

    front, back = measure(_scan(printed, 0)), measure(_scan(printed, 1))

    assert (front.x, front.y) == pytest.approx((OFF.front_x, OFF.front_y), abs=0.1)
    assert (back.x, back.y) == pytest.approx((OFF.back_x, OFF.back_y), abs=0.1)


def test_a_sheet_that_lies_aslant_under_noise_is_measured_too() -> None:
    seen = measure(_worn(_scan(shifted(sample_page(), OFF), 0)))

    assert (seen.x, seen.y) == pytest.approx((OFF.front_x, OFF.front_y), abs=0.2)
    assert abs(seen.turned) == pytest.approx(0.5, abs=0.1)


def test_a_sheet_that_lies_upside_down_is_measured_as_one_reads_it() -> None:
    seen = measure(_scan(shifted(sample_page(), OFF), 0).rotate(180))

    assert seen.side == "front"
    assert (seen.x, seen.y) == pytest.approx((OFF.front_x, OFF.front_y), abs=0.1)


def test_the_measured_offsets_put_the_next_page_right() -> None:
    """The printer is off by OFF whatever it gets."""
    correction = Offsets().corrected(OFF)

    seen = measure(_scan(shifted(shifted(sample_page(), correction), OFF), 0))

    assert (seen.x, seen.y) == pytest.approx((0, 0), abs=0.1)


@pytest.mark.parametrize("size", [(1240, 1754), (1240, 1240), (600, 849)])
def test_what_is_no_scan_of_a_sample_page_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(SampleUnreadable):
        measure(Image.new("L", size, 255))


def test_the_colours_of_seals_are_on_the_page() -> None:
    colours = np.asarray(_scan(sample_page(), 0).convert("RGB")).astype(int)
    red, blue = colours[..., 0] - colours[..., 2], colours[..., 2] - colours[..., 0]

    assert (red > 120).sum() > 1000
    assert (blue > 100).sum() > 1000


@pytest.mark.parametrize("wrong", [11.0, float("nan")])
def test_an_offset_that_no_printer_has_is_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="at most"):
        Offsets(front_x=wrong)


def test_nothing_is_touched_without_an_offset() -> None:
    assert shifted(b"anything", Offsets()) == b"anything"


def test_the_command_keeps_what_it_measured(tmp_path: Path, capsys: Any) -> None:
    uri = "ipp://printer.example/ipp/print"
    for page, name in enumerate(("front.png", "back.png")):
        _scan(shifted(sample_page(), OFF), page).save(tmp_path / name)
    files = [str(tmp_path / name) for name in ("front.png", "back.png")]

    assert main(["test-page", "--printer", uri, "--state", str(tmp_path), "--measure", *files]) == 0

    kept = Printers.load(tmp_path).known[uri].offsets
    assert (kept.front_x, kept.back_y) == pytest.approx((-1.5, -3.1), abs=0.1)
    assert '"front_x"' in capsys.readouterr().out
