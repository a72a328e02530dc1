"""Limits of an agent's grant, one by one (R37-R39)."""

from datetime import UTC, datetime, timedelta

import pytest

from contracts.agents import AgentLimits
from services.cert_svc.domain.agent_limits import broken_limits, concerns

NOW = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def codes(limits, taken=(), number="A1", type_id="china_australia"):
    return [one.code for one in broken_limits(limits, type_id, number, taken, now=NOW)]


@pytest.mark.rule("R39")
@pytest.mark.parametrize(
    ("limits", "broken"),
    [
        (AgentLimits(), []),
        (AgentLimits(type_ids=("china_australia", "rcep")), []),
        (AgentLimits(type_ids=("rcep",)), ["agent.type_not_granted"]),
        (AgentLimits(valid_from=NOW, valid_to=NOW + DAY), []),
        (AgentLimits(valid_from=NOW + DAY), ["agent.grant_not_begun"]),
        (AgentLimits(valid_to=NOW), ["agent.grant_over"]),
    ],
)
def test_types_and_period_stop_what_lies_outside(limits, broken):
    assert codes(limits) == broken


@pytest.mark.rule("R39")
@pytest.mark.parametrize(
    ("taken", "broken"),
    [
        ((), []),
        (("A2",), []),
        (("A2", "A3"), ["agent.originals_used_up"]),
        (("A1", "A2", "A3"), []),
        (("A2", "A3", "A1"), ["agent.originals_used_up"]),
    ],
    ids=["none", "one is left", "used up", "one of the first", "queued beyond the number"],
)
def test_the_first_originals_fit_into_the_number_and_no_other(taken, broken):
    assert codes(AgentLimits(originals=2), taken) == broken


def test_every_broken_limit_is_told():
    limits = AgentLimits(type_ids=("rcep",), valid_to=NOW, originals=1)

    assert codes(limits, ("A2",)) == [
        "agent.type_not_granted",
        "agent.grant_over",
        "agent.originals_used_up",
    ]


@pytest.mark.rule("R60", "R61")
@pytest.mark.parametrize(
    ("use", "counted"),
    [("print", True), ("download", True), ("print_copy", False), ("copy", False)],
)
def test_copies_are_not_counted(use, counted):
    assert concerns("agent.originals_used_up", use) is counted
    assert concerns("agent.grant_over", use)


def test_the_day_of_a_limit_is_one_in_china():
    limits = AgentLimits(valid_to=datetime(2026, 3, 9, 17, 0, tzinfo=UTC))

    [over] = broken_limits(limits, "china_australia", "A1", (), now=NOW)

    assert over.details == {"valid_to": "2026-03-10"}
