"""All other scanners, through SANE's `scanimage` as a program of its own."""

import re
import shutil
import subprocess
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from contracts.scan_troubles import ScanTrouble
from workstation.scanning.faults import ScanError
from workstation.scanning.requests import A4_MM, DPI, LARGEST_BYTES, Mode, Progress, Scan

_PROGRAM: Final = "scanimage"
_MODES: Final[dict[Mode, str]] = {"colour": "Color", "grey": "Gray"}
_LIST_SECONDS: Final = 30.0
_PROGRESS: Final = re.compile(rb"Progress: +([0-9.]+)%")
_SAID: Final[dict[str, ScanTrouble]] = {
    "document feeder jammed": "jam",
    "document feeder out of documents": "empty_feeder",
    "scanner cover is open": "cover_open",
    "device busy": "busy",
    "invalid argument": "unreachable",
    "error during device i/o": "unreachable",
}
"""Of `sane_strstatus` (SANE API 1.06, 4.2.7), in small letters."""


@dataclass(frozen=True, slots=True)
class SaneScanner:
    """One device as `scanimage -L` names it; `size_mm` is less than A4 for SANE's test device."""

    device: str
    options: tuple[str, ...] = ()
    size_mm: tuple[float, float] = A4_MM

    def scan(
        self,
        *,
        mode: Mode = "colour",
        dpi: int = DPI,
        progress: Progress = lambda _: None,
        patience: float = 180.0,
    ) -> Scan:
        """Raises ScanError."""
        width, height = self.size_mm
        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder) / "scan.jpg"
            arguments = [
                *(_program(), "--device-name", self.device),
                *("--mode", _MODES[mode], "--resolution", str(dpi)),
                *("-l", "0", "-t", "0", "-x", str(width), "-y", str(height)),
                *("--format=jpeg", "--progress", f"--output-file={made}"),
                *self.options,
            ]
            said = _run(arguments, progress, patience)
            if not made.exists() or not made.stat().st_size:
                raise _fault(said)
            if made.stat().st_size > LARGEST_BYTES:
                raise ScanError("too_large")
            return Scan(made.read_bytes(), "image/jpeg")


def sane_devices() -> dict[str, str]:
    """By name, with their description. Raises ScanError."""
    try:
        found = subprocess.run(  # noqa: S603 - a program of this computer, found by its full path
            [_program(), "--formatted-device-list=%d\t%v %m%n"],
            capture_output=True,
            check=False,
            timeout=_LIST_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise ScanError("unreachable", "timeout") from error
    lines = found.stdout.decode(errors="replace").splitlines()
    return dict(line.split("\t", 1) for line in lines if "\t" in line)


def _program() -> str:
    found = shutil.which(_PROGRAM)
    if found is None:
        raise ScanError("no_program")
    return found


def _run(arguments: list[str], progress: Progress, patience: float) -> str:
    """What it said; raises ScanError where its status tells of a failure, which it may not."""
    with subprocess.Popen(  # noqa: S603 - a program of this computer, found by its full path
        arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as running:
        timer = threading.Timer(patience, running.kill)
        timer.start()
        try:
            said = _listen(running.stderr, progress) if running.stderr else ""
            running.wait()
        finally:
            timer.cancel()
            running.kill()  # nothing happens to one that has ended
    if running.returncode != 0:
        raise _fault(said)
    return said


def _listen(told: IO[bytes], progress: Progress) -> str:
    """The last of what the program says; its progress ends in carriage returns."""
    last = b""
    for piece in iter(lambda: told.read(64), b""):
        last = (last + piece)[-2000:]
        if found := _PROGRESS.findall(last):
            progress(min(1.0, float(found[-1]) / 100))
    return last.decode(errors="replace")


def _fault(said: str) -> ScanError:
    for words, code in _SAID.items():
        if words in said.lower():
            return ScanError(code, words)
    lines = [line for line in re.split(r"[\r\n]+", said) if line and "Progress" not in line]
    return ScanError("refused", lines[-1] if lines else "-")
