"""Why a certificate is not listed: the lines, their order, and what a stranger learns (R52-R54)."""

import pytest

from contracts.customs import LayoutStatus
from contracts.errors import text_of
from services.cert_svc.domain.diagnosis import (
    diagnose,
    diagnose_agent_without_grant,
    diagnose_unapproved,
    diagnose_unknown,
)
from services.cert_svc.domain.enterprises import Authorization, Enterprise
from services.cert_svc.domain.openings import Openings
from services.cert_svc.domain.visibility import Viewer
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
)
from tests.unit.cert_svc.test_conditions import BROKEN, IN_TIME, facts

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
    "certificate.archived",
    "certificate.already_printed",
    "certificate.layout_not_received",
    "certificate.office_not_in_pilot",
    "certificate.hotline",
]


def verdicts(diagnosis) -> dict[str, bool | None]:
    return {line.code: line.holds for line in diagnosis.lines}


def failing(diagnosis) -> list[str]:
    return [line.code for line in diagnosis.lines if line.holds is False]


def test_a_printable_certificate_has_no_failing_line():
    diagnosis = diagnose(facts())

    assert diagnosis.printable
    assert failing(diagnosis) == []


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


def test_an_agent_without_a_grant_learns_of_the_missing_grant_and_nothing_else():
    diagnosis = diagnose_agent_without_grant(NUMBER)

    assert failing(diagnosis) == ["certificate.agent_not_authorized"]
    assert [code for code, holds in verdicts(diagnosis).items() if holds] == ["certificate.unknown"]


def test_an_application_sent_back_before_its_approval_is_told_to_its_owner():
    diagnosis = diagnose_unapproved(NUMBER)

    assert failing(diagnosis) == ["certificate.returned"]
    assert not diagnosis.printable


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
        diagnose(facts(print_released(), viewer=Viewer.AGENT)),
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
