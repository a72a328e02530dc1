"""Every step of a print job stands in one table; whatever is not there is refused or a defect."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import get_args
from uuid import UUID

import pytest

from contracts.certificates import Printable
from contracts.errors import Refused
from contracts.printing import JobState
from contracts.values import Caller, LoginMedium, ObjectRef, PrintPart
from services.print_svc.domain.jobs import (
    LIVE,
    TRANSITIONS,
    WrongTransition,
    as_of,
    check_fetchable,
    confirm,
    open_job,
    step,
)
from services.print_svc.tables import LIVE_ORIGINAL

NOW = datetime(2026, 8, 1, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=10)
STATES = get_args(JobState)
ACTIONS = {action for _, action in TRANSITIONS}

JOB = replace(
    open_job(
        Printable(
            certificate_no="A26SPECIMEN10001",
            revision=1,
            enterprise_code="91310000MA1FL0000N",
            type_id="china_australia",
            destination="AU",
            issue_date=date(2026, 8, 1),
            declarer_id_number="110101199001010015",
            layout=ObjectRef(key="layouts/specimen.json", sha256="0" * 64),
        ),
        Caller(
            enterprise_code="91310000MA1FL0001R",
            operator_id=UUID(int=7),
            medium=LoginMedium.PASSWORD,
        ),
        {PrintPart.ORIGINAL: "ORIGINAL-1", PrintPart.COPY: "COPY-1"},
        job_id=UUID(int=1),
        now=NOW,
    ),
    workstation="desk",
    ticket_expires_at=LATER,
)


def job(state="issued", *, printed=None):
    return replace(JOB, state=state, confirmed_printed=printed)


def refusal(action, *arguments, **named):
    with pytest.raises(Refused) as refused:
        action(*arguments, **named)
    return refused.value.code


@pytest.mark.parametrize(
    ("state", "action"), sorted(set(product(STATES, ACTIONS)) - TRANSITIONS.keys())
)
def test_a_step_that_is_not_in_the_table_is_a_defect(state, action):
    with pytest.raises(WrongTransition):
        step(job(state), action)


@pytest.mark.parametrize(("state", "action"), sorted(TRANSITIONS))
def test_a_step_of_the_table_leads_where_it_says(state, action):
    assert step(job(state), action) == TRANSITIONS[state, action]


def test_exactly_what_is_live_can_be_voided():
    assert {state for state, action in TRANSITIONS if action == "void"} == LIVE


def test_the_index_counts_the_same_states_as_live():
    named = {state for state in STATES if f"'{state}'" in str(LIVE_ORIGINAL)}

    assert named == LIVE


def test_a_job_of_both_parts_goes_by_the_originals_serial():
    copy_alone = replace(JOB, parts=(PrintPart.COPY,), original_serial=None)

    assert (JOB.print_serial, copy_alone.print_serial) == ("ORIGINAL-1", "COPY-1")
    assert (JOB.has_original, copy_alone.has_original) == (True, False)


def test_an_agents_job_is_released_on_the_agents_behalf():
    assert JOB.issuer.enterprise_code == "91310000MA1FL0001R"
    assert JOB.enterprise_code == "91310000MA1FL0000N"


@pytest.mark.parametrize(
    ("state", "printed", "code"),
    [
        ("printed", True, "print.already_confirmed"),
        ("failed", False, "print.already_confirmed"),
        ("voided", None, "print.ticket_void"),
        ("expired", None, "print.ticket_expired"),
    ],
)
def test_a_document_is_not_fetched_any_more(state, printed, code):
    assert refusal(check_fetchable, job(state, printed=printed), "desk", now=NOW) == code


@pytest.mark.parametrize("state", ["issued", "released"])
def test_a_document_is_fetched_until_its_ticket_expires(state):
    check_fetchable(job(state), "desk", now=LATER - timedelta(seconds=1))

    assert refusal(check_fetchable, job(state), "desk", now=LATER) == "print.ticket_expired"


def test_another_workstation_learns_nothing_of_the_jobs_state():
    assert refusal(check_fetchable, job("voided"), "other", now=NOW) == "print.wrong_workstation"


@pytest.mark.parametrize(("state", "seen"), [("issued", "expired"), ("released", "released")])
def test_only_a_job_that_nobody_fetched_expires(state, seen):
    assert as_of(job(state), LATER).state == seen
    assert as_of(job(state), NOW).state == state


@pytest.mark.parametrize(("printed", "state"), [(True, "printed"), (False, "failed")])
def test_an_answer_is_kept_with_its_time(printed, state):
    answered = confirm(job("released"), printed=printed, now=LATER)

    assert (answered.state, answered.confirmed_printed, answered.confirmed_at) == (
        state,
        printed,
        LATER,
    )


def test_the_same_answer_again_changes_nothing():
    answered = confirm(job("released"), printed=True, now=NOW)

    assert confirm(answered, printed=True, now=LATER) is answered


def test_the_other_answer_is_refused_and_names_the_first():
    answered = confirm(job("released"), printed=False, now=NOW)

    with pytest.raises(Refused) as refused:
        confirm(answered, printed=True, now=LATER)
    assert refused.value.details == {"answer_zh": "否", "answer_en": "no"}


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("issued", "print.not_released"),
        ("voided", "print.ticket_void"),
        ("expired", "print.ticket_expired"),
    ],
)
def test_what_is_not_out_is_not_confirmed(state, code):
    assert refusal(confirm, job(state), printed=True, now=NOW) == code


def test_the_nonce_is_never_shown():
    assert "SECRET" not in repr(replace(JOB, nonce="SECRET"))
