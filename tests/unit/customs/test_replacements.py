"""Amended and reissued certificates: old number and reason, and what they replace (R98, R99)."""

from datetime import timedelta

import pytest

from customs.domain.applications import Application, ApplicationForm, State, approve, send_back
from customs.domain.plans import approval_plan, replacement_plan
from customs.domain.replacements import (
    check_bound,
    check_kind,
    check_replaceable,
    replace_by,
)
from customs.errors import Refused
from tests.unit.customs.builders import LAYOUT, NOON, application, approved, credit_code, form

OLD, NEW = "A26YANGBEN000001", "A26YANGBEN000002"
LATER = NOON + timedelta(hours=1)


def amendment(**changes) -> ApplicationForm:
    given = {"application_kind": "1", "old_certificate_no": OLD, "reason": "重量有误"}
    return form(**given | changes)


def amending(**changes) -> Application:
    return application(certificate_no=NEW, form=amendment(**changes))


@pytest.mark.rule("R98")
@pytest.mark.parametrize("kind", ["1", "2", "3"])
@pytest.mark.parametrize(
    ("without", "missing"),
    [
        ({"old_certificate_no": None}, "old_certificate_no"),
        ({"reason": None}, "reason"),
        ({"reason": "  "}, "reason"),
    ],
)
def test_old_number_and_reason_are_required(kind, without, missing):
    with pytest.raises(Refused, match=r"customs\.replacement_incomplete") as refusal:
        check_kind(amendment(application_kind=kind, **without))

    assert refusal.value.details["missing"] == missing


@pytest.mark.rule("R98")
@pytest.mark.parametrize("given", [{"old_certificate_no": OLD}, {"reason": "无"}])
def test_a_new_certificate_replaces_none(given):
    with pytest.raises(Refused, match=r"customs\.replacement_unwanted"):
        check_kind(form(**given))


def test_a_whole_amendment_and_a_new_certificate_pass():
    check_kind(amendment())
    check_kind(form())


@pytest.mark.rule("R99")
@pytest.mark.parametrize("state", [State.APPROVED, State.ARCHIVED])
def test_an_approved_or_archived_certificate_may_be_replaced(state):
    check_replaceable(application(certificate_no=OLD, state=state), amendment(), NEW)


@pytest.mark.rule("R99")
@pytest.mark.parametrize(
    ("old", "code"),
    [
        (None, "old_certificate_unknown"),
        (application(form=form(enterprise_code=credit_code())), "old_certificate_unknown"),
        (application(state=State.APPLIED), "old_certificate_not_valid"),
        (application(state=State.RETURNED), "old_certificate_not_valid"),
        (replace_by(approved(), "A26YANGBEN000009", at=NOON), "old_certificate_not_valid"),
    ],
)
def test_any_other_certificate_may_not(old, code):
    with pytest.raises(Refused, match=rf"customs\.{code}"):
        check_replaceable(old, amendment(), NEW)


@pytest.mark.rule("R99")
def test_the_new_number_is_another():
    with pytest.raises(Refused, match=r"customs\.old_certificate_same"):
        check_replaceable(approved(OLD), amendment(), OLD)


def test_a_second_approval_of_the_new_one_finds_the_old_one_replaced_by_it():
    check_replaceable(replace_by(approved(OLD), NEW, at=NOON), amendment(), NEW)


@pytest.mark.rule("R99")
def test_a_replacement_that_was_sent_back_cannot_name_another_old_number():
    returned = send_back(approve(amending(), at=NOON))

    with pytest.raises(Refused, match=r"customs\.old_certificate_bound"):
        check_bound(returned, amendment(old_certificate_no="A26YANGBEN000009"))


def test_a_replacement_that_was_never_approved_may_name_another():
    check_bound(send_back(amending()), amendment(old_certificate_no="A26YANGBEN000009"))


@pytest.mark.rule("R98")
def test_the_approval_tells_what_it_replaces_why_and_when_it_was_applied_for():
    new = approve(amending(), at=LATER)

    told = approval_plan(new, LAYOUT, at=LATER, step_seconds=0)[0].event

    assert (told.replaces, told.replacement_reason) == (OLD, "重量有误")
    assert told.applied_on.isoformat() == "2026-05-06"


@pytest.mark.rule("R99")
def test_the_old_certificate_is_told_to_be_replaced():
    old = replace_by(approved(OLD), NEW, at=LATER)

    [told] = replacement_plan(old, "重量有误", at=LATER)

    assert (told.event.certificate_no, told.event.replaced_by) == (OLD, NEW)
    assert (told.event.revision, told.event.replaced_at) == (1, LATER)
