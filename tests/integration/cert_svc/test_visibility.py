"""No enterprise sees another's certificates but through a grant that covers them (promise 4)."""

import pytest

from contracts.certificates import (
    CheckPrintable,
    DiagnoseCertificate,
    GetCertificate,
    ListCertificates,
)
from contracts.errors import Refused
from tests.integration.cert_svc.conftest import receive_layout
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


@pytest.fixture
def declared(bench, customs):
    """A printable certificate of the exporter that the agent declared."""
    for event in (seal_authorized(), declarer_filed(), approved(agent_code=AGENT)):
        bench.deliver(event)
    receive_layout(bench, customs)
    return bench


def listed(bench, code) -> list[str]:
    page = bench.ask(ListCertificates(caller=caller(code)))
    return [each.certificate_no for each in page.certificates]


def refusal_of(bench, request) -> tuple[str, dict]:
    with pytest.raises(Refused) as refusal:
        bench.ask(request)
    return refusal.value.code, refusal.value.details


def questions(code, number=NUMBER):
    return [
        GetCertificate(caller=caller(code), certificate_no=number),
        *(
            CheckPrintable(caller=caller(code), certificate_no=number, use=use)
            for use in ("print", "copy", "download")
        ),
    ]


def sees_nothing(bench, code) -> bool:
    """No list, no search by number, no view, no print, no copy."""
    by_number = bench.ask(ListCertificates(caller=caller(code), certificate_no=NUMBER))
    refusals = [refusal_of(bench, question) for question in questions(code)]
    unknown = ("certificate.unknown", {"certificate_no": NUMBER})
    return (
        not listed(bench, code)
        and not by_number.certificates
        and refusals == [unknown] * len(refusals)
    )


def test_the_owner_sees_its_certificate(declared):
    assert listed(declared, EXPORTER) == [NUMBER]


def test_a_stranger_sees_nothing(declared):
    assert sees_nothing(declared, STRANGER)


def test_a_stranger_gets_the_same_answers_for_what_exists_and_for_what_does_not(declared):
    for theirs, nobodys in zip(questions(STRANGER), questions(STRANGER, NOWHERE), strict=True):
        code, details = refusal_of(declared, theirs)
        assert refusal_of(declared, nobodys) == (code, {"certificate_no": NOWHERE})
        assert details == {"certificate_no": NUMBER}


def test_a_stranger_gets_the_same_diagnosis_for_what_exists_and_for_what_does_not(declared):
    theirs, nobodys = (
        declared.ask(DiagnoseCertificate(caller=caller(STRANGER), certificate_no=number))
        for number in (NUMBER, NOWHERE)
    )

    assert theirs.model_dump_json().replace(NUMBER, NOWHERE) == nobodys.model_dump_json()


def test_an_agent_with_a_grant_from_before_the_approval_may_print(declared):
    declared.deliver(agent_authorized())

    assert listed(declared, AGENT) == [NUMBER]
    answers = [declared.ask(question) for question in questions(AGENT)[:3]]
    assert {answer.enterprise_code for answer in answers} == {EXPORTER}


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
    assert refusal_of(bench, questions(EXPORTER)[0])[0] == "certificate.unknown"
