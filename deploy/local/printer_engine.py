"""The inside of the local printer: counts pages, acts out the fault that was planned, and lays
what came out into its tray, where it has one.

ippeveprinter runs it once per job and reads STATE and ATTR lines from its standard error.
"""

import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

import pypdfium2

_PLAN: Final = "planned-fault"
_TAKEN: Final = f"{_PLAN}.taken"
_REPAIRED: Final = "repaired"
_TRAY: Final = "tray"
_TICK_SECONDS: Final = 0.02
_TRAY_DPI: Final = 100
_POINTS_PER_INCH: Final = 72


def plan(directory: Path, fault: str, seconds: float, after: int = 0) -> None:
    """Leave a fault for the next job, or for the one after so many that are well."""
    (directory / _REPAIRED).unlink(missing_ok=True)
    _leave(directory, fault, seconds, after)


def open_tray(directory: Path) -> Path:
    """From now on what comes out lies here: a PDF and a PNG of each page, by certificate and time.

    Files of one job share the stem `<certificate number>_<YYYYmmdd-HHMMSS>_<job>`.
    """
    tray = directory / _TRAY
    tray.mkdir(parents=True, exist_ok=True)
    return tray


def planned(directory: Path) -> str | None:
    """The fault that was left for the next job."""
    return _named(directory / _PLAN)


def acting(directory: Path) -> str | None:
    """The fault that a job is meeting now."""
    return _named(directory / _TAKEN)


def _named(file: Path) -> str | None:
    try:
        return file.read_text().split()[0]
    except (FileNotFoundError, IndexError):
        return None


def repair(directory: Path) -> None:
    """End a fault that is being acted out, or is planned."""
    (directory / _PLAN).unlink(missing_ok=True)
    (directory / _REPAIRED).touch()


def run(directory: Path, document: Path) -> int:
    """Print one document; the exit status 1 makes the printer abort the job."""
    pages = _count_pages(document)
    _say(f"ATTR: job-impressions={pages}")
    fault, seconds = _take_plan(directory)
    went_well = _FAULTS[fault](directory, seconds)
    (directory / _TAKEN).unlink(missing_ok=True)
    if not went_well:
        return 1
    if (directory / _TRAY).is_dir():
        _lay_down(document, directory / _TRAY)
    _say(f"ATTR: job-impressions-completed={pages}")
    return 0


def _count_pages(document: Path) -> int:
    pdf = pypdfium2.PdfDocument(document)
    try:
        return len(pdf)
    finally:
        pdf.close()


def _take_plan(directory: Path) -> tuple[str, float]:
    taken = directory / _TAKEN
    try:
        (directory / _PLAN).rename(taken)
    except FileNotFoundError:
        return "none", 0.0
    fault, seconds, after = taken.read_text().split()
    if int(after) > 0:
        _leave(directory, fault, float(seconds), int(after) - 1)
        return "none", 0.0
    return fault, float(seconds)


def _leave(directory: Path, fault: str, seconds: float, after: int) -> None:
    draft = directory / f"{_PLAN}.draft"
    draft.write_text(f"{fault} {seconds} {after}")
    draft.rename(directory / _PLAN)


def _lay_down(document: Path, tray: Path) -> None:
    """The title of a certificate ends with its number."""
    pdf = pypdfium2.PdfDocument(document)
    try:
        words = re.findall(r"\w+", pdf.get_metadata_value("Title")) or ["document"]
        number = document.name.partition("-")[0]
        stem = f"{words[-1]}_{datetime.now():%Y%m%d-%H%M%S}_{number}"  # noqa: DTZ005 - the wall's clock, for who looks
        for place, page in enumerate(pdf, 1):
            picture = page.render(scale=_TRAY_DPI / _POINTS_PER_INCH).to_pil()
            picture.save(tray / f"{stem}-{place}.png")
    finally:
        pdf.close()
    shutil.copyfile(document, tray / f"{stem}.pdf")


def _no_fault(_directory: Path, _seconds: float) -> bool:
    return True


def _abort(_directory: Path, _seconds: float) -> bool:
    return False


def _stop_with(*reasons: str, whole: bool = True) -> Callable[[Path, float], bool]:
    """`whole`: whether the sheet is printed in the end."""

    def stop(directory: Path, seconds: float) -> bool:
        with _showing(*reasons):
            _wait(directory, seconds)
        return whole

    return stop


@contextmanager
def _showing(*reasons: str) -> Iterator[None]:
    if not reasons:
        yield
        return
    _say(f"STATE: +{','.join(reasons)}")
    yield
    _say(f"STATE: -{','.join(reasons)}")


def _wait(directory: Path, seconds: float) -> None:
    """Until the fault is over, repaired, or the printer itself has gone."""
    printer = os.getppid()
    deadline = time.monotonic() + seconds
    repaired = directory / _REPAIRED
    while time.monotonic() < deadline and not repaired.exists() and os.getppid() == printer:
        time.sleep(_TICK_SECONDS)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


_FAULTS: Final[dict[str, Callable[[Path, float], bool]]] = {
    "none": _no_fault,
    "abort": _abort,
    "slow": _stop_with(),
    "jam": _stop_with("media-jam-error"),
    "torn": _stop_with("media-jam-error", whole=False),
    "empty": _stop_with("media-empty-error", "media-needed-error"),
}

if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]), Path(sys.argv[2])))
