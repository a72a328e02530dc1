"""A granted exception binds the next order to its operation type (R80)."""

import pytest


def reprinted(office, operation, **changes):
    """A certificate whose original failed and may be printed again; its number."""
    number = office.approve()
    issued = office.print_out(number)
    office.confirm(issued, printed=False)
    office.grant_reprint(issued, operation=operation, **changes)
    return number


@pytest.mark.rule("R80", "R84")
def test_a_reprint_of_the_original_alone_refuses_both_and_gives_original_and_copies(office):
    number = reprinted(office, "reprint_original")

    assert office.refusal(number, parts="both") == "print.parts_not_granted"
    assert office.print_out(number, parts="original").job.parts == ("original",)
    assert office.print_out(number, parts="copy").job.parts == ("copy",)


@pytest.mark.rule("R80")
@pytest.mark.parametrize("parts", ["both", "original"])
def test_a_reprint_of_both_gives_both_or_the_original_alone(office, parts):
    number = reprinted(office, "reprint_both")

    assert office.print_out(number, parts=parts)


@pytest.mark.rule("R80", "R82")
@pytest.mark.parametrize("turned", [False, True], ids=["in order", "the other way round"])
def test_the_last_of_several_grants_binds_in_whatever_order_they_are_heard(office, turned):
    number = office.approve()
    first = office.print_out(number)
    grants = [(first, 1, "reprint_both"), (first, 2, "reprint_original")]

    for issued, count, operation in sorted(grants, key=lambda each: each[1], reverse=turned):
        office.grant_reprint(issued, count, operation=operation)

    assert office.refusal(number, parts="both") == "print.parts_not_granted"


@pytest.mark.rule("R104")
def test_a_new_approval_is_printed_whole_whatever_was_granted_before(office):
    reprinted(office, "reprint_original")

    assert office.print_out(office.approve(revision=2), parts="both")


@pytest.mark.parametrize("parts", ["both", "original", "copy"])
def test_where_nothing_was_granted_any_parts_are_printed(office, parts):
    assert office.print_out(office.approve(), parts=parts)
