"""Runs the labelled set: `python -m tests.scans.report [--cases N] [--seed S] [--worst DIR]`."""

import argparse
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path

import cv2
import numpy as np

from tests.scans.labelled import (
    HELD_OUT_SEED,
    OFFICES_HELD_OUT_SEED,
    OFFICES_TUNING_SEED,
    SETS,
    TUNING_SEED,
    cases,
    render,
)
from tests.scans.measuring import judge

SEEDS = f"held out: {HELD_OUT_SEED}; of offices {OFFICES_TUNING_SEED} and {OFFICES_HELD_OUT_SEED}"

TARGETS = {
    "size within 0.2 mm, clean scans": 0.95,
    "shape right": 0.99,
    "good scans not refused": 0.99,
    "bad scans refused for the right first reason": 0.98,
    "cut-out IoU, mean": 0.97,
}


def main(arguments=None):
    options = _options(arguments)
    outcomes = run(options.cases, options.seed, options.jobs, options.set)
    figures = summarise(outcomes)
    print(confusion(outcomes))
    print(by_kind(outcomes))
    missed = [name for name, value in figures.items() if value < TARGETS.get(name, 0)]
    for name, value in figures.items():
        target = f"  (target {TARGETS[name]:.2f})" if name in TARGETS else ""
        print(f"{name:48} {value:8.4f}{target}")
    _print_wrong(outcomes)
    if options.worst:
        save_worst(outcomes, options)
    return 1 if missed else 0


def run(count, seed, jobs=2, of="first"):
    with ProcessPoolExecutor(jobs) as pool:
        chunks = pool.map(partial(_share, count=count, seed=seed, jobs=jobs, of=of), range(jobs))
        return sorted((o for chunk in chunks for o in chunk), key=lambda o: o.index)


def _share(part, *, count, seed, jobs, of):
    cv2.setNumThreads(1)
    mine = islice(enumerate(cases(count, seed, of)), part, None, jobs)
    return [judge(index, case, time.perf_counter) for index, case in mine]


def summarise(outcomes):
    good = [o for o in outcomes if o.expected is None]
    bad = [o for o in outcomes if o.expected is not None]
    errors = [o.size_error_mm for o in good if o.clean and o.size_error_mm is not None]
    overlaps = [o.overlap for o in good if o.overlap is not None]
    return {
        "cases": len(outcomes),
        "size within 0.2 mm, clean scans": float(np.mean(np.array(errors) <= 0.2)),
        "size error, clean scans, 95 % below, mm": float(np.percentile(errors, 95)),
        "shape right": float(np.mean([o.shape[0] == o.shape[1] for o in good])),
        "good scans not refused": float(np.mean([o.right for o in good])),
        "bad scans refused": float(np.mean([o.first is not None for o in bad])),
        "bad scans refused for the right first reason": float(np.mean([o.right for o in bad])),
        "ink that has run, warned of": _warned(good, "image.bleed"),
        "other good scans not warned of it": _spared(good, "image.bleed"),
        "cut-out IoU, mean": float(np.mean(overlaps)),
        "cut-out IoU, 5 % below": float(np.percentile(overlaps, 5)),
        "cut-out IoU, least": float(np.min(overlaps)),
    }


def _warned(outcomes, code):
    due = [o for o in outcomes if o.warned == code]
    return float(np.mean([o.says(code) for o in due])) if due else 1.0


def _spared(outcomes, code):
    others = [o for o in outcomes if o.warned != code]
    return float(np.mean([not o.says(code) for o in others]))


def confusion(outcomes):
    """One line per expected reason: how often each first reason was given."""
    counts = {}
    for outcome in outcomes:
        counts.setdefault(outcome.expected or "(good)", Counter())[outcome.first or "(passes)"] += 1
    lines = [f"{'expected':26} {'cases':>5}  first reason given"]
    for expected in sorted(counts):
        given = counts[expected]
        text = ", ".join(f"{code} {number}" for code, number in given.most_common())
        lines.append(f"{expected:26} {given.total():5}  {text}")
    return "\n".join(lines)


def by_kind(outcomes):
    """One line per kind of good scan: how many pass, and what they are warned of."""
    kinds = {}
    for outcome in outcomes:
        if outcome.expected is None:
            kinds.setdefault(outcome.label, []).append(outcome)
    lines = [f"{'good scans':26} {'cases':>5}  passed, warned of"]
    for label, same in sorted(kinds.items()):
        warned = Counter(code for o in same for code, verdict, _ in o.findings if verdict == "warn")
        text = "".join(f", {code} {number}" for code, number in warned.most_common())
        lines.append(f"{label:26} {len(same):5}  {sum(o.right for o in same)}{text}")
    return "\n".join(lines)


def _print_wrong(outcomes):
    for o in outcomes:
        if not o.right or (o.expected is None and o.shape[0] != o.shape[1]):
            seen = [
                f"{code}:{verdict}:{value}"
                for code, verdict, value in o.findings
                if verdict != "ok"
            ]
            print(
                f"  case {o.index} {o.label}: {o.expected} -> {o.first} {o.shape} {' '.join(seen)}"
            )


def save_worst(outcomes, options):
    """Writes the scans judged wrongly, to be looked at."""
    folder, seed = options.worst, options.seed
    folder.mkdir(parents=True, exist_ok=True)
    wrong = {o.index: o for o in outcomes if not o.right}
    for index, case in enumerate(cases(len(outcomes), seed, options.set)):
        if index in wrong:
            name = f"{seed}-{index}-{case.label.replace(' ', '_')}.{case.format.lower()}"
            (folder / name).write_bytes(render(case))


def _options(arguments):
    parser = argparse.ArgumentParser(prog="python -m tests.scans.report", description=__doc__)
    parser.add_argument("--cases", type=int, default=600)
    parser.add_argument("--seed", type=int, default=TUNING_SEED, help=SEEDS)
    parser.add_argument("--set", choices=SETS, default="first", help="of kinds of scans")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--worst", type=Path, metavar="DIR", help="save the scans judged wrongly")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
