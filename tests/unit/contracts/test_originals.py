"""The life of one original: how far each event brings it, and that it never goes back."""

from itertools import product

import pytest

from contracts.originals import OriginalState, merge, reached
from contracts.values import PrintPart
from tests.unit.cert_svc.events import (
    print_completed,
    print_failed,
    print_issued,
    print_released,
    reprint_granted,
)

LIFE = ["issued", "released", "failed", "printed", "voided"]
FURTHER = {
    ("issued", "released"): "released",
    ("issued", "failed"): "failed",
    ("issued", "printed"): "printed",
    ("issued", "voided"): "voided",
    ("released", "failed"): "failed",
    ("released", "printed"): "printed",
    ("released", "voided"): "voided",
    ("failed", "printed"): "printed",
    ("failed", "voided"): "voided",
    ("printed", "voided"): "voided",
} | {(state, state): state for state in LIFE}


@pytest.mark.parametrize(
    ("event", "state"),
    [
        (print_issued(), "issued"),
        (print_released(), "released"),
        (print_failed(), "failed"),
        (print_completed(), "printed"),
        (reprint_granted(), "voided"),
    ],
)
def test_each_event_brings_its_original_to_one_state(event, state):
    assert reached(event) is OriginalState[state.upper()]


@pytest.mark.parametrize("tell", [print_issued, print_released, print_failed, print_completed])
def test_a_print_of_copies_alone_tells_nothing_of_an_original(tell):
    assert reached(tell(parts=(PrintPart.COPY,))) is None


@pytest.mark.parametrize(
    ("state", "is_out"),
    [("issued", False), ("released", True), ("failed", True), ("printed", True), ("voided", False)],
)
def test_an_original_is_out_from_its_release_until_it_is_void(state, is_out):
    assert OriginalState[state.upper()].is_out is is_out


@pytest.mark.parametrize(("one", "other"), list(product(LIFE, LIFE)))
def test_of_two_states_the_later_one_stands_whichever_came_first(one, other):
    expected = FURTHER.get((one, other)) or FURTHER[other, one]

    assert (
        merge(OriginalState[one.upper()], OriginalState[other.upper()])
        is OriginalState[expected.upper()]
    )
