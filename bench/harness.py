"""How benchmarks measure: two contenders in turn, medians, and the peak memory of a child."""

import ctypes
import multiprocessing
import os
import platform
import re
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

_STATUS = Path("/proc/self/status")
_CLEAR_REFS = Path("/proc/self/clear_refs")
_RESET_PEAK_RSS = "5"


@dataclass(frozen=True)
class Row:
    """One line of the table; units that end in `/s` are better when larger, all others smaller."""

    bench: str
    what: str
    ours: float
    reference: float
    reference_name: str
    unit: str
    target_ratio: float | None
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.ours / self.reference

    @property
    def larger_is_better(self) -> bool:
        return self.unit.endswith("/s")

    @property
    def met(self) -> bool | None:
        """Whether the ratio reaches the target; None where there is no target."""
        if self.target_ratio is None:
            return None
        if self.larger_is_better:
            return self.ratio >= self.target_ratio
        return self.ratio <= self.target_ratio


def largest_first(parts: Mapping[str, float], *, least: float, digits: int) -> str:
    """Names with their figures, those of `least` and more, as a note tells them."""
    shown = sorted(parts.items(), key=lambda item: -item[1])
    return ", ".join(f"{name} {figure:.{digits}f}" for name, figure in shown if figure >= least)


def alternate(
    ours: Callable[[], object], reference: Callable[[], object], *, rounds: int
) -> tuple[float, float]:
    """Median seconds of each, run in turn after one warm-up so that drift meets both alike."""
    ours()
    reference()
    pairs = [(_seconds(ours), _seconds(reference)) for _ in range(rounds)]
    mine, theirs = zip(*pairs, strict=True)
    return statistics.median(mine), statistics.median(theirs)


def peak_memory(function: Callable[[], object]) -> int:
    """Bytes by which one call raises the peak resident memory of a forked child.

    Raises ChildProcessError when the call fails there; its traceback is on stderr.
    """
    fork = multiprocessing.get_context("fork")
    receiver, sender = fork.Pipe(duplex=False)
    child = fork.Process(target=_report_growth, args=(function, sender))
    child.start()
    sender.close()
    try:
        return int(receiver.recv())
    except EOFError:
        raise ChildProcessError("the measured call failed in its process") from None
    finally:
        child.join()
        child.close()
        receiver.close()


def machine() -> dict[str, str | int]:
    """What a figure must be read against: processor, cores, memory, kernel, Python."""
    system = os.uname()
    return {
        "cpu": _first(r"model name\s*: (.+)", Path("/proc/cpuinfo")) or system.machine,
        "cores": len(os.sched_getaffinity(0)),
        "memory_mb": int(_first(r"MemTotal:\s+(\d+)", Path("/proc/meminfo"))) // 1024,
        "kernel": system.release,
        "python": platform.python_version(),
    }


def _seconds(function: Callable[[], object]) -> float:
    begin = time.perf_counter()
    function()
    return time.perf_counter() - begin


def _report_growth(function: Callable[[], object], sender: Connection) -> None:
    ctypes.CDLL(None).malloc_trim(0)  # what the parent freed must not hide what the call takes
    _CLEAR_REFS.write_text(_RESET_PEAK_RSS)
    before = _status_bytes("VmRSS")
    function()
    sender.send(_status_bytes("VmHWM") - before)


def _status_bytes(field: str) -> int:
    return int(_first(rf"{field}:\s+(\d+) kB", _STATUS)) * 1024


def _first(pattern: str, file: Path) -> str:
    found = re.search(pattern, file.read_text())
    return found[1] if found else ""
