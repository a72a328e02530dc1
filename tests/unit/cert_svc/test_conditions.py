"""R43-R58 one by one: each condition is broken alone and named by its code."""

from dataclasses import replace

import pytest

from contracts.access import Standing
from contracts.customs import LayoutStatus
from contracts.errors import ERRORS
from contracts.seal_authority import SEAL_PROBLEMS, SIGNATURE_PROBLEMS
from services.cert_svc.domain.certificates import layout_stored
from services.cert_svc.domain.conditions import CONDITIONS, Facts, first_obstacle, use_now
from services.cert_svc.domain.enterprises import Authorization, Enterprise
from services.cert_svc.domain.openings import CLOSED, Openings
from services.cert_svc.domain.sentences import FAILS, HOLDS
from services.cert_svc.domain.stamps import Stamps
from tests.unit.cert_svc.events import (
    APPROVED,
    DECLARER,
    DECLARER_ID,
    HOUR,
    OTHER_ID,
    approved,
    archived,
    claimed,
    layout_changed,
    print_released,
    replaced,
    returned,
)
from tests.unit.cert_svc.test_certificates import LAYOUT, after

SIGNERS = {DECLARER_ID: DECLARER}
IN_TIME = Authorization(APPROVED - HOUR, SIGNERS)
TOO_LATE = Authorization(APPROVED, SIGNERS)
ALL_USES = {"list", "print", "print_copy", "copy", "download"}


def facts(*events, received: bool = True, **changes) -> Facts:
    certificate = after(approved(**changes.pop("approval", {})), *events)
    if received:
        certificate = layout_stored(certificate, 1, LAYOUT)
    whole = Facts(
        certificate=certificate,
        approval=certificate.approval,
        enterprise=Enterprise((IN_TIME,), SIGNERS),
        openings=Openings(self_print=True, download=True),
        viewer=Standing.OWNER,
    )
    return replace(whole, **changes)


BROKEN = {
    "self-printing is not open": (
        facts(openings=Openings(self_print=False, download=True)),
        "certificate.type_not_open",
        {"print"},
    ),
    "the download is not open": (
        facts(openings=Openings(self_print=True, download=False)),
        "certificate.not_downloadable",
        {"download"},
    ),
    "customs sent it back": (facts(returned()), "certificate.returned", ALL_USES),
    "no seal is authorized": (
        facts(enterprise=Enterprise((), SIGNERS)),
        "certificate.seal_not_authorized",
        ALL_USES,
    ),
    "the receipt is as late as the approval": (
        facts(enterprise=Enterprise((TOO_LATE,), SIGNERS)),
        "certificate.authorized_too_late",
        ALL_USES,
    ),
    "the declarer is not filed": (
        facts(enterprise=Enterprise((IN_TIME,), {OTHER_ID: DECLARER})),
        "certificate.declarer_not_filed",
        ALL_USES,
    ),
    "the declarer's signature is not authorized": (
        facts(enterprise=Enterprise((Authorization(APPROVED - HOUR, {}),), SIGNERS)),
        "certificate.signature_not_authorized",
        ALL_USES,
    ),
    "a later authorization left the declarer out": (
        facts(
            enterprise=Enterprise(
                (IN_TIME, Authorization(APPROVED - HOUR / 2, {OTHER_ID: DECLARER})), SIGNERS
            )
        ),
        "certificate.signature_not_authorized",
        ALL_USES,
    ),
    **{
        f"{code} stands against the stamps": (
            facts(stamps=Stamps(problems={code: {}})),
            code,
            {"print", "print_copy", "copy", "download"},
        )
        for code in (*SIGNATURE_PROBLEMS, *SEAL_PROBLEMS)
    },
    "a blank form was claimed at the counter": (
        facts(approval={"claimed_at_counter": True}),
        "certificate.claimed_at_counter",
        ALL_USES,
    ),
    "a blank form was claimed after the approval": (
        facts(claimed()),
        "certificate.claimed_at_counter",
        ALL_USES,
    ),
    "another certificate replaced it": (
        facts(replaced()),
        "certificate.replaced",
        {"print", "print_copy", "copy", "download"},
    ),
    "it is archived and replaced": (
        facts(archived(), replaced()),
        "certificate.replaced",
        {"print", "print_copy", "copy", "download"},
    ),
    "it is archived": (facts(archived()), "certificate.archived", {"print", "print_copy"}),
    "it is printed": (facts(print_released()), "certificate.already_printed", {"print"}),
    "it is printed and archived": (
        facts(print_released(), archived()),
        "certificate.archived",
        {"print", "print_copy"},
    ),
    "its layout is still being sent": (
        facts(layout_changed(LayoutStatus.SENDING), received=False),
        "certificate.layout_not_received",
        {"print", "print_copy", "copy", "download"},
    ),
}


def test_nothing_stands_against_a_certificate_that_fulfils_all():
    assert [first_obstacle(facts(), use) for use in sorted(ALL_USES)] == [None] * 5


@pytest.mark.rule("R56", "R58")
@pytest.mark.parametrize(("broken", "code", "uses"), list(BROKEN.values()), ids=list(BROKEN))
@pytest.mark.parametrize("use", sorted(ALL_USES))
def test_a_broken_condition_stops_just_the_uses_it_belongs_to(broken, code, uses, use):
    obstacle = first_obstacle(broken, use)

    assert (obstacle.code if obstacle else None) == (code if use in uses else None)


@pytest.mark.rule("R102")
def test_the_seal_does_not_concern_a_form_that_takes_none():
    unsealed = facts(stamps=Stamps(takes_seal=False, problems={}))

    assert {c.code for c in CONDITIONS if not c.concerns(unsealed)} == set(SEAL_PROBLEMS)
    assert first_obstacle(unsealed, "print") is None


@pytest.mark.rule("R85")
def test_a_download_that_was_made_is_handed_out_again_whatever_became_of_the_seal():
    out = facts(print_released(), stamps=Stamps(problems={"seal.disabled": {}}))

    assert use_now(out.certificate, "download") == "download_again"
    assert first_obstacle(out, "download_again") is None
    assert first_obstacle(out, "copy").code == "seal.disabled"


def test_before_that_a_download_is_made_anew():
    assert use_now(facts().certificate, "download") == "download"


@pytest.mark.rule("R56", "R61")
def test_of_a_printed_and_archived_certificate_a_copy_is_made_to_look_at_and_none_is_printed():
    found = facts(print_released(), archived())

    assert first_obstacle(found, "print_copy").code == "certificate.archived"
    assert first_obstacle(found, "copy") is None


def test_with_neither_channel_open_nothing_is_shown_and_nothing_is_possible():
    obstacles = {use: first_obstacle(facts(openings=CLOSED), use).code for use in ALL_USES}

    assert obstacles == dict.fromkeys(ALL_USES, "certificate.type_not_open") | {
        "download": "certificate.not_downloadable"
    }


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda c: c.code)
def test_a_condition_that_holds_can_be_told_in_both_languages(condition):
    said = HOLDS[condition.code]

    assert said.zh
    assert said.en


@pytest.mark.parametrize("condition", [c for c in CONDITIONS if c.uses], ids=lambda c: c.code)
def test_a_condition_that_refuses_is_an_error_with_a_rule(condition):
    assert ERRORS[condition.code].rule


def test_what_is_an_error_is_worded_only_once():
    assert FAILS.keys() & ERRORS.keys() == set()


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda c: c.code)
def test_every_condition_that_refuses_was_broken_in_this_module(condition):
    broken = {code for _, code, _ in BROKEN.values()}

    assert condition.code in broken or not condition.uses
