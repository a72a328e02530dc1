"""The operation type of a granted exception binds what is printed next (R80, R84)."""

import pytest

from services.print_svc.domain.print_parts import PARTS
from services.print_svc.domain.reprints import Reprint
from tests.unit.print_svc.domain.jobs import refusal


@pytest.mark.rule("R80", "R84")
def test_of_a_reprint_of_the_original_alone_both_parts_are_refused():
    granted = Reprint(1, "reprint_original")

    assert refusal(granted.check_parts, 1, PARTS["both"]) == "print.parts_not_granted"


@pytest.mark.rule("R80", "R60")
@pytest.mark.parametrize(
    ("operation", "parts"),
    [
        ("reprint_original", "original"),
        ("reprint_original", "copy"),
        ("reprint_both", "both"),
        ("reprint_both", "original"),
        ("reprint_both", "copy"),
    ],
)
def test_what_the_operation_type_allows_may_be_printed(operation, parts):
    Reprint(1, operation).check_parts(1, PARTS[parts])


@pytest.mark.rule("R104")
def test_a_new_approval_is_free_of_what_was_granted_under_an_earlier_one():
    Reprint(1, "reprint_original").check_parts(2, PARTS["both"])
