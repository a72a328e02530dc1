"""API tokens: made by the legal person, known by digests, over at once when revoked."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import text

from contracts.api_tokens import ListApiTokens, MakeApiToken, RevokeApiToken, UseApiToken, token_of
from contracts.errors import Refused
from contracts.people import DisableOperator, SessionsEnded
from contracts.scopes import Scope
from contracts.values import LoginMedium
from services.auth_svc.domain.api_tokens import MOST_LIVE

TEXT = token_of(bytes(range(32)))
SCOPES = (Scope.CERTIFICATES_READ, Scope.PRINTS_ISSUE)


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def make(company, token: str = TEXT, **changes):
    fields = {"name": "ERP", "scopes": SCOPES, "token_sha256": digest_of(token)}
    caller = changes.pop("caller", None) or company.legal_person()
    return company.bench.ask(MakeApiToken(caller=caller, **fields | changes))


def use(bench, token: str = TEXT):
    return bench.ask(UseApiToken(token_sha256=digest_of(token)))


def refused(call) -> str:
    with pytest.raises(Refused) as refusal:
        call()
    return refusal.value.code


def test_a_token_opens_a_session_of_its_own_with_its_scopes(company, bench):
    made = make(company)

    session = use(bench)

    assert session.caller.medium is LoginMedium.API_TOKEN
    assert session.caller.operator_id == made.token.token_id
    assert session.caller.scopes == SCOPES
    assert (session.operator_name, session.expires_at) == ("ERP", None)


def test_an_unknown_token_opens_nothing(bench):
    assert refused(lambda: use(bench)) == "session.required"


def test_a_token_is_over_at_its_end(company, bench, clock):
    make(company, expires_at=clock() + timedelta(hours=1))

    clock.pass_by(hours=1)

    assert refused(lambda: use(bench)) == "session.expired"


def test_a_token_that_ended_before_it_began_is_not_made(company, clock):
    assert refused(lambda: make(company, expires_at=clock())) == "token.end_past"


def test_a_revoked_token_opens_nothing_and_everybody_is_told(company, bench, clock):
    caller = company.legal_person()
    made = make(company, caller=caller)
    bench.published()
    revoke = RevokeApiToken(caller=caller, token_id=made.token.token_id)

    first, second = bench.ask(revoke), bench.ask(revoke)

    assert refused(lambda: use(bench)) == "session.required"
    assert first.revoked_at == second.revoked_at == clock()
    [told] = [event for event in bench.published() if isinstance(event, SessionsEnded)]
    assert (told.operator_id, told.media) == (made.token.token_id, (LoginMedium.API_TOKEN,))


def test_tokens_of_a_person_who_is_disabled_are_revoked(company, bench):
    other = company.log_in(company.card(2)).caller
    make(company, caller=other)

    disable = DisableOperator(caller=company.legal_person(), operator_id=other.operator_id)
    bench.ask(disable)

    assert refused(lambda: use(bench)) == "session.required"


def test_the_list_tells_who_made_it_and_when_it_was_used_and_never_the_text(company, bench, clock):
    caller = company.legal_person()
    make(company, caller=caller)
    clock.pass_by(minutes=5)
    use(bench)

    [listed] = bench.ask(ListApiTokens(caller=caller)).tokens

    assert (listed.name, listed.scopes, listed.made_by) == ("ERP", SCOPES, caller.operator_id)
    assert listed.last_used_at == clock()
    assert TEXT not in listed.model_dump_json()
    assert digest_of(TEXT) not in listed.model_dump_json()


def test_a_repeated_command_makes_one_token_and_tells_that_it_is_the_first(company, bench):
    caller = company.legal_person()
    first = make(company, caller=caller, idempotency_key="k")

    second = make(company, token_of(bytes(32)), caller=caller, idempotency_key="k")

    assert second == first
    assert len(bench.ask(ListApiTokens(caller=caller)).tokens) == 1


def test_another_enterprise_neither_sees_nor_revokes_it(company, other_company, bench):
    made = make(company)
    stranger = other_company.legal_person()

    revoke = RevokeApiToken(caller=stranger, token_id=made.token.token_id)

    assert refused(lambda: bench.ask(revoke)) == "token.unknown"
    assert bench.ask(ListApiTokens(caller=stranger)).tokens == ()
    use(bench)


def test_a_token_makes_no_token(company, bench):
    make(company)
    program = use(bench).caller

    assert refused(lambda: make(company, caller=program)) == "token.not_for_programs"


def test_there_is_a_most_of_live_tokens(company, bench):
    caller = company.legal_person()
    for number in range(MOST_LIVE):
        make(company, token_of(number.to_bytes(32, "big")), caller=caller)

    assert refused(lambda: make(company, caller=caller)) == "token.too_many"


def test_the_text_of_a_token_is_nowhere_in_the_database(company, bench):
    make(company)

    with bench.engine.connect() as connection:
        kept = connection.execute(text("select cast(t as text) from api_tokens t")).scalar_one()

    assert TEXT not in kept
    assert digest_of(TEXT) in kept
