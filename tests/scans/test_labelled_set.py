"""A small, stratified share of the labelled set; `python -m tests.scans.report` runs all of it.

The flaws wait for the night: what measures each of them has unit tests of its own.
"""

from functools import cache

import numpy as np
import pytest

from tests.scans import flaws
from tests.scans.cases import GOOD, bilevel, bled, clean, faint_rim, good, signature, torn_rim
from tests.scans.labelled import cases
from tests.scans.measuring import judge

pytestmark = pytest.mark.unit

SEED = 41
GOOD_MAKERS = [clean, good, faint_rim, torn_rim, signature, bilevel]


@cache
def outcome(maker, number):
    return judge(number, maker(np.random.default_rng([SEED, number])), lambda: 0.0)


@pytest.mark.parametrize("maker", GOOD_MAKERS, ids=lambda maker: maker.__name__)
def test_a_good_scan_passes_with_its_shape_its_size_and_a_true_cut_out(maker):
    judged = outcome(maker, 0)

    assert judged.right, judged.findings
    assert judged.shape[0] == judged.shape[1]
    assert judged.size_error_mm <= 0.3
    assert judged.overlap >= 0.94


@pytest.mark.parametrize("number", range(2))
def test_ink_that_has_run_is_not_taken_for_an_enlarged_picture(number):
    judged = outcome(bled, number)

    assert judged.right, judged.findings


def test_ink_that_has_run_softly_is_warned_of():
    assert outcome(bled, 0).says("image.bleed")


def test_a_rim_that_is_ragged_and_sharp_is_not_said_to_have_run():
    assert not outcome(bled, 1).says("image.bleed")


@pytest.mark.parametrize("maker", [clean, good, faint_rim, flaws.blurred, flaws.faked_resolution])
def test_a_dry_imprint_is_not_said_to_have_run_however_blurred(maker):
    assert not outcome(maker, 0).says("image.bleed")


@pytest.mark.nightly
@pytest.mark.parametrize("maker", flaws.FLAWS, ids=lambda maker: maker.__name__)
def test_a_bad_scan_is_refused_for_the_right_first_reason(maker):
    judged = outcome(maker, 0)

    assert judged.first == judged.expected, judged.findings


def test_the_set_holds_good_and_bad_scans_of_every_sort():
    labels = {(case.expected is None, case.label) for case in cases(400, SEED)}

    assert len(labels) >= len(GOOD) + len(flaws.FLAWS)
