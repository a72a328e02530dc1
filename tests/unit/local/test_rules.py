"""The table of business rules claims only what stands in code, tests and docs/rules.md."""

import pytest

from deploy.local import rules

FOUND = rules.rules()
NUMBERS = {rule.number for rule in FOUND}


def test_the_book_has_all_rules_in_their_order():
    assert [rule.number for rule in FOUND] == [f"R{number}" for number in range(1, 111)]


def test_markers_name_rules_of_the_book():
    assert set(rules.named_by_tests()) <= NUMBERS


def test_code_names_rules_of_the_book():
    assert set(rules.named_in_code()) <= NUMBERS


@pytest.mark.parametrize("rule", FOUND, ids=lambda rule: rule.number)
def test_a_rule_that_is_ours_has_a_test_or_a_reason_why_not(rule):
    assert not rule.is_misfiled
