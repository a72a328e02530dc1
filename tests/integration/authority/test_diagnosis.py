"""What a diagnosis tells of an authorization, by asking its owner (R30-R36, R54)."""

import pytest

from chassis.errors import Away
from contracts.certificates import DiagnoseCertificate
from contracts.seals import SealDisabled
from contracts.standing import GetAuthorizationStanding
from tests.unit.cert_svc.events import NUMBER


def unsettled(house) -> dict:
    """Every line that does not hold, or is to be checked, by its code."""
    asked = DiagnoseCertificate(caller=house.desk.caller, certificate_no=NUMBER)
    diagnosis = house.benches["cert_svc"].ask(asked)
    return {line.code: line for line in diagnosis.lines if line.holds is not True}


def choose(house) -> None:
    house.company.set_defaults(house.desk.caller, house.desk.seal_id, house.desk.signature_id)


@pytest.mark.rule("R26", "R30", "R32", "R34", "R54")
def test_the_way_to_a_new_seal_is_told_step_by_step(house):
    house.tell(SealDisabled(enterprise_code=house.company.code, seal_id=house.desk.seal_id))
    house.desk.clock.pass_by(seconds=200)
    assert "authorization.no_seal" in unsettled(house)

    house.desk.seal_id = house.company.make_seal(name="SPECIMEN NEW SEAL")
    assert "authorization.no_default" in unsettled(house)

    choose(house)
    assert "authorization.not_requested" in unsettled(house)

    request = house.desk.request()
    waiting = unsettled(house)["authorization.waiting"]
    assert waiting.facts["requested_at"] == request.requested_at.isoformat()

    house.tell(house.desk.receipt(request, house.desk.seal_id))
    house.desk.clock.pass_by(seconds=120)
    rejected = unsettled(house)["authorization.rejected"]
    assert "SPECIMEN NEW SEAL" in rejected.facts["rejected"]

    house.authorize()
    assert "seal.disabled" not in unsettled(house)


@pytest.mark.rule("R36")
def test_an_authorization_after_the_approval_is_told_with_both_times(house):
    house.approve(revision=2, approved_at=house.desk.clock.time.replace(year=2025))
    house.desk.clock.pass_by(seconds=120)

    line = unsettled(house)["certificate.authorized_too_late"]

    assert line.facts["approved_at"] < line.facts["received_at"]
    assert not {code for code in unsettled(house) if code.startswith("authorization.")}


def test_a_diagnosis_is_given_though_auth_svc_is_away(house):
    def away(_):
        raise Away("auth_svc does not answer")

    house.benches["cert_svc"].neighbours[GetAuthorizationStanding] = away
    house.tell(SealDisabled(enterprise_code=house.company.code, seal_id=house.desk.seal_id))

    lines = unsettled(house)

    assert lines["seal.disabled"].holds is False
    assert lines["authorization.not_known"].holds is None
