"""Seal and signature are those that customs accepted last, in force and not disabled (R26-R30)."""

import pytest

from contracts.seals import SealDisabled, SignatureDisabled
from tests.integration.print_svc.office import seal_authorization
from tests.unit.cert_svc.events import APPROVED, EXPORTER, HOUR, OTHER_ID


def test_without_the_declarers_own_signature_nothing_is_issued(office):
    number = office.approve(declarer_id_number=OTHER_ID)

    assert office.refusal(number) == "print.seal_missing"


def test_a_seal_that_is_no_longer_valid_is_not_used(office, objects):
    event = seal_authorization(objects, received_at=APPROVED)
    seal = event.seal.model_copy(update={"valid_to": APPROVED})
    office.bench.deliver(event.model_copy(update={"seal": seal}))

    assert office.refusal(office.approve()) == "print.seal_expired"
    assert office.issue_one(office.approve("ecfa")).job.state == "issued"


@pytest.mark.parametrize("disabling_comes_first", [True, False])
@pytest.mark.parametrize("kind", ["seal", "signature"])
def test_what_was_disabled_prints_on_nothing_from_then_on(office, kind, disabling_comes_first):
    number = office.approve()
    authorization = seal_authorization(office.objects, received_at=APPROVED + HOUR)
    disabled = {
        "seal": SealDisabled(enterprise_code=EXPORTER, seal_id=authorization.seal.seal_id),
        "signature": SignatureDisabled(
            enterprise_code=EXPORTER, signature_id=authorization.signatures[0].signature_id
        ),
    }[kind]
    told = [disabled, authorization] if disabling_comes_first else [authorization, disabled]

    for event in told:
        office.bench.deliver(event)

    assert office.refusal(number) == "print.seal_disabled"
