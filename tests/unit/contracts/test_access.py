"""The one decision: who may do what with a certificate and with its prints (R37-R39)."""

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from contracts.access import MAY, Action, Standing, Subject, allows, grant_for, standing_of
from contracts.rights import LiveGrant

OWNER, AGENT, STRANGER = "91310000MA1FL0000N", "91310000MA1FL0001R", "91310000MA1FL0002W"
APPROVED = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DECLARED = Subject(OWNER, AGENT, APPROVED)


def grant(granted_at=APPROVED - HOUR, principal_code=OWNER) -> LiveGrant:
    return LiveGrant(
        grant_id="00000000-0000-0000-0000-000000000001",
        principal_code=principal_code,
        granted_at=granted_at,
    )


def test_every_action_is_decided():
    assert set(MAY) == set(get_args(Action))


@pytest.mark.parametrize("action", get_args(Action))
def test_no_action_is_a_strangers(action):
    assert Standing.STRANGER not in MAY[action]
    assert not allows(STRANGER, DECLARED, action, [grant()])


@pytest.mark.parametrize("action", get_args(Action))
def test_an_owner_needs_no_grant(action):
    assert allows(OWNER, DECLARED, action, ())


@pytest.mark.rule("R39")
@pytest.mark.parametrize(
    ("grants", "standing"),
    [
        ([grant()], Standing.AGENT),
        ([], Standing.AGENT_WITHOUT_GRANT),
        ([grant(APPROVED)], Standing.AGENT_WITHOUT_GRANT),
        ([grant(APPROVED + HOUR)], Standing.AGENT_WITHOUT_GRANT),
        ([grant(principal_code=STRANGER)], Standing.AGENT_WITHOUT_GRANT),
        ([grant(principal_code=STRANGER), grant()], Standing.AGENT),
    ],
    ids=["older", "none", "same moment", "younger", "another principal's", "one of two"],
)
def test_an_agent_acts_under_a_grant_that_is_older_than_the_subject(grants, standing):
    assert standing_of(AGENT, DECLARED, grants) is standing
    assert allows(AGENT, DECLARED, "confirm", grants) == (standing is Standing.AGENT)


def test_an_agent_without_a_grant_may_ask_why_and_do_nothing_else():
    allowed = [action for action in MAY if Standing.AGENT_WITHOUT_GRANT in MAY[action]]

    assert allowed == ["diagnose"]


def test_a_grant_opens_nothing_that_another_declared():
    assert standing_of(AGENT, Subject(OWNER, STRANGER, APPROVED), [grant()]) is Standing.STRANGER
    assert standing_of(AGENT, Subject(OWNER, None, APPROVED), [grant()]) is Standing.STRANGER


def test_before_the_first_approval_only_the_owner_is_known():
    applied = Subject(OWNER, AGENT, None)

    assert grant_for(applied, [grant()]) is None
    assert standing_of(AGENT, applied, [grant()]) is Standing.STRANGER
    assert standing_of(OWNER, applied, ()) is Standing.OWNER
