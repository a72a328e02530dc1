"""What a caller is to a certificate: its last approval decides."""

import pytest

from contracts.access import Standing
from services.cert_svc.domain.visibility import viewer_of
from tests.unit.cert_svc.events import AGENT, APPROVED, EXPORTER, HOUR, STRANGER, returned
from tests.unit.cert_svc.rights import live_grant
from tests.unit.cert_svc.test_certificates import after, approved

DECLARED = after(approved(agent_code=AGENT))


@pytest.mark.parametrize(
    ("caller", "grants", "standing"),
    [
        (EXPORTER, (), Standing.OWNER),
        (AGENT, (live_grant(),), Standing.AGENT),
        (AGENT, (live_grant(granted_at=APPROVED),), Standing.AGENT_WITHOUT_GRANT),
        (STRANGER, (live_grant(),), Standing.STRANGER),
    ],
)
def test_a_grant_covers_what_is_approved_after_it(caller, grants, standing):
    assert viewer_of(DECLARED, caller, grants) is standing


def test_a_later_approval_is_covered_by_a_grant_that_was_too_late_for_the_first():
    again = after(
        approved(agent_code=AGENT),
        approved(agent_code=AGENT, revision=2, approved_at=APPROVED + 2 * HOUR),
    )

    assert viewer_of(again, AGENT, (live_grant(granted_at=APPROVED + HOUR),)) is Standing.AGENT


def test_before_the_approval_only_the_owner_is_known():
    applied = after(returned(revision=0))

    assert viewer_of(applied, EXPORTER, ()) is Standing.OWNER
    assert viewer_of(applied, AGENT, (live_grant(),)) is Standing.STRANGER
