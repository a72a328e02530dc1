"""授权 and its receipts (R28-R36), with events late, twice and in the wrong order."""

from datetime import timedelta
from uuid import uuid4

import pytest

from contracts.authorization import (
    RequestAuthorization,
    SealAuthorizationRequested,
    SealAuthorized,
)
from contracts.card_statements import DefaultsToAuthorize
from contracts.errors import Refused
from contracts.seals import SealDeleted, SealDisabled, SignatureDeleted, SignatureDisabled
from contracts.values import LoginMedium
from tests.integration.auth_svc.company import START


def test_customs_is_sent_the_default_seal_and_signatures(desk):
    request = desk.request()

    assert isinstance(request, SealAuthorizationRequested)
    assert request.seal.seal_id == desk.seal_id
    assert [one.signature_id for one in request.signatures] == [desk.signature_id]
    number = request.signatures[0].declarer_id_number.get_secret_value()
    assert number == desk.company.person()


def test_the_receipt_is_due_after_120_seconds_and_the_countdown_runs(desk, clock):
    desk.request()
    clock.pass_by(seconds=50)

    view = desk.company.latest(desk.caller)

    assert (view.state, view.countdown_seconds) == ("waiting", 70)
    clock.pass_by(seconds=500)
    assert desk.company.latest(desk.caller).countdown_seconds == 0


def test_a_good_receipt_puts_the_seal_in_force_and_opens_the_switch(desk):
    request = desk.request()
    desk.receive(request)

    (event,) = desk.company.bench.published()
    assert isinstance(event, SealAuthorized)
    assert event.authorization_id == request.authorization_id
    assert event.seal == request.seal
    assert desk.result().state == "accepted"
    assert desk.company.draft(desk.caller).self_print


@pytest.mark.parametrize("which", ["seal_id", "signature_id"])
def test_both_seal_and_signature_must_be_accepted(desk, which):
    desk.receive(desk.request(), getattr(desk, which))

    assert desk.company.bench.published() == []
    assert desk.result().state == "rejected"
    assert not desk.company.draft(desk.caller).self_print


def test_a_receipt_that_leaves_something_out_is_no_acceptance(desk):
    request = desk.request()
    desk.receive(request, items=desk.receipt(request).items[:1])

    assert desk.result().state == "rejected"


def test_a_receipt_delivered_twice_counts_once(desk):
    receipt, event_id = desk.receipt(desk.request()), uuid4()

    desk.company.bench.deliver(receipt, event_id=event_id)
    desk.company.bench.deliver(receipt, event_id=event_id)

    assert len(desk.company.bench.published()) == 1


def test_a_receipt_sent_twice_counts_once(desk):
    receipt = desk.receipt(desk.request())

    desk.company.bench.deliver(receipt)
    desk.company.bench.deliver(receipt)

    assert len(desk.company.bench.published()) == 1


def test_the_first_receipt_stands(desk):
    request = desk.request()
    desk.receive(request)
    desk.receive(request, desk.seal_id)

    assert desk.result().state == "accepted"


def test_an_older_receipt_leaves_the_newer_authorization_waiting(desk):
    older, newer = desk.request(), desk.request()
    desk.receive(older)

    (event,) = desk.company.bench.published()
    assert event.authorization_id == older.authorization_id
    latest = desk.result()
    assert (latest.authorization_id, latest.state) == (newer.authorization_id, "waiting")


def test_an_older_receipt_does_not_displace_a_newer_one(desk):
    older, newer = desk.request(), desk.request()
    desk.receive(newer)
    desk.receive(older)

    (event,) = desk.company.bench.published()
    assert event.authorization_id == newer.authorization_id


def test_a_rejected_newer_authorization_does_not_stop_an_older_one(desk):
    older, newer = desk.request(), desk.request()
    desk.receive(newer, desk.seal_id)
    desk.receive(older)

    (event,) = desk.company.bench.published()
    assert event.authorization_id == older.authorization_id


@pytest.mark.rule("R26", "R35")
def test_a_seal_disabled_before_its_receipt_replaces_the_older_one_and_opens_nothing(desk):
    """Whatever order they come in: what was accepted last counts, with what ended since."""
    desk.authorize()
    second = desk.company.make_seal()
    desk.company.set_defaults(desk.caller, second, desk.signature_id)
    request = desk.request()
    desk.company.disable_seal(second)
    desk.receive(request)

    (event,) = desk.company.bench.published()
    assert event.seal.seal_id == second
    assert desk.company.draft(desk.caller).self_print_problem == "seal.disabled"


def test_a_signature_disabled_before_its_receipt_is_told_all_the_same(desk):
    desk.company.file_declarer(1)
    second = desk.company.make_signature(1)
    desk.company.set_defaults(desk.caller, desk.seal_id, desk.signature_id, second)
    request = desk.request()
    disabled = SignatureDisabled(enterprise_code=desk.company.code, signature_id=second)
    desk.company.bench.deliver(disabled)
    desk.receive(request)

    (event,) = desk.company.bench.published()
    assert event.signatures == request.signatures
    assert desk.company.draft(desk.caller).self_print


@pytest.mark.rule("R35")
@pytest.mark.parametrize(
    ("ended", "problem"),
    [
        (SealDisabled, "seal.disabled"),
        (SealDeleted, "seal.disabled"),
        (SignatureDisabled, "signature.disabled"),
        (SignatureDeleted, "signature.disabled"),
    ],
)
def test_the_switch_closes_with_the_seal_or_the_only_signature(desk, ended, problem):
    desk.authorize()
    stamps = {"seal_id": desk.seal_id, "signature_id": desk.signature_id}
    desk.company.bench.deliver(ended(enterprise_code=desk.company.code, **stamps))

    draft = desk.company.draft(desk.caller)

    assert (draft.self_print, draft.self_print_problem) == (False, problem)


def test_a_receipt_for_another_enterprise_changes_nothing(desk, other_company):
    receipt = desk.receipt(desk.request(), enterprise_code=other_company.code)

    with pytest.raises(LookupError):
        desk.company.bench.deliver(receipt)
    assert desk.result().state == "waiting"


def test_without_defaults_nothing_is_sent(company):
    caller = company.legal_person()

    with pytest.raises(Refused, match=r"authorization\.nothing_to_send"):
        company.request_authorization(caller)
    assert company.bench.published() == []


@pytest.mark.rule("R22")
@pytest.mark.parametrize(
    ("days", "problem"), [(100, "seal.expired"), (-2, "seal.not_yet_valid")], ids=["over", "early"]
)
def test_a_seal_outside_its_validity_is_not_sent(desk, clock, days, problem):
    clock.time = START + timedelta(days=days)

    assert desk.company.draft(desk.caller).problems == (problem,)
    with pytest.raises(Refused, match=problem):
        desk.company.request_authorization(desk.caller)


def test_a_signature_of_a_declarer_who_is_not_filed_is_not_sent(desk):
    stranger = desk.company.make_signature(1)
    desk.company.set_defaults(desk.caller, desk.seal_id, stranger)

    assert desk.company.draft(desk.caller).problems == ("authorization.signature_mismatch",)
    with pytest.raises(Refused, match=r"authorization\.signature_mismatch"):
        desk.company.request_authorization(desk.caller)


def test_a_repeated_request_is_sent_once(desk):
    signed = desk.company.sign(desk.caller, DefaultsToAuthorize())
    request = RequestAuthorization(caller=desk.caller, idempotency_key="once", **signed)

    first = desk.company.bench.ask(request)
    again = desk.company.bench.ask(request)

    assert again == first
    assert len(desk.company.bench.published()) == 1


@pytest.mark.parametrize("medium", [LoginMedium.OPERATOR_CARD, LoginMedium.PASSWORD])
def test_only_the_legal_persons_card_may_authorize(desk, medium):
    caller = desk.caller.model_copy(update={"medium": medium})

    with pytest.raises(Refused, match=r"session\.medium_not_allowed"):
        desk.company.request_authorization(caller)
