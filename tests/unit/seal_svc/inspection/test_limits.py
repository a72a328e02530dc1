"""Every limit can be explained."""

import pytest

from services.seal_svc.inspection.catalogue import CATALOGUE
from services.seal_svc.inspection.limits import GRID, HALFTONE, LIMITS, MOIRE, SIZES_MM

pytestmark = pytest.mark.unit


def test_every_limit_belongs_to_a_finding():
    assert set(LIMITS) <= set(CATALOGUE)


@pytest.mark.parametrize("row", LIMITS.values(), ids=LIMITS)
def test_every_limit_has_its_unit_its_rule_and_its_reason(row):
    assert row.unit
    assert row.rule.startswith("R")
    assert row.reason.endswith(".")


@pytest.mark.parametrize("limits", [HALFTONE, GRID, MOIRE])
def test_the_strictest_limit_of_a_wave_comes_first(limits):
    severities = [limit.verdict.severity for limit in limits]

    assert severities == sorted(severities, reverse=True)


@pytest.mark.rule("R10", "R11", "R12", "R17")
def test_the_sizes_are_those_of_the_rules():
    assert SIZES_MM == {
        "round": (45.0, 45.0, "R10"),
        "rectangle": (55.0, 40.0, "R11"),
        "oval": (55.0, 45.0, "R12"),
        "handwriting": (35.0, 30.0, "R17"),
    }
