"""Calls of a legal person who is shut out while they are under way give nothing that lasts."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import text

from chassis.assertions import CallerKeys, sha256_of
from chassis.deliveries import Delivery
from chassis.proofs import Proof
from chassis.testing import TEST_CALLER_KEYS, TEST_GATEWAY, TEST_SEALER, body_of
from contracts.api_tokens import MakeApiToken, RevokeApiToken
from contracts.authorization import (
    CheckCardSignature,
    CloseSession,
    GrantAgent,
    RequestAuthorization,
    RevokeAgent,
    SetAuthorizationDefaults,
)
from contracts.card_statements import AgentToGrant, DefaultsToAuthorize, SealToMake
from contracts.errors import Refused
from contracts.people import (
    AddOperator,
    BindCard,
    DisableOperator,
    EditOperator,
    EnableOperator,
    ListOperators,
    ResetPassword,
)
from contracts.scopes import Scope
from contracts.values import LoginMedium
from gateway.callers import SESSION_CHARACTERS
from tests.integration.auth_svc.company import DIGEST, PASSWORD, START
from tests.integration.auth_svc.waiting import wait_for
from workstation.card_issuer import CardRole

DIGEST_OF_TOKEN = "ab" * 32
HOLD = text("select 1 from enterprises where code = :code for update")


@pytest.fixture
def agent(other_company):
    """An enterprise that can be granted printing."""
    other_company.legal_person()
    return other_company.code


@pytest.fixture
def clerk(company, desk):
    return company.add_operator(desk.caller).operator_id


@pytest.fixture
def card(company):
    """Of a second legal person."""
    return company.card(7)


@pytest.fixture
def second(company, card):
    return company.log_in(card).caller


@pytest.fixture
def asked(company, desk, agent, clerk, card, second):
    """Commands of the second legal person, each made when it is asked for."""
    desk.authorize()
    about = {"caller": second, "operator_id": clerk}
    new = TEST_SEALER.seal("another specimen password", ResetPassword, clerk)
    first = TEST_SEALER.seal(PASSWORD, AddOperator, "specimen-new")
    seal = SealToMake(
        operator_id=desk.caller.operator_id,
        scan_sha256=DIGEST,
        name="印章",
        valid_from=START,
        valid_to=START + timedelta(days=10),
    )
    token = {"name": "ERP", "scopes": (Scope.PRINTS_ISSUE,), "token_sha256": DIGEST_OF_TOKEN}
    stamps = {"seal_id": desk.seal_id, "signature_ids": (desk.signature_id,)}
    signed = partial(company.sign, second, card=card)
    made = partial(company.bench.ask, MakeApiToken(caller=desk.caller, **token))
    granted = partial(company.grant, desk.caller, agent_code=agent)
    return {
        "a token": lambda: MakeApiToken(caller=second, **token),
        "a revocation of a token": lambda: RevokeApiToken(
            caller=second, token_id=made().token.token_id
        ),
        "a person": lambda: AddOperator(
            caller=second,
            name="样本",
            id_number=company.person(3),
            user_name="specimen-new",
            password=first,
        ),
        "a name": lambda: EditOperator(**about, user_name="specimen-other"),
        "a way back": lambda: EnableOperator(**about),
        "a password": lambda: ResetPassword(**about, password=new),
        "a card": lambda: BindCard(
            **about,
            card_certificate=company.card(1, CardRole.OPERATOR).certificate_pem.decode(),
        ),
        "defaults": lambda: SetAuthorizationDefaults(caller=second, **stamps),
        "an authorization": lambda: RequestAuthorization(
            caller=second, **signed(DefaultsToAuthorize())
        ),
        "a grant": lambda: GrantAgent(
            caller=second, agent_code=agent, **signed(AgentToGrant(agent_code=agent))
        ),
        "a grant's end": lambda: RevokeAgent(caller=second, grant_id=granted().grant_id),
        "a seal": lambda: CheckCardSignature(caller=second, seal=seal, **signed(seal)),
    }


@contextmanager
def shut_out_meanwhile(company, by, whom) -> Iterator[None]:
    """The enterprise's row is held until `by` waits to disable `whom`, and a second call waits."""
    bench = company.bench
    disable = DisableOperator(caller=by, operator_id=whom.operator_id)
    with ThreadPoolExecutor(2) as pool:
        with bench.engine.begin() as holding:
            holding.execute(HOLD, {"code": company.code})
            ended = pool.submit(bench.ask, disable)
            wait_for(bench, 1)
            pool.submit(release_at, bench, holding.connection.dbapi_connection, 2)
            yield
        ended.result()


def release_at(bench, connection, waiting) -> None:
    wait_for(bench, waiting)
    connection.rollback()


@pytest.mark.rule("R20")
@pytest.mark.parametrize(
    "what",
    [
        "a token",
        "a revocation of a token",
        "a person",
        "a name",
        "a way back",
        "a password",
        "a card",
        "defaults",
        "an authorization",
        "a grant",
        "a grant's end",
        "a seal",
    ],
)
def test_who_is_shut_out_while_a_call_is_under_way_gets_nothing_by_it(
    company, desk, second, asked, what
):
    command = asked[what]()

    with (
        shut_out_meanwhile(company, desk.caller, second),
        pytest.raises(Refused, match=r"operator\.disabled"),
    ):
        company.bench.ask(command)


@pytest.mark.rule("R20")
def test_who_is_disabled_does_not_enable_himself_by_a_call_under_way(company, desk, second):
    enable = EnableOperator(caller=second, operator_id=second.operator_id)

    with (
        shut_out_meanwhile(company, desk.caller, second),
        pytest.raises(Refused, match=r"operator\.disabled"),
    ):
        company.bench.ask(enable)

    people = company.bench.ask(ListOperators(caller=desk.caller)).operators
    assert [one.operator_id for one in people if one.disabled_at] == [second.operator_id]


def test_nobody_enables_himself(company, desk):
    with pytest.raises(Refused, match=r"operator\.self"):
        company.bench.ask(EnableOperator(caller=desk.caller, operator_id=desk.caller.operator_id))


def ask_in_session(bench, command, token_sha256):
    """As the gateway asks for a session: its assertion names the digest's first characters."""
    operation, fields = command.rpc_name(), command.to_wire()
    body = body_of(fields)
    instance = bench._instance(Delivery(operation))
    instance.proof = Proof(
        keys=CallerKeys.of(TEST_CALLER_KEYS),
        operation=operation,
        body_sha256=sha256_of(body),
        assertion=TEST_GATEWAY.sign(
            operation, body, caller=fields["caller"], session=token_sha256[:SESSION_CHARACTERS]
        ),
    )
    return getattr(instance, command.rpc_method())(**fields)


def test_a_call_of_a_session_that_has_ended_gives_nothing_though_its_person_is_enabled(company):
    ended, open_still = company.log_in(), company.log_in()
    company.bench.ask(CloseSession(token_sha256=ended.token_sha256))
    command = MakeApiToken(
        caller=ended.caller,
        name="ERP",
        scopes=(Scope.PRINTS_ISSUE,),
        token_sha256=DIGEST_OF_TOKEN,
    )

    with pytest.raises(Refused, match=r"session\.required"):
        ask_in_session(company.bench, command, ended.token_sha256)
    made = ask_in_session(company.bench, command, open_still.token_sha256)
    assert made.token.made_by == open_still.caller.operator_id


def test_another_s_session_is_not_the_caller_s(company, desk, clerk):
    others = company.log_in_with_password()
    command = EditOperator(caller=desk.caller, operator_id=clerk, user_name="specimen-other")

    with pytest.raises(Refused, match=r"session\.required"):
        ask_in_session(company.bench, command, others.token_sha256)
    assert others.caller.medium is LoginMedium.PASSWORD
