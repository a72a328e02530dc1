"""An agent prints while one of its grants is left (R39)."""

import pytest

from services.print_svc.domain.agent_grants import check_not_revoked
from tests.unit.print_svc.domain.jobs import NOW, refusal


@pytest.mark.parametrize("revocations", [[], [None], [NOW, None]])
def test_one_grant_that_is_left_is_enough_and_none_heard_of_is_none_revoked(revocations):
    check_not_revoked(revocations)


def test_an_agent_whose_grants_are_all_revoked_is_refused():
    assert refusal(check_not_revoked, [NOW, NOW]) == "certificate.agent_not_authorized"
