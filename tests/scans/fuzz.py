"""Mutated files that must not crash, hang or bloat: `python -m tests.scans.fuzz [--files N]`."""

import argparse
import resource
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, partial

import numpy as np
from PIL import Image

from services.seal_svc.inspection import Inspection, inspect
from tests.scans.cases import good, signature
from tests.scans.scanner import save, scan

MAX_SECONDS = 5.0
"""Of processor time, so that a busy machine does not count."""
MAX_BYTES = 512 * 2**20
FORMATS = ("JPEG", "progressive", "PNG", "palette", "TIFF", "group4", "BMP", "PDF", "PDF+PNG")


@dataclass(frozen=True)
class Run:
    verdicts: Counter
    slowest: float
    peak_bytes: int


def mutated(index, seed):
    """A small scan in one of the formats, damaged in one to four ways."""
    random = np.random.default_rng([seed, index])
    data = bytearray(_originals()[index % len(FORMATS)])
    for _ in range(random.integers(1, 5)):
        if data:
            MUTATIONS[random.integers(len(MUTATIONS))](data, random)
    return bytes(data)


@cache
def _originals():
    case = good(np.random.default_rng(5), format="JPEG")
    page = _page(case)
    ink = _page(signature(np.random.default_rng(6)))[..., 0] > 150
    pictures = {
        "JPEG": lambda: save(page, "JPEG"),
        "progressive": lambda: save(page, "JPEG", progressive=True),
        "PNG": lambda: save(page, "PNG"),
        "palette": lambda: _palette(page),
        "TIFF": lambda: save(page[..., 1], "TIFF"),
        "group4": lambda: save(ink, "TIFF"),
        "BMP": lambda: save(page, "BMP"),
        "PDF": lambda: save(page, "PDF"),
        "PDF+PNG": lambda: save(ink, "PDF"),
    }
    return [pictures[name]() for name in FORMATS]


def _page(case):
    case = replace(case, bed=replace(case.bed, dpi=75.0))
    return scan(case.bed, case.prints(), case.random)


def _palette(page):
    return save(Image.fromarray(page).quantize(16), "PNG")


def _flip(data, random):
    for at in random.integers(0, len(data), random.integers(1, 40)):
        data[at] ^= 1 << int(random.integers(8))


def _overwrite_head(data, random):
    for at in random.integers(0, min(len(data), 700), random.integers(1, 12)):
        data[at] = int(random.choice([0, 1, 0x7F, 0x80, 0xFF, random.integers(256)]))


def _overwrite_tail(data, random):
    for at in random.integers(max(0, len(data) - 900), len(data), random.integers(1, 12)):
        data[at] = int(random.integers(256))


def _cut(data, random):
    del data[int(random.integers(1, len(data) + 1)) :]


def _remove(data, random):
    at = int(random.integers(len(data)))
    del data[at : at + int(random.integers(1, 3000))]


def _repeat(data, random):
    at = int(random.integers(len(data)))
    data[at:at] = data[at : at + int(random.integers(1, 3000))]


def _blank(data, random):
    at, length = int(random.integers(len(data))), int(random.integers(1, 2000))
    data[at : at + length] = bytes([int(random.choice([0, 255]))]) * len(data[at : at + length])


def _huge_number(data, random):
    """Sizes and offsets are the favourite lies."""
    at = int(random.integers(0, min(len(data), 400)))
    lie = int(random.choice([0, 1, 65535, 65500, 2**31 - 1, 2**32 - 1, 30000, 14000]))
    width = int(random.choice([2, 4]))
    order = "big" if random.random() < 0.5 else "little"
    data[at : at + width] = (lie % 2 ** (8 * width)).to_bytes(width, order)


MUTATIONS = (
    _flip, _flip, _overwrite_head, _overwrite_head, _overwrite_tail, _cut, _remove, _repeat, _blank,
    _huge_number, _huge_number,
)  # fmt: skip


def fuzz(indexes, seed):
    """Inspects the files one after the other; an exception or a dead process ends the run."""
    verdicts, slowest = Counter(), 0.0
    for index in indexes:
        start = time.process_time()
        inspection = inspect(mutated(index, seed), kind=("seal", "signature")[index % 2])
        slowest = max(slowest, time.process_time() - start)
        assert isinstance(inspection, Inspection)
        first = inspection.report.findings[0]
        verdicts[first.code if first.verdict == "refuse" else "(passes)"] += 1
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return Run(verdicts, slowest, peak)


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m tests.scans.fuzz", description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args(arguments)
    shares = [range(part, options.files, options.jobs) for part in range(options.jobs)]
    with ProcessPoolExecutor(options.jobs) as pool:
        runs = list(pool.map(partial(fuzz, seed=options.seed), shares))
    slowest, peak = max(r.slowest for r in runs), max(r.peak_bytes for r in runs)
    for code, count in sum((r.verdicts for r in runs), Counter()).most_common():
        print(f"{code:26} {count:6}")
    print(f"slowest {slowest:.2f} s (limit {MAX_SECONDS}), peak {peak / 2**20:.0f} MiB (limit 512)")
    return 1 if slowest > MAX_SECONDS or peak > MAX_BYTES else 0


if __name__ == "__main__":
    sys.exit(main())
