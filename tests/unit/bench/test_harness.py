"""The benchmark harness measures what it says it measures."""

import time

import pytest

from bench.harness import Row, alternate, machine, peak_memory

pytestmark = pytest.mark.unit

MEGABYTE = 1024 * 1024


def _row(**changes):
    values = {
        "bench": "b", "what": "w", "ours": 2.0, "reference": 4.0,
        "reference_name": "r", "unit": "ms", "target_ratio": 0.5,
    }  # fmt: skip
    return Row(**values | changes)


@pytest.mark.parametrize(
    ("changes", "met"),
    [
        ({}, True),
        ({"ours": 2.1}, False),
        ({"unit": "events/s"}, True),
        ({"unit": "events/s", "ours": 1.9}, False),
        ({"target_ratio": None}, None),
    ],
)
def test_a_target_is_a_ceiling_for_costs_and_a_floor_for_rates(changes, met):
    assert _row(**changes).met is met


def test_the_contenders_run_in_turn_after_one_warm_up():
    calls = []

    alternate(lambda: calls.append("a"), lambda: calls.append("b"), rounds=2)

    assert "".join(calls) == "ababab"


def test_the_median_time_of_each_contender_comes_back():
    ours, reference = alternate(lambda: time.sleep(0.01), lambda: None, rounds=3)

    assert ours >= 0.01 > reference


def test_memory_freed_before_the_call_returns_still_counts_as_its_peak():
    def grow_and_shrink():
        block = bytearray(b"x" * 30 * MEGABYTE)
        del block

    assert 30 * MEGABYTE < peak_memory(grow_and_shrink) < 100 * MEGABYTE


def test_a_measured_call_that_fails_is_reported(capfd):
    with pytest.raises(ChildProcessError, match="failed"):
        peak_memory(lambda: 1 / 0)

    assert "ZeroDivisionError" in capfd.readouterr().err


def test_the_machine_is_described():
    facts = machine()

    assert facts["cpu"]
    assert facts["memory_mb"] > 0
