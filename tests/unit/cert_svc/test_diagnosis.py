"""Why a certificate is not listed: the lines, their order, and what a stranger learns (R52-R54)."""

import pytest

from contracts.access import Standing
from contracts.customs import LayoutStatus
from contracts.errors import text_of
from contracts.standing import AuthorizationStanding, RejectedStamp
from services.cert_svc.domain.agent_grants import Grant
from services.cert_svc.domain.agent_reasons import reason_of
from services.cert_svc.domain.diagnosis import (
    asks_for_standing,
    diagnose,
    diagnose_agent_without_grant,
    diagnose_unapproved,
    diagnose_unknown,
    standing_line,
)
from services.cert_svc.domain.enterprises import Authorization, Enterprise
from services.cert_svc.domain.openings import Openings
from services.cert_svc.domain.stamps import Stamps
from tests.unit.cert_svc.events import (
    APPROVED,
    DECLARER,
    DECLARER_ID,
    HOUR,
    NUMBER,
    OTHER_ID,
    archived,
    layout_changed,
    print_released,
    returned,
    seal_authorized,
)
from tests.unit.cert_svc.test_conditions import BROKEN, IN_TIME, SIGNERS, facts

FACTS = facts()

ORDER = [
    "certificate.unknown",
    "certificate.type_not_open",
    "certificate.not_downloadable",
    "certificate.returned",
    "certificate.seal_not_authorized",
    "certificate.authorized_too_late",
    "certificate.declarer_not_filed",
    "certificate.signature_not_authorized",
    "signature.left_out",
    "signature.disabled",
    "seal.disabled",
    "seal.not_yet_valid",
    "seal.expired",
    "certificate.id_numbers_differ",
    "certificate.agent_not_authorized",
    "certificate.claimed_at_counter",
    "certificate.replaced",
    "certificate.archived",
    "certificate.already_printed",
    "certificate.layout_not_received",
    "certificate.office_not_in_pilot",
    "certificate.hotline",
]


def verdicts(diagnosis) -> dict[str, bool | None]:
    return {line.code: line.holds for line in diagnosis.lines}


def line_of(diagnosis, code: str):
    return next(line for line in diagnosis.lines if line.code == code)


def failing(diagnosis) -> list[str]:
    return [line.code for line in diagnosis.lines if line.holds is False]


def test_a_printable_certificate_has_no_failing_line():
    diagnosis = diagnose(facts())

    assert diagnosis.printable
    assert failing(diagnosis) == []


@pytest.mark.rule("R54")
def test_the_lines_come_in_the_order_of_the_rule():
    assert [line.code for line in diagnose(facts()).lines] == ORDER


@pytest.mark.parametrize(
    ("broken", "code"),
    [(broken, code) for broken, code, uses in BROKEN.values() if "print" in uses],
    ids=[name for name, (_, _, uses) in BROKEN.items() if "print" in uses],
)
def test_the_first_failing_line_is_what_a_print_would_be_refused_with(broken, code):
    diagnosis = diagnose(broken)

    assert not diagnosis.printable
    assert failing(diagnosis)[0] == code


@pytest.mark.parametrize(
    ("broken", "code"),
    [(broken, code) for broken, code, uses in BROKEN.values() if "print" in uses],
    ids=[name for name, (_, _, uses) in BROKEN.items() if "print" in uses],
)
def test_a_failing_line_says_the_words_and_the_rule_of_the_refusal(broken, code):
    line = next(line for line in diagnose(broken).lines if line.code == code)

    refusal = text_of(code, {"certificate_no": NUMBER})
    assert (line.message_zh, line.message_en) == (refusal.whole_zh, refusal.whole_en)
    assert line.rule == refusal.rule


def test_what_is_not_known_is_to_be_checked_and_advice_is_given_as_it_is():
    lines = {
        line.code: line.message_zh for line in diagnose_unknown(NUMBER, well_formed=True).lines
    }

    assert lines["certificate.archived"].startswith("请检查：")
    assert lines["certificate.hotline"] == "仍未解决请拨打热线 95198"


def test_every_failing_line_is_told_not_just_the_first():
    diagnosis = diagnose(
        facts(returned(), archived(), layout_changed(LayoutStatus.SENDING), received=False)
    )

    assert failing(diagnosis) == [
        "certificate.returned",
        "certificate.archived",
        "certificate.layout_not_received",
    ]


def test_what_cannot_be_compared_yet_is_neither_right_nor_wrong():
    lines = verdicts(diagnose(facts(enterprise=Enterprise((), {DECLARER_ID: DECLARER}))))

    assert lines["certificate.seal_not_authorized"] is False
    assert lines["certificate.authorized_too_late"] is None
    assert lines["certificate.signature_not_authorized"] is None


def test_the_same_name_under_another_id_number_is_pointed_out():
    filed_otherwise = Enterprise((IN_TIME,), {OTHER_ID: DECLARER})

    assert (
        verdicts(diagnose(facts(enterprise=filed_otherwise)))["certificate.id_numbers_differ"]
        is False
    )


def test_without_a_namesake_nothing_is_said_about_differing_numbers():
    nobody = Enterprise((Authorization(APPROVED - HOUR, {}),), {})

    assert verdicts(diagnose(facts(enterprise=nobody)))["certificate.id_numbers_differ"] is None


def test_the_download_is_named_only_where_it_is_open():
    closed = diagnose(facts(openings=Openings(self_print=True, download=False)))

    assert "certificate.not_downloadable" not in verdicts(closed)
    assert verdicts(diagnose(facts()))["certificate.not_downloadable"] is True


def test_an_office_outside_the_pilot_is_named():
    outside = Openings(self_print=False, download=False, elsewhere=True)

    assert failing(diagnose(facts(openings=outside))) == [
        "certificate.type_not_open",
        "certificate.office_not_in_pilot",
    ]


@pytest.mark.rule("R54")
@pytest.mark.parametrize(
    ("grants", "code", "told"),
    [
        ([], "agent.no_grant", []),
        (
            [Grant(APPROVED, None)],
            "agent.granted_too_late",
            [{"granted_at": APPROVED.isoformat(), "approved_at": APPROVED.isoformat()}],
        ),
        (
            [Grant(APPROVED - HOUR, APPROVED)],
            "agent.revoked",
            [{"revoked_at": APPROVED.isoformat()}],
        ),
    ],
)
def test_an_agent_without_a_grant_learns_its_own_reason_and_nothing_else(grants, code, told):
    reason = reason_of(grants, FACTS.approval)
    diagnosis = diagnose_agent_without_grant(NUMBER, reason, principal_authorized=True)

    assert failing(diagnosis) == ["certificate.agent_not_authorized", code]
    named = [line.facts for line in diagnosis.lines if line.facts]
    assert named == [{"certificate_no": NUMBER}, *told]
    assert [code for code, holds in verdicts(diagnosis).items() if holds] == ["certificate.unknown"]


@pytest.mark.rule("R38")
def test_an_agent_hears_that_its_principals_seal_is_not_authorized_and_not_why():
    reason = reason_of([], FACTS.approval)
    diagnosis = diagnose_agent_without_grant(NUMBER, reason, principal_authorized=False)

    assert failing(diagnosis)[-1] == "agent.principal_not_authorized"


@pytest.mark.rule("R36")
def test_an_authorization_that_came_too_late_is_told_with_both_times():
    received_at = APPROVED + HOUR
    late = facts(enterprise=Enterprise((Authorization(received_at, SIGNERS),), SIGNERS))

    line = line_of(diagnose(late), "certificate.authorized_too_late")

    assert line.facts == {
        "received_at": received_at.isoformat(),
        "approved_at": APPROVED.isoformat(),
    }


def test_a_seal_that_is_over_is_told_with_its_validity():
    seal = seal_authorized().seal
    problems = {"seal.expired": {"valid_to": "2026-03-10"}}

    line = line_of(diagnose(facts(stamps=Stamps(seal=seal, problems=problems))), "seal.expired")

    assert line.facts["valid_to"] == seal.valid_to.isoformat()
    assert "2026-03-10" in line.message_en


@pytest.mark.rule("R38")
def test_a_granted_agent_is_told_nothing_of_the_principals_people_and_times():
    diagnosis = diagnose(facts(viewer=Standing.AGENT))

    told = set().union(*(line.facts for line in diagnosis.lines))
    assert told.isdisjoint({"declarer_name", "received_at", "valid_to", "seal_id"})


STEPS = {
    "no_seal": set(),
    "no_signature": set(),
    "no_default": set(),
    "not_requested": set(),
    "waiting": {"requested_at", "receipt_due_at"},
    "rejected": {"requested_at", "receipt_due_at", "received_at", "rejected"},
}


def standing(step: str) -> AuthorizationStanding:
    values = dict.fromkeys(("requested_at", "receipt_due_at", "received_at"), APPROVED)
    values["rejected"] = (RejectedStamp(kind="seal", name="中英文印章", reason="模糊"),)
    return AuthorizationStanding(step=step, **{name: values[name] for name in STEPS[step]})


@pytest.mark.rule("R30", "R32", "R34", "R54")
@pytest.mark.parametrize(("step", "names"), list(STEPS.items()))
def test_each_step_of_an_authorization_is_a_line_of_its_own_with_its_times(step, names):
    line = standing_line(standing(step))

    assert (line.code, line.holds) == (f"authorization.{step}", False)
    assert set(line.facts) == names
    assert "…" not in line.message_zh + line.message_en


def test_times_are_beijing_time_in_the_sentence_and_iso_in_the_facts():
    line = standing_line(standing("waiting"))

    assert "2026-03-10 16:00" in line.message_zh
    assert line.facts["requested_at"] == "2026-03-10T08:00:00+00:00"


def test_a_rejection_names_what_was_rejected_and_why():
    assert "中英文印章: 模糊" in standing_line(standing("rejected")).message_zh


def test_an_authorization_that_nobody_tells_of_is_to_be_checked():
    assert standing_line(None).holds is None


@pytest.mark.rule("R54")
def test_the_step_stands_behind_the_line_that_fails():
    missing = facts(enterprise=Enterprise((), SIGNERS))

    diagnosis = diagnose(missing, standing_line(standing("no_default")))

    assert failing(diagnosis) == ["certificate.seal_not_authorized", "authorization.no_default"]


def test_an_owner_asks_for_the_step_only_where_an_authorization_stands_in_the_way():
    missing = Enterprise((), SIGNERS)

    assert not asks_for_standing(facts())
    assert asks_for_standing(facts(enterprise=missing))
    assert not asks_for_standing(facts(enterprise=missing, viewer=Standing.AGENT))


def test_an_application_sent_back_before_its_approval_is_told_to_its_owner():
    diagnosis = diagnose_unapproved(NUMBER)

    assert failing(diagnosis) == ["certificate.returned"]
    assert not diagnosis.printable


@pytest.mark.rule("R41", "R52")
def test_an_unknown_number_gets_every_reason_to_check():
    diagnosis = diagnose_unknown(NUMBER, well_formed=True)

    lines = verdicts(diagnosis)
    assert failing(diagnosis) == ["certificate.unknown"]
    assert set(ORDER) - {"certificate.not_downloadable"} <= set(lines)
    assert lines["certificate.declared_elsewhere"] is None


def test_a_malformed_number_is_called_so():
    diagnosis = diagnose_unknown("A26", well_formed=False)

    assert failing(diagnosis) == ["certificate.unknown", "certificate.malformed_number"]


@pytest.mark.parametrize(
    "diagnosis",
    [
        diagnose(facts()),
        diagnose(facts(print_released(), viewer=Standing.AGENT)),
        diagnose_unknown("{0}{certificate_no}", well_formed=False),
        diagnose_unapproved(NUMBER),
    ],
)
def test_every_line_says_something_in_both_languages_and_names_its_rule(diagnosis):
    for line in diagnosis.lines:
        assert line.message_zh
        assert line.message_en
        assert line.rule.startswith("R")


def test_a_number_with_braces_is_quoted_as_it_is():
    line = diagnose_unknown("{0}{x}", well_formed=False).lines[0]

    assert "{0}{x}" in line.message_en
