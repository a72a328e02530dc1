"""The books of the soak tell of each way in which they may disagree."""

from dataclasses import replace

import pytest

from deploy.soak.entries import Entries
from deploy.soak.lives import Life

LIVES = [Life("C1", originals=2), Life("C2", originals=1)]
AGREEING = Entries(
    approved={"C1", "C2", "C3"},
    archived_at_customs={"C1", "C2"},
    certificates={"C1", "C2", "C3"},
    without_layout=set(),
    archived={"C1", "C2"},
    exceptions={"C1": 1, "C2": 0, "C3": 0},
    printed_twice=set(),
    live_twice=set(),
    originals={"C1": 2, "C2": 1},
    sealings={"C1": 8, "C2": 4},
)


def told(**changes):
    faults = replace(AGREEING, **changes).faults(LIVES)
    return {kind: found for kind, found in faults.items() if found}


def test_books_that_agree_tell_of_nothing():
    assert told() == {}


@pytest.mark.parametrize(
    ("changes", "told_of"),
    [
        ({"certificates": {"C1", "C2"}}, {"lost": ["C3"]}),
        ({"without_layout": {"C3"}}, {"stuck before their layout": ["C3"]}),
        ({"printed_twice": {"C1"}}, {"printed twice": ["C1"]}),
        ({"live_twice": {"C2"}}, {"two live originals": ["C2"]}),
        ({"exceptions": {"C1": 2}}, {"exceptions miscounted": ["C1: 2 instead of 1"]}),
        ({"sealings": {"C1": 8}}, {"sealings miscounted": ["C2: 0 instead of 4"]}),
        (
            {"originals": {"C1": 3, "C2": 1}, "sealings": {"C1": 12, "C2": 4}},
            {"originals miscounted": ["C1: 3 instead of 2"]},
        ),
    ],
)
def test_each_disagreement_is_told_by_its_kind_and_certificate(changes, told_of):
    assert told(**changes) == told_of


@pytest.mark.parametrize(
    "changes",
    [
        {"archived": {"C1"}},
        {"archived_at_customs": {"C1"}},
        {"archived": {"C1"}, "archived_at_customs": {"C1"}},
    ],
)
def test_what_its_people_saw_archived_is_so_on_both_sides(changes):
    assert told(**changes) == {"not archived on both sides": ["C2"]}
