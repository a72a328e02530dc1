"""Who may have sent a request, by what is signed of it."""

import time

import pytest

from chassis.assertions import CallerKeys, Signer, sha256_of
from chassis.proofs import Proof
from contracts.errors import Refused

GATEWAY = Signer("gateway", bytes([1] * 32))
SEALS = Signer("seal_svc", bytes([2] * 32))
PRINTS = Signer("print_svc", bytes([3] * 32))
KEYS = CallerKeys.of([one.named_key for one in (GATEWAY, SEALS, PRINTS)])

CALLER, OTHER = {"operator_id": "1"}, {"operator_id": "2"}
BODY = b"the bytes of the request"
GET_DECLARER = "auth_svc.get_declarer"
CHECK = "cert_svc.check_printable"


def check(operation, caller, **tokens):
    """What is signed of a request with this body."""
    fields = {} if caller is None else {"caller": caller}
    proof = Proof(keys=KEYS, operation=operation, body_sha256=sha256_of(BODY), **tokens)
    return proof.check(fields)


def called(operation, caller=CALLER, body=b"another body", **about):
    """A call that the gateway signed."""
    return GATEWAY.sign(operation, body, **about | ({} if caller is None else {"caller": caller}))


def test_what_the_gateway_signed_tells_who_calls_from_where():
    token = called("auth_svc.list_operators", body=BODY, session="5e55", address="192.0.2.1")

    signed = check("auth_svc.list_operators", CALLER, assertion=token)

    assert (signed.caller, signed.session, signed.address) == (CALLER, "5e55", "192.0.2.1")


def test_a_public_call_is_signed_without_a_caller():
    token = called("auth_svc.issue_card_challenge", None, BODY)

    assert check("auth_svc.issue_card_challenge", None, assertion=token).caller is None


def test_a_service_asks_for_the_person_whose_call_it_answers():
    asker = SEALS.sign(GET_DECLARER, BODY)

    signed = check(GET_DECLARER, CALLER, assertion=called("seal_svc.make_signature"), asker=asker)

    assert signed.caller == CALLER


def test_print_svc_asks_in_the_name_of_who_issued_the_job_whose_ticket_is_shown():
    asker, release = PRINTS.sign(CHECK, BODY), called("print_svc.release_document", None)

    assert check(CHECK, CALLER, assertion=release, asker=asker).caller is None


@pytest.mark.parametrize(
    ("operation", "caller", "tokens"),
    [
        (GET_DECLARER, CALLER, {}),
        (GET_DECLARER, CALLER, {"assertion": "no token"}),
        (GET_DECLARER, OTHER, {"assertion": called(GET_DECLARER, CALLER, BODY)}),
        (GET_DECLARER, CALLER, {"assertion": called(GET_DECLARER, None, BODY)}),
        (GET_DECLARER, None, {"assertion": called(GET_DECLARER, CALLER, BODY)}),
        (GET_DECLARER, CALLER, {"assertion": called(GET_DECLARER)}),
        (GET_DECLARER, CALLER, {"assertion": called(CHECK, CALLER, BODY)}),
        (GET_DECLARER, CALLER, {"assertion": SEALS.sign(GET_DECLARER, BODY, caller=CALLER)}),
        (GET_DECLARER, CALLER, {"asker": SEALS.sign(GET_DECLARER, BODY, caller=CALLER)}),
    ],
    ids=[
        "nothing",
        "no token",
        "another caller",
        "a public call's",
        "none named",
        "another body",
        "another operation",
        "a service as gateway",
        "a service alone",
    ],
)
def test_a_request_is_not_proven_by(operation, caller, tokens):
    with pytest.raises(Refused, match=r"request\.unproven"):
        check(operation, caller, **tokens)


@pytest.mark.parametrize(
    ("caller", "assertion", "asker"),
    [
        (OTHER, called("seal_svc.make_signature"), SEALS.sign(GET_DECLARER, BODY)),
        (CALLER, called("seal_svc.list_stamps"), SEALS.sign(GET_DECLARER, BODY)),
        (CALLER, called("seal_svc.make_signature"), PRINTS.sign(GET_DECLARER, BODY)),
        (CALLER, called("seal_svc.make_signature"), SEALS.sign(GET_DECLARER, b"other")),
        (CALLER, called("seal_svc.make_signature"), GATEWAY.sign(GET_DECLARER, BODY)),
        (CALLER, SEALS.sign("seal_svc.make_signature", b""), SEALS.sign(GET_DECLARER, BODY)),
    ],
    ids=[
        "for another person",
        "for a call that needs it not",
        "by another service",
        "of another request",
        "by the gateway",
        "for a call it signed itself",
    ],
)
def test_a_service_may_not_ask(caller, assertion, asker):
    with pytest.raises(Refused, match=r"request\.unproven"):
        check(GET_DECLARER, caller, assertion=assertion, asker=asker)


def test_a_service_alone_may_ask_what_it_may_ask_at_any_time_and_no_other_service():
    rights = "auth_svc.get_rights"

    assert check(rights, None, asker=PRINTS.sign(rights, BODY)).issuer == "print_svc"
    with pytest.raises(Refused, match=r"request\.unproven"):
        check(rights, None, asker=SEALS.sign(rights, BODY))


def at(seconds_from_now):
    """The gateway with its clock put forward."""
    return Signer("gateway", bytes([1] * 32), clock=lambda: time.time() + seconds_from_now)


@pytest.mark.parametrize("seconds", [4, -4, -33])
def test_clocks_may_be_a_little_apart(seconds):
    assert KEYS.verified(at(seconds).sign("a.b", BODY)).operation == "a.b"


@pytest.mark.parametrize("seconds", [60, -60])
def test_an_assertion_of_another_time_proves_nothing(seconds):
    with pytest.raises(Refused, match=r"request\.unproven"):
        KEYS.verified(at(seconds).sign("a.b", BODY))


def test_while_a_key_turns_both_are_believed():
    new = Signer("gateway", bytes([9] * 32))
    both = CallerKeys.of([GATEWAY.named_key, new.named_key])

    issuers = [both.verified(one.sign("a.b", BODY)).issuer for one in (GATEWAY, new)]

    assert issuers == ["gateway", "gateway"]
