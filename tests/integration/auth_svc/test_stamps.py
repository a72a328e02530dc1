"""Seals and signatures as seal_svc announces them (R26), and which are the defaults (R30)."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from contracts.errors import Refused
from contracts.seals import SealDeleted, SealDisabled
from services.auth_svc.tables import stamps


@pytest.mark.rule("R31")
def test_a_disabled_default_is_no_default_any_more(desk):
    desk.company.disable_seal(desk.seal_id)

    now = desk.company.draft(desk.caller)
    assert desk.seal_id not in {choice.stamp_id for choice in now.choices}
    assert now.problems == ("authorization.nothing_to_send",)


def test_exactly_the_chosen_ones_are_defaults(desk):
    new_seal = desk.company.make_seal()

    now = desk.company.set_defaults(desk.caller, new_seal, desk.signature_id)

    chosen = {choice.stamp_id for choice in now.choices if choice.is_default}
    assert chosen == {new_seal, desk.signature_id}


@pytest.mark.parametrize("kind", ["unknown", "disabled", "swapped", "two of one declarer"])
def test_what_may_not_be_a_default_is_refused(desk, kind):
    second = desk.company.make_signature()
    disabled = desk.company.make_seal()
    desk.company.disable_seal(disabled)
    seal_id, signature_ids = {
        "unknown": (uuid4(), [desk.signature_id]),
        "disabled": (disabled, [desk.signature_id]),
        "swapped": (desk.signature_id, [desk.seal_id]),
        "two of one declarer": (desk.seal_id, [desk.signature_id, second]),
    }[kind]

    with pytest.raises(Refused, match=r"authorization\.unknown_stamp"):
        desk.company.set_defaults(desk.caller, seal_id, *signature_ids)


@pytest.mark.parametrize("event", [SealDisabled, SealDeleted])
def test_a_seal_disabled_or_deleted_before_it_was_announced_stays_so(desk, event):
    made = desk.company.seal_made()
    desk.company.bench.deliver(event(enterprise_code=made.enterprise_code, seal_id=made.seal_id))
    desk.company.bench.deliver(made)

    offered = {choice.stamp_id for choice in desk.company.draft(desk.caller).choices}
    assert made.seal_id not in offered


def test_a_deleted_seal_is_not_brought_back_by_its_late_disabling(desk):
    seal = {"enterprise_code": desk.company.code, "seal_id": desk.seal_id}
    desk.company.bench.deliver(SealDeleted(**seal))
    desk.company.bench.deliver(SealDisabled(**seal))

    with desk.company.bench.engine.connect() as connection:
        state = connection.execute(select(stamps.c.state).filter_by(id=desk.seal_id)).scalar()
    assert state == "deleted"
