"""No enterprise sees another's certificates but through a grant that covers them (promise 4)."""

import pytest

from contracts.certificates import (
    DiagnoseCertificate,
    GetCertificate,
)
from contracts.errors import Refused
from tests.integration.cert_svc.conftest import check_printable, listed, receive_layout
from tests.unit.cert_svc.events import (
    AGENT,
    APPROVED,
    EXPORTER,
    HOUR,
    NUMBER,
    STRANGER,
    agent_authorized,
    agent_revoked,
    approved,
    caller,
    declarer_filed,
    returned,
    seal_authorized,
)

NOWHERE = "A26SPECIMEN19999"
USES = ("print", "copy", "download")


@pytest.fixture
def declared(bench, customs):
    """A printable certificate of the exporter that the agent declared."""
    for event in (seal_authorized(), declarer_filed(), approved(agent_code=AGENT)):
        bench.deliver(event)
    receive_layout(bench, customs)
    return bench


def refusal_of(bench, request) -> tuple[str, dict]:
    with pytest.raises(Refused) as refusal:
        bench.ask(request)
    return refusal.value.code, refusal.value.details


def get(code, number=NUMBER) -> GetCertificate:
    return GetCertificate(caller=caller(code), certificate_no=number)


def refused(bench, code, number=NUMBER) -> list[tuple[str, dict]]:
    """What the view, the print, the copy and the download are refused with."""
    checks = [check_printable(bench, number, use=use, code=code) for use in USES]
    said = [(each.code, each.details) for check in checks for each in check.refused]
    return [refusal_of(bench, get(code, number)), *said]


def sees_nothing(bench, code) -> bool:
    """No list, no search by number, no view, no print, no copy."""
    unknown = ("certificate.unknown", {"certificate_no": NUMBER})
    return (
        not listed(bench, code)
        and not listed(bench, code, certificate_no=NUMBER)
        and refused(bench, code) == [unknown] * 4
    )


def test_the_owner_sees_its_certificate(declared):
    assert listed(declared, EXPORTER) == [NUMBER]


def test_a_stranger_sees_nothing(declared):
    assert sees_nothing(declared, STRANGER)


def test_a_stranger_gets_the_same_answers_for_what_exists_and_for_what_does_not(declared):
    theirs, nobodys = refused(declared, STRANGER), refused(declared, STRANGER, NOWHERE)

    assert [code for code, _ in theirs] == [code for code, _ in nobodys]
    assert [details for _, details in nobodys] == [{"certificate_no": NOWHERE}] * 4


def test_a_stranger_gets_the_same_diagnosis_for_what_exists_and_for_what_does_not(declared):
    theirs, nobodys = (
        declared.ask(DiagnoseCertificate(caller=caller(STRANGER), certificate_no=number))
        for number in (NUMBER, NOWHERE)
    )

    assert theirs.model_dump_json().replace(NUMBER, NOWHERE) == nobodys.model_dump_json()


def test_an_agent_with_a_grant_from_before_the_approval_may_print(declared):
    declared.deliver(agent_authorized())

    assert listed(declared, AGENT) == [NUMBER]
    assert declared.ask(get(AGENT)).enterprise_code == EXPORTER
    [printable] = check_printable(declared, code=AGENT).printable
    assert printable.enterprise_code == EXPORTER


def test_an_agent_without_a_grant_sees_nothing(declared):
    assert sees_nothing(declared, AGENT)


def test_an_agent_whose_grant_came_after_the_approval_sees_nothing(declared):
    declared.deliver(agent_authorized(granted_at=APPROVED))

    assert sees_nothing(declared, AGENT)


@pytest.mark.parametrize("turned_round", [False, True])
def test_an_agent_whose_grant_was_revoked_sees_nothing(declared, turned_round):
    events = [agent_authorized(), agent_revoked()]

    for event in reversed(events) if turned_round else events:
        declared.deliver(event)

    assert sees_nothing(declared, AGENT)


def test_a_grant_opens_nothing_that_the_agent_did_not_declare(declared):
    declared.deliver(agent_authorized(agent_code=STRANGER))

    assert sees_nothing(declared, STRANGER)


def test_a_grant_of_another_principal_opens_nothing(declared):
    declared.deliver(agent_authorized(enterprise_code=STRANGER))

    assert sees_nothing(declared, AGENT)


def test_a_new_approval_after_the_grant_lets_the_agent_print(declared, customs):
    declared.deliver(agent_authorized(granted_at=APPROVED + HOUR))
    declared.deliver(approved(revision=2, approved_at=APPROVED + 2 * HOUR, agent_code=AGENT))

    assert listed(declared, AGENT) == [NUMBER]


def test_an_agent_without_a_grant_is_told_just_that(declared):
    diagnosis = declared.ask(DiagnoseCertificate(caller=caller(AGENT), certificate_no=NUMBER))

    told = {line.code: line.holds for line in diagnosis.lines if line.holds is not None}
    assert told == {
        "certificate.unknown": True,
        "certificate.agent_not_authorized": False,
        "agent.no_grant": False,
    }


def test_the_owner_of_an_application_sent_back_is_told_so_and_nobody_else(bench):
    bench.deliver(returned(revision=0))

    verdicts = [
        {
            line.code: line.holds
            for line in bench.ask(
                DiagnoseCertificate(caller=caller(code), certificate_no=NUMBER)
            ).lines
        }
        for code in (EXPORTER, STRANGER)
    ]

    assert verdicts[0]["certificate.returned"] is False
    assert verdicts[1]["certificate.returned"] is None
    assert refusal_of(bench, get(EXPORTER))[0] == "certificate.unknown"
