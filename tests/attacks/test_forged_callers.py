"""Somebody at the broker names himself legal person, or looks for passwords and tokens."""

import base64
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import jwt
import pytest

from chassis.assertions import Signer
from chassis.testing import body_of, signed
from contracts.people import AddOperator, ListOperators
from deploy.local.client import Client
from deploy.local.exporter import Exporter
from deploy.local.keys import CARDS, kept_keys, sealer_of, signer_of
from deploy.local.person import Person
from deploy.local.processes import start_processes
from tests.attacks.intruder import Intruder
from workstation.card_issuer import SpecimenAuthority, specimen_id_number

PASSWORD = "a password that nobody may overhear"
NEW_PASSWORD = "another password that nobody may overhear"
ADD, LIST = AddOperator.rpc_name(), ListOperators.rpc_name()


@dataclass(frozen=True)
class House:
    """auth_svc and gateway at work; `root` holds their keys."""

    root: Path
    amqp_url: str
    gateway: str
    person: Person


@pytest.fixture(scope="module")
def house(servers, tmp_path_factory) -> Iterator[House]:
    root, namespace = tmp_path_factory.mktemp("processes"), f"forged-{uuid4().hex[:8]}-"
    names = ["auth_svc", "gateway"]
    with start_processes(servers, root, names=names, namespace=namespace) as processes:
        authority = SpecimenAuthority.load(root / "keys" / CARDS)
        yield House(
            root,
            servers.amqp_url_in(namespace),
            processes.addresses["gateway"],
            Person.with_card(authority, seed=11),
        )


@pytest.fixture
def exporter(house) -> Iterator[Exporter]:
    """The legal person, not logged in yet."""
    exporter = Exporter(house.gateway, house.person)
    yield exporter
    exporter.close()


@pytest.fixture
def caller(exporter) -> dict:
    """The legal person as requests name him; no secret."""
    return exporter.log_in()


@pytest.fixture
def intruder(house, caller) -> Iterator[Intruder]:
    intruder = Intruder(house.amqp_url)
    yield intruder
    intruder.close()


@pytest.fixture
def accomplice(house, caller) -> dict:
    """The fields of a request that adds an operator; the sealing key is public."""
    name = f"accomplice-{uuid4().hex[:8]}"
    return {
        "caller": caller,
        "name": "同伙",
        "id_number": specimen_id_number(4711),
        "user_name": name,
        "password": sealer_of(house.root).seal(PASSWORD, AddOperator, name).model_dump(),
    }


def test_who_names_himself_legal_person_without_proof_adds_nobody(intruder, accomplice):
    assert intruder.ask(ADD, accomplice) == "request.unproven"


@pytest.mark.parametrize("owner", ["gateway", "auth_svc"])
def test_a_key_that_nobody_knows_proves_nothing(intruder, accomplice, owner):
    forged = signed(ADD, accomplice, Signer(owner, bytes(range(32))))

    assert intruder.ask(ADD, accomplice, assertion=forged) == "request.unproven"


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_an_assertion_of_another_algorithm_proves_nothing(house, intruder, accomplice, algorithm):
    gateway = signer_of(house.root, "gateway")
    genuine = signed(ADD, accomplice, gateway)
    key = gateway.named_key[1] if algorithm == "HS256" else None
    claims = jwt.decode(genuine, options={"verify_signature": False})
    kid = jwt.get_unverified_header(genuine)["kid"]
    forged = jwt.encode(claims, key, algorithm=algorithm, headers={"kid": kid})

    assert intruder.ask(ADD, accomplice, assertion=forged) == "request.unproven"


def test_an_overheard_assertion_is_good_for_its_own_request_alone(
    intruder, exporter, caller, accomplice
):
    exporter.call("GET", "/operators")
    proof, body = intruder.overheard_request(LIST)
    other = json.loads(body)["kwargs"] | {"added": "a field"}

    outcomes = [
        intruder.ask(ADD, accomplice, **proof),
        intruder.ask(LIST, other, **proof),
        intruder.send("auth_svc.list_agent_grants", body, **proof),
        intruder.send(LIST, body.replace(b"legal_person_card", b"operator_card"), **proof),
    ]

    assert outcomes == ["request.unproven"] * 4
    assert intruder.send(LIST, body, **proof) == "answered"


def test_an_assertion_that_names_another_caller_is_refused(house, intruder, caller):
    others = {"caller": caller | {"enterprise_code": "91000000000000002R"}}
    gateway = signer_of(house.root, "gateway")
    mismatched = gateway.sign(LIST, body_of(others), caller=caller)

    assert intruder.ask(LIST, others, assertion=mismatched) == "request.unproven"


def test_an_assertion_that_is_over_is_refused(house, intruder, caller):
    key = base64.b64decode(kept_keys(house.root)["signing_key.gateway"])
    late = Signer("gateway", key, clock=lambda: time.time() - 60)
    fields = {"caller": caller}

    assert intruder.ask(LIST, fields, assertion=signed(LIST, fields, late)) == "request.unproven"


def test_the_key_of_a_service_is_not_the_gateway_s(house, intruder, caller):
    fields = {"caller": caller}
    stolen = signer_of(house.root, "seal_svc")

    assert intruder.ask(LIST, fields, assertion=signed(LIST, fields, stolen)) == "request.unproven"


@pytest.mark.parametrize(
    "service", ["auth_svc", "seal_svc", "cert_svc", "print_svc", "exception_svc"]
)
def test_the_key_of_a_service_opens_no_more_than_it_may_ask(
    house, intruder, exporter, accomplice, service
):
    exporter.call("GET", "/operators")
    proof, _ = intruder.overheard_request(LIST)
    asker = signed(ADD, accomplice, signer_of(house.root, service))

    outcomes = [
        intruder.ask(ADD, accomplice, asker=asker),
        intruder.ask(ADD, accomplice, asker=asker, **proof),
    ]

    assert outcomes == ["request.unproven"] * 2


def test_neither_password_nor_token_of_anybody_can_be_overheard(house, intruder, exporter):
    name = f"specimen-{uuid4().hex[:8]}"
    body = {"name": "样本", "id_number": specimen_id_number(4712), "user_name": name}
    added = exporter.call("POST", "/operators", json=body | {"password": PASSWORD})
    clerk = Client(f"{house.gateway}/api/v1")
    tokens = [log_in(clerk, name, PASSWORD)]
    exporter.call(
        "POST", f"/operators/{added['operator_id']}/password", json={"password": NEW_PASSWORD}
    )
    tokens.append(log_in(clerk, name, NEW_PASSWORD))
    exporter.log_in()
    tokens.append(exporter.http.headers["Authorization"].removeprefix("Bearer "))
    clerk.close()

    heard = intruder.overheard()

    passed = b"\n".join(body for _, _, body in heard) + repr([one[1] for one in heard]).encode()
    assert {ADD, "auth_svc.open_session", "auth_svc.reset_password"} <= {one[0] for one in heard}
    assert [one for one in (PASSWORD, NEW_PASSWORD, *tokens) if one.encode() in passed] == []


def log_in(client: Client, user_name: str, password: str) -> str:
    login = {"user_name": user_name, "password": password}
    token = client.call("POST", "/sessions", json=login)["token"]
    seen = client.call("GET", "/sessions/current", headers={"Authorization": f"Bearer {token}"})
    assert seen["caller"]["medium"] == "password"
    return str(token)
