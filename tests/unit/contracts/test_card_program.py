"""Versions of the card program are compared as versions (R4)."""

import pytest

from contracts.card_program import LEAST_VERSION, is_new_enough
from workstation.cards import PROGRAM_VERSION


@pytest.mark.rule("R4")
@pytest.mark.parametrize("version", ["1.5.15", "1.5.15.0", "1.5.100", "1.6", "1.10.0", "2"])
def test_1_5_15_and_later_are_new_enough(version):
    assert is_new_enough(version)


@pytest.mark.rule("R4")
@pytest.mark.parametrize("version", ["1.5.14", "1.5.9", "1.5", "1.4.99", "1", "0.9.9.9"])
def test_earlier_ones_are_not(version):
    assert not is_new_enough(version)


def test_the_workstation_names_a_version_that_may_log_in():
    assert is_new_enough(PROGRAM_VERSION)
    assert LEAST_VERSION == "1.5.15"
