"""Processor time of servers and services, read from Linux: what is used, whoever else is busy."""

import os
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
_PARENT, _TIMES = 1, slice(11, 15)
"""Fields of proc(5) stat after the name: ppid; utime, stime and those of ended children."""
_ALL_CORES, _IDLE = Path("/proc/stat"), slice(3, 5)
"""Its first line: idle and iowait after user, nice and system; guests are in user and nice."""


def processor_seconds(roots: Mapping[str, int]) -> dict[str, float]:
    """User and system time so far of each process and all its descendants, by name."""
    ticks: dict[int, int] = {}
    children: defaultdict[int, list[int]] = defaultdict(list)
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(entry)):
            pid = int(entry.name)
            ticks[pid] = sum(map(int, fields[_TIMES]))
            children[int(fields[_PARENT])].append(pid)
    return {
        name: sum(ticks.get(pid, 0) for pid in _tree(root, children)) / _TICKS_PER_SECOND
        for name, root in roots.items()
    }


def busy_seconds() -> float:
    """So far, of all cores together, whoever kept them busy."""
    times = [int(field) for field in _ALL_CORES.read_text().split("\n", 1)[0].split()[1:9]]
    return (sum(times) - sum(times[_IDLE])) / _TICKS_PER_SECOND


def each_took(
    before: Mapping[str, float], after: Mapping[str, float], count: int
) -> dict[str, float]:
    """Milliseconds of one of `count`, by name, of two answers of `processor_seconds`."""
    return {name: (seconds - before[name]) * 1000 / count for name, seconds in after.items()}


def _tree(root: int, children: Mapping[int, list[int]]) -> list[int]:
    found = [root]
    for pid in found:
        found += children.get(pid, ())
    return found


def _stat(process: Path) -> list[str]:
    """Nothing for a process that has ended meanwhile."""
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
