"""No enterprise sees or uses another's anything (promise 4)."""

from uuid import uuid4

import pytest

from contracts.authorization import (
    GetAuthorizationDraft,
    GetLatestAuthorization,
    ListAgentGrants,
    ListPrincipals,
)
from contracts.errors import Refused
from contracts.people import GetDeclarer, ListDeclarers, ListOperators


@pytest.fixture
def stranger(desk, other_company):
    """Another enterprise's legal person; `desk`'s enterprise has everything there is to see."""
    desk.authorize()
    return other_company.legal_person()


def test_a_stranger_finds_every_list_empty_but_for_itself(desk, stranger):
    ask = desk.company.bench.ask

    (operator,) = ask(ListOperators(caller=stranger)).operators
    assert operator.operator_id == stranger.operator_id
    assert ask(ListDeclarers(caller=stranger)).declarers == ()
    assert ask(ListAgentGrants(caller=stranger)).grants == ()
    assert ask(ListPrincipals(caller=stranger)).grants == ()
    draft = ask(GetAuthorizationDraft(caller=stranger))
    assert (draft.choices, draft.self_print) == ((), False)


def test_a_stranger_sees_no_authorization(desk, stranger):
    with pytest.raises(Refused, match=r"authorization\.none"):
        desk.company.bench.ask(GetLatestAuthorization(caller=stranger))


def test_a_stranger_cannot_make_anothers_seal_its_default(desk, stranger):
    with pytest.raises(Refused, match=r"authorization\.unknown_stamp"):
        desk.company.set_defaults(stranger, desk.seal_id, desk.signature_id)


def test_a_stranger_cannot_send_anothers_defaults(desk, stranger):
    with pytest.raises(Refused, match=r"authorization\.nothing_to_send"):
        desk.company.request_authorization(stranger)


def test_a_declarer_is_known_to_its_own_enterprise_only(desk, stranger):
    ask = desk.company.bench.ask
    (declarer,) = ask(ListDeclarers(caller=desk.caller)).declarers
    identity = ask(GetDeclarer(caller=desk.caller, declarer_id=declarer.declarer_id))

    assert identity.id_number.get_secret_value() == desk.company.person()
    with pytest.raises(Refused, match=r"declarer\.unknown"):
        ask(GetDeclarer(caller=stranger, declarer_id=declarer.declarer_id))
    with pytest.raises(Refused, match=r"declarer\.unknown"):
        ask(GetDeclarer(caller=desk.caller, declarer_id=uuid4()))


def test_lists_show_id_numbers_in_part_only(desk, stranger):
    ask = desk.company.bench.ask
    number = desk.company.person()

    (declarer,) = ask(ListDeclarers(caller=desk.caller)).declarers
    (operator,) = ask(ListOperators(caller=desk.caller)).operators

    masked = number[:3] + "*" * 13 + number[-2:]
    assert declarer.id_number_masked == operator.id_number_masked == masked
