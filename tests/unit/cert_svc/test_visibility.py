"""What a caller is to a certificate: its owner, an agent with or without a grant, a stranger."""

import pytest

from services.cert_svc.domain.agent_grants import Grant
from services.cert_svc.domain.visibility import Viewer, viewer_of
from tests.unit.cert_svc.events import AGENT, APPROVED, EXPORTER, HOUR, STRANGER, returned
from tests.unit.cert_svc.test_certificates import after, approved

DECLARED = after(approved(agent_code=AGENT))


@pytest.mark.parametrize(
    ("grant", "covered"),
    [
        (Grant(APPROVED - HOUR, None), True),
        (Grant(APPROVED, None), False),
        (Grant(APPROVED + HOUR, None), False),
        (Grant(APPROVED - HOUR, APPROVED + HOUR), False),
        (Grant(None, APPROVED + HOUR), False),
        (Grant(None, None), False),
    ],
)
def test_a_grant_covers_what_is_approved_after_it_while_it_lives(grant, covered):
    expected = Viewer.AGENT if covered else Viewer.AGENT_WITHOUT_GRANT

    assert viewer_of(DECLARED, AGENT, (grant,)) is expected


def test_one_live_grant_among_revoked_ones_is_enough():
    grants = (Grant(APPROVED - 2 * HOUR, APPROVED - HOUR), Grant(APPROVED - HOUR, None))

    assert viewer_of(DECLARED, AGENT, grants) is Viewer.AGENT


def test_the_owner_needs_no_grant():
    assert viewer_of(DECLARED, EXPORTER, ()) is Viewer.OWNER


def test_a_grant_does_not_open_certificates_that_another_declared():
    grants = (Grant(APPROVED - HOUR, None),)

    assert viewer_of(after(approved()), AGENT, grants) is Viewer.STRANGER
    assert viewer_of(DECLARED, STRANGER, grants) is Viewer.STRANGER


def test_before_the_approval_only_the_owner_is_known():
    applied = after(returned(revision=0))

    assert viewer_of(applied, EXPORTER, ()) is Viewer.OWNER
    assert viewer_of(applied, AGENT, (Grant(APPROVED - HOUR, None),)) is Viewer.STRANGER
