"""Agent printing (R37-R40): granted once, taken back, seen by the two it concerns."""

from datetime import timedelta

import pytest

from contracts.agents import AgentLimits
from contracts.authorization import (
    AgentAuthorized,
    AgentRevoked,
    ListAgentGrants,
    ListPrincipals,
    RevokeAgent,
)
from contracts.errors import Refused
from contracts.values import LoginMedium
from tests.integration.auth_svc.company import START
from workstation.card_issuer import specimen_credit_code


def grant(desk, agent_code, **changes):
    caller = changes.pop("caller", desk.caller)
    return desk.company.grant(caller, agent_code=agent_code, **changes)


def revoke(company, caller, grant_id):
    return company.bench.ask(RevokeAgent(caller=caller, grant_id=grant_id))


@pytest.mark.rule("R37", "R40")
def test_a_grant_is_announced_and_the_agent_sees_its_principal(desk, other_company):
    desk.authorize()

    given = grant(desk, other_company.code)

    (event,) = desk.company.bench.published()
    assert event == AgentAuthorized(
        enterprise_code=desk.company.code,
        grant_id=given.grant_id,
        agent_code=other_company.code,
        granted_at=given.granted_at,
    )
    agent = other_company.legal_person()
    (principal,) = other_company.bench.ask(ListPrincipals(caller=agent)).grants
    assert principal.principal_code == desk.company.code
    assert principal.principal_name == "SPECIMEN TRADING NO. 1"


@pytest.mark.rule("R37")
def test_granting_twice_gives_the_first_grant(desk, other_company):
    desk.authorize()

    first = grant(desk, other_company.code)
    again = grant(desk, other_company.code)

    assert again.grant_id == first.grant_id
    assert len(desk.company.bench.published()) == 1


@pytest.mark.rule("R38")
def test_the_principal_must_have_authorized_its_own_seal_first(desk, other_company):
    with pytest.raises(Refused, match=r"agent\.seal_not_authorized"):
        grant(desk, other_company.code)
    assert [type(event).__name__ for event in desk.company.bench.published()] == []


def test_nobody_is_its_own_agent(desk):
    desk.authorize()

    with pytest.raises(Refused, match=r"agent\.self"):
        grant(desk, desk.company.code)


def test_a_mistyped_code_is_no_agent(desk, other_company):
    desk.authorize()
    typed = other_company.code[:-1] + ("0" if other_company.code[-1] != "0" else "1")

    with pytest.raises(Refused, match=r"agent\.wrong_code"):
        grant(desk, typed)


def test_a_revoked_grant_is_gone_for_the_agent_and_kept_for_the_principal(desk, other_company):
    desk.authorize()
    given = grant(desk, other_company.code)
    desk.company.bench.published()

    revoked = revoke(desk.company, desk.caller, given.grant_id)

    (event,) = desk.company.bench.published()
    assert isinstance(event, AgentRevoked)
    assert event.revoked_at == revoked.revoked_at
    agent = other_company.legal_person()
    assert other_company.bench.ask(ListPrincipals(caller=agent)).grants == ()
    (seen,) = desk.company.bench.ask(ListAgentGrants(caller=desk.caller)).grants
    assert seen.revoked_at is not None


def test_revoking_twice_is_announced_once(desk, other_company):
    desk.authorize()
    given = grant(desk, other_company.code)
    desk.company.bench.published()

    first = revoke(desk.company, desk.caller, given.grant_id)
    again = revoke(desk.company, desk.caller, given.grant_id)

    assert again.revoked_at == first.revoked_at
    assert len(desk.company.bench.published()) == 1


def test_after_a_revocation_a_new_grant_is_another_one(desk, other_company):
    desk.authorize()
    given = grant(desk, other_company.code)
    revoke(desk.company, desk.caller, given.grant_id)

    assert grant(desk, other_company.code).grant_id != given.grant_id


def test_neither_the_agent_nor_a_stranger_takes_back_a_grant(desk, other_company):
    desk.authorize()
    given = grant(desk, other_company.code)

    with pytest.raises(Refused, match=r"agent\.unknown_grant"):
        revoke(other_company, other_company.legal_person(), given.grant_id)


def test_only_the_legal_persons_card_may_grant(desk, other_company):
    desk.authorize()
    caller = desk.caller.model_copy(update={"medium": LoginMedium.OPERATOR_CARD})

    with pytest.raises(Refused, match=r"session\.medium_not_allowed"):
        grant(desk, other_company.code, caller=caller)


@pytest.mark.rule("R37")
def test_a_grant_with_limits_is_told_with_them(desk, other_company, clock):
    desk.authorize()
    limits = AgentLimits(
        type_ids=("china_australia",),
        valid_from=clock(),
        valid_to=clock() + timedelta(days=30),
        originals=20,
    )

    given = grant(desk, other_company.code, limits=limits)

    (event,) = desk.company.bench.published()
    (listed,) = desk.company.bench.ask(ListAgentGrants(caller=desk.caller)).grants
    assert event.limits == given.limits == listed.limits == limits


@pytest.mark.rule("R37")
def test_other_limits_need_the_grant_to_be_taken_back_first(desk, other_company):
    desk.authorize()
    first = grant(desk, other_company.code, limits=AgentLimits(originals=1))

    with pytest.raises(Refused, match=r"agent\.granted_otherwise"):
        grant(desk, other_company.code, limits=AgentLimits(originals=2))

    revoke(desk.company, desk.caller, first.grant_id)
    assert grant(desk, other_company.code, limits=AgentLimits(originals=2)).limits.originals == 2


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (AgentLimits(type_ids=("china_atlantis",)), r"agent\.unknown_type"),
        (AgentLimits(valid_to=START - timedelta(days=1)), r"agent\.period_past"),
    ],
)
def test_limits_that_nothing_can_fulfil_are_refused(desk, other_company, limits, code):
    desk.authorize()

    with pytest.raises(Refused, match=code):
        grant(desk, other_company.code, limits=limits)


@pytest.mark.rule("R40")
def test_grants_bear_the_names_of_both_as_far_as_they_are_known(desk, other_company):
    desk.authorize()
    unknown = grant(desk, other_company.code)
    assert (unknown.principal_name, unknown.agent_name) == ("SPECIMEN TRADING NO. 1", None)

    other_company.legal_person()

    (known,) = desk.company.bench.ask(ListAgentGrants(caller=desk.caller)).grants
    assert known.agent_name == "SPECIMEN TRADING NO. 2"


def found(desk, **filters):
    asked = ListAgentGrants(caller=desk.caller, **filters)
    return {each.agent_code for each in desk.company.bench.ask(asked).grants}


def test_grants_are_found_by_a_part_of_the_agents_code_or_name(desk, other_company):
    desk.authorize()
    other_company.legal_person()
    unnamed = specimen_credit_code(3)
    grant(desk, other_company.code)
    grant(desk, unnamed)

    assert found(desk, agent="trading no. 2") == {other_company.code}
    assert found(desk, agent=f" {unnamed[-6:]} ") == {unnamed}
    assert found(desk, agent="%") == set()


def test_live_and_revoked_grants_are_told_apart(desk, other_company):
    desk.authorize()
    revoked = specimen_credit_code(3)
    grant(desk, other_company.code)
    revoke(desk.company, desk.caller, grant(desk, revoked).grant_id)

    assert found(desk, live=True) == {other_company.code}
    assert found(desk, live=False) == {revoked}
    assert found(desk) == {other_company.code, revoked}
