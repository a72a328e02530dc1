"""The labelled set itself: any number of cases from a seed, the same every time."""

from dataclasses import replace
from itertools import chain

import numpy as np

from tests.scans.cases import GOOD
from tests.scans.falsified import FALSIFIED
from tests.scans.flaws import FLAWS
from tests.scans.genuine import GENUINE
from tests.scans.scanner import save, scan

TUNING_SEED = 2026
HELD_OUT_SEED = 67_000_000
OFFICES_TUNING_SEED = 3
OFFICES_HELD_OUT_SEED = 71_000_000
"""Of the kinds that offices' scanners and real stamps make; looked at after the last change."""

SETS = {"first": (GOOD, FLAWS), "offices": (GENUINE, FALSIFIED)}
"""Makers of good and bad scans, with their weights, by the set's name."""

GOOD_SHARE = 0.45


def cases(count, seed, of="first"):
    """Good and bad scans in a fixed proportion, each from a seed of its own."""
    goods, bads = (_makers(weights) for weights in SETS[of])
    for index in range(count):
        turn, good = _turn(index)
        makers = goods if good else bads
        yield makers[turn % len(makers)](np.random.default_rng([seed, index]))


def _turn(index):
    """How many of its sort came before, and which sort this is."""
    before = int(index * GOOD_SHARE)
    good = int((index + 1) * GOOD_SHARE) > before
    return (before if good else index - before), good


def _makers(weights):
    """Every maker as often as it weighs, spread evenly."""
    most = max(weights.values())
    rounds = ([m for m, w in weights.items() if (r * w) % most < w] for r in range(most))
    return list(chain.from_iterable(rounds))


def render(case):
    """The bytes an enterprise would upload."""
    bed = case.bed
    if case.format == "PNG":  # with more grain it would exceed 64 MiB
        bed = replace(bed, grain=min(bed.grain, 2.0))
    page = scan(bed, case.prints(), case.random)
    if case.finish:
        page = case.finish(page, case.random)
    data = save(page, case.format, quality=case.quality, dpi=600, **case.options)
    return data[: int(len(data) * case.shorten)]
