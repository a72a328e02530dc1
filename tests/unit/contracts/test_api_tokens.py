"""API tokens: their text, and that no scope opens what needs the legal person's card."""

from uuid import UUID

import pytest

from contracts.api_tokens import is_api_token, token_of
from contracts.catalogue import REQUESTS
from contracts.errors import Refused
from contracts.permissions import (
    ANYONE_LOGGED_IN,
    CARD_OF_LEGAL_PERSON,
    MAY_CALL,
    allowed_to,
    check_may_call,
)
from contracts.scopes import OPENS, Scope
from contracts.values import Caller, LoginMedium
from contracts.visible_events import VISIBLE
from contracts.webhooks import WebhookEvent

TOKEN = token_of(bytes(range(32)))


def program(*scopes: Scope) -> Caller:
    return Caller(
        enterprise_code="91310000MA1FL0000N",
        operator_id=UUID(int=7),
        medium=LoginMedium.API_TOKEN,
        scopes=scopes,
    )


def refusal(operation: str, caller: Caller) -> Refused:
    with pytest.raises(Refused) as refused:
        check_may_call(operation, caller)
    return refused.value


def test_a_token_has_its_prefix_one_length_and_a_checksum():
    assert TOKEN.startswith("op_")
    assert len(TOKEN) == len(token_of(bytes(32))) == 52
    assert is_api_token(TOKEN)


@pytest.mark.parametrize(
    "text", ["", "op_", TOKEN[:-1], TOKEN + "0", TOKEN.swapcase(), f"{TOKEN[:9]}-{TOKEN[10:]}"]
)
def test_what_only_looks_like_a_token_is_none(text):
    assert not is_api_token(text)


def test_a_token_with_one_character_changed_is_none():
    changed = TOKEN[:20] + ("a" if TOKEN[20] != "a" else "b") + TOKEN[21:]

    assert not is_api_token(changed)


def test_every_scope_opens_operations_that_exist():
    assert set(OPENS) == set(Scope)
    assert all(operations <= set(REQUESTS) for operations in OPENS.values())


def test_no_scope_but_that_of_webhooks_opens_what_needs_the_legal_person_s_card():
    for_cards = {name for name, media in MAY_CALL.items() if media == CARD_OF_LEGAL_PERSON}
    opened = {scope for scope, operations in OPENS.items() if operations & for_cards}

    assert opened == {Scope.WEBHOOKS_MANAGE}
    assert all(name.startswith("webhook_svc.") for name in OPENS[Scope.WEBHOOKS_MANAGE])


def test_no_row_of_the_table_of_people_lets_a_token_in():
    assert not [name for name, media in MAY_CALL.items() if LoginMedium.API_TOKEN in media]
    assert LoginMedium.API_TOKEN not in ANYONE_LOGGED_IN


def test_a_token_may_do_what_its_scopes_open_and_nothing_else():
    caller = program(Scope.PRINTS_CONFIRM, Scope.SEAL_USES_READ)

    assert set(allowed_to(caller)) == {
        "confirm_print",
        "confirm_prints",
        "list_seal_uses",
        "get_seal_use_proof",
    }


def test_a_token_without_the_scope_is_told_which_it_lacks():
    refused = refusal("print_svc.confirm_print", program(Scope.CERTIFICATES_READ))

    assert (refused.code, refused.details) == ("token.out_of_scope", {"scope": "prints:confirm"})


@pytest.mark.parametrize("operation", ["seal_svc.make_seal", "auth_svc.make_api_token", "x.y"])
def test_what_no_scope_opens_is_not_for_programs(operation):
    assert refusal(operation, program(*Scope)).code == "token.not_for_programs"


def test_scopes_of_somebody_who_logged_in_open_nothing():
    person = program(*Scope).model_copy(update={"medium": LoginMedium.PASSWORD})

    assert refusal("webhook_svc.make_webhook", person).code == "session.medium_not_allowed"


def test_an_endpoint_may_ask_for_events_that_may_be_seen_and_for_no_others():
    assert set(WebhookEvent) <= set(VISIBLE)
