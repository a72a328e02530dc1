"""The inside of the local printer: counts pages, and acts out the fault that was planned.

ippeveprinter runs it once per job and reads STATE and ATTR lines from its standard error.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pypdfium2

_PLAN: Final = "planned-fault"
_TAKEN: Final = f"{_PLAN}.taken"
_REPAIRED: Final = "repaired"
_TICK_SECONDS: Final = 0.02


def plan(directory: Path, fault: str, seconds: float) -> None:
    """Leave a fault for the next job."""
    (directory / _REPAIRED).unlink(missing_ok=True)
    draft = directory / f"{_PLAN}.draft"
    draft.write_text(f"{fault} {seconds}")
    draft.rename(directory / _PLAN)


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
    fault, seconds = taken.read_text().split()
    return fault, float(seconds)


def _no_fault(_directory: Path, _seconds: float) -> bool:
    return True


def _abort(_directory: Path, _seconds: float) -> bool:
    return False


def _stop_with(*reasons: str) -> Callable[[Path, float], bool]:
    def stop(directory: Path, seconds: float) -> bool:
        with _showing(*reasons):
            _wait(directory, seconds)
        return True

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
    "empty": _stop_with("media-empty-error", "media-needed-error"),
}

if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]), Path(sys.argv[2])))
