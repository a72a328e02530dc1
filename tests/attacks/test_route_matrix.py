"""Every route, asked by everybody, with what is right, what is generated and what is hostile."""

import base64
import dataclasses
import json
import os
import random
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import httpx
import hypothesis
import pytest
import schemathesis
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from contracts.scopes import Scope
from deploy.local.client import TRUSTED, Client, ProblemError
from deploy.local.exporter import Exporter, authorized_exporter
from deploy.local.person import PIN, Person
from deploy.local.stack import Stack
from tests.attacks.routes import DOCUMENT, OPERATIONS, Operation, Owned, altered, ask
from workstation import VERSION
from workstation.card_issuer import CardRole, Holder, days_from, specimen_id_number
from workstation.cards import PROGRAM_VERSION
from workstation.enrolment import WorkstationKeys

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

ROLES = ("nobody", "stranger", "agent", "password", "program", "operator_card", "legal_person")
PASSWORD = "a specimen's own password 7"
API_TOKEN = {"name": "ERP", "scopes": sorted(set(Scope) - {Scope.WEBHOOKS_MANAGE})}
WEBHOOK = {"url": "http://127.0.0.1:9/", "event_types": ["CertificateApproved"]}
EXAMPLES_OF_EACH = 2
SEED = int(os.environ.get("FUZZ_SEED") or random.SystemRandom().randrange(2**32))
HOSTILE = (
    "\ud800",
    "nul\0",
    "аdmin",
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59",
    "9999-12-31",
    2**70,
    {"\ud800": "\ud800"},
)
HOSTILE_TEXTS = ("%00", "%ED%A0%80", "0001-01-01T00:00:00%2B23:59", "9999-12-31")
FRESH = httpx.Limits(max_keepalive_connections=0)
"""The gateway closes a connection whose body it did not want; none is used twice."""
OWN_TRAIL = "get /api/v1/audit"
"""Tells everybody what he himself asked for before, refused calls and their subjects included."""
WRITES_A_FILE = "get /api/v1/certificates/export.xlsx"
"""Takes the conditions of the list, and seconds."""


@pytest.fixture(scope="module")
def owner(stack, officer, seal, new_person) -> Iterator[Exporter]:
    with closing(authorized_exporter(stack.gateway, officer, new_person(), seal)) as exporter:
        yield exporter


@pytest.fixture(scope="module")
def stranger(stack, new_person) -> Iterator[Exporter]:
    with closing(Exporter(stack.gateway, new_person())) as exporter:
        exporter.log_in()
        yield exporter


@pytest.fixture(scope="module")
def agent(stack, owner, new_person) -> Iterator[Exporter]:
    with closing(Exporter(stack.gateway, new_person())) as exporter:
        exporter.log_in()
        owner.grant(exporter.person.credit_code)
        yield exporter


@pytest.fixture(scope="module")
def owned(stack, owner, officer, agent) -> Owned:
    """Two certificates approved; the first is printable, of the second a job waits."""
    numbers = [officer.apply(owner.person) for _ in range(2)]
    for number in numbers:
        officer.approve(number)
        owner.wait_until(number, printable=True)
    issued = owner.issue_print(numbers[1])
    added = owner.call("POST", "/operators", json=_new_operator(504))
    webhook = owner.call("POST", "/webhooks", json=WEBHOOK)
    seals = owner.call("GET", "/seals")["stamps"]
    signatures = owner.call("GET", "/signatures")["stamps"]
    return Owned(
        certificate_no=numbers[0],
        seal_id=seals[0]["stamp_id"],
        signature_id=signatures[0]["stamp_id"],
        operator_id=added["operator_id"],
        user_name=added["user_name"],
        job_id=issued["job"]["job_id"],
        export_id=owner.call("POST", "/certificate-exports", json={})["export_id"],
        grant_id=owner.call("GET", "/agent-grants")["grants"][0]["grant_id"],
        api_token_id=owner.call("POST", "/api-tokens", json=API_TOKEN)["token_id"],
        webhook_id=webhook["webhook_id"],
        delivery_id=_try_out(owner, webhook),
        session_id=_session_of_another(stack, owner),
        workstation_id=issued["job"]["workstation_id"],
        user_code=_begun_pairing(stack),
        ticket=issued["ticket"],
        serial=next(iter(issued["job"]["print_serials"].values())),
        enterprise_code=owner.person.credit_code,
    )


def _try_out(owner: Exporter, webhook: dict[str, Any]) -> str:
    tried = owner.call("POST", f"/webhooks/{webhook['webhook_id']}/test")
    return str(tried["delivery_id"])


def _session_of_another(stack: Stack, owner: Exporter) -> str:
    """Of an operator of whom no test makes use."""
    operator = _new_operator(506)
    owner.call("POST", "/operators", json=operator)
    with closing(Client(f"{stack.gateway}/api/v1")) as public:
        body = {name: operator[name] for name in ("user_name", "password")}
        who = public.call("POST", "/sessions", json=body)["caller"]["operator_id"]
    opened = owner.call("GET", "/sessions")["sessions"]
    return next(str(each["session_id"]) for each in opened if each["operator_id"] == who)


def _begun_pairing(stack: Stack) -> str:
    asked = {"name": "desk", "program_version": VERSION, **WorkstationKeys.generate().public}
    with closing(Client(f"{stack.gateway}/api/v1")) as public:
        return str(public.call("POST", "/workstation-pairings", json=asked)["user_code"])


def _new_operator(number: int) -> dict[str, str]:
    number += os.getpid() * 1000
    return {
        "name": "样本操作员",
        "id_number": specimen_id_number(number),
        "user_name": f"specimen{number}",
        "password": PASSWORD,
    }


@pytest.fixture(scope="module")
def tokens(stack, owner, stranger, agent, owned) -> dict[str, str | None]:
    with closing(Client(f"{stack.gateway}/api/v1")) as public:
        body = {"user_name": owned.user_name, "password": PASSWORD}
        by_password = public.call("POST", "/sessions", json=body)["token"]
    with closing(Exporter(stack.gateway, _with_operator_card(stack, owner.person))) as by_card:
        by_card.log_in()
        operator_card = _token(by_card)
    program = owner.call("POST", "/api-tokens", json=API_TOKEN)
    return {
        "nobody": None,
        "stranger": _token(stranger),
        "agent": _token(agent),
        "password": by_password,
        "program": program["token"],
        "operator_card": operator_card,
        "legal_person": _token(owner),
    }


def _token(exporter: Exporter) -> str:
    return exporter.http.headers["Authorization"].removeprefix("Bearer ")


def _with_operator_card(stack: Stack, person: Person) -> Person:
    holder = Holder(
        name="样本持卡操作员",
        enterprise_name=person.enterprise_name,
        role=CardRole.OPERATOR,
        credit_code=person.credit_code,
        id_number=specimen_id_number(os.getpid() * 1000 + 505),
    )
    card = stack.cards.issue(holder, pin=PIN, validity=days_from(datetime.now(UTC), 365))
    return dataclasses.replace(person, name=holder.name, id_number=holder.id_number, card=card)


@pytest.fixture(scope="module")
def clients(stack, tokens) -> Iterator[dict[str, httpx.Client]]:
    opened = {
        role: httpx.Client(
            base_url=stack.gateway,
            headers={"Authorization": f"Bearer {token}"} if token else {},
            limits=FRESH,
        )
        for role, token in tokens.items()
    }
    yield opened
    for client in opened.values():
        client.close()


def expected(role: str, operation: Operation) -> range:
    """The class of the status, by login and permissions."""
    if operation.needs_login and role == "nobody":
        return range(401, 402)
    if operation.card_only and role in {"password", "program", "operator_card"}:
        return range(400, 500)
    return range(200, 500)


def secrets_from(role: str, owned: Owned) -> set[str]:
    """What another enterprise may not learn, its agent a little less."""
    everything = set(dataclasses.astuple(owned))
    of_the_grant = {owned.grant_id, owned.enterprise_code, owned.certificate_no}
    of_the_grant |= {owned.job_id, owned.serial}
    return {"nobody": everything, "stranger": everything, "agent": everything - of_the_grant}.get(
        role, set()
    )


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
@pytest.mark.parametrize("role", ROLES)
def test_a_call_is_answered_as_its_role_may(clients, owned, role, operation):
    status, text, told = ask(clients[role], operation, owned)

    learned = {each for each in secrets_from(role, owned) if each in text and each not in told}
    assert status in expected(role, operation), text
    assert not (operation.needs_login and learned) or str(operation) == OWN_TRAIL


@pytest.mark.parametrize(
    "operation", [each for each in OPERATIONS if str(each) != WRITES_A_FILE], ids=str
)
def test_hostile_values_are_refused_and_break_nothing(clients, owned, operation):
    client = clients["legal_person"]
    bodies = [
        json.dumps(body).encode()
        for value in HOSTILE
        for body in altered(operation.body, value)
        if operation.body is not None
    ]
    kind = {"content-type": "application/json", "x-workstation": "%ED%A0%80"}
    answers = [ask(client, operation, owned, content=body, headers=kind) for body in bodies]
    for text in HOSTILE_TEXTS:
        paths = [{name: text} for name in operation.parameters("path")]
        answers += [ask(client, operation, owned, path=path) for path in paths]
        queries = [f"{operation.path}?{name}={text}" for name in operation.parameters("query")]
        asked = [dataclasses.replace(operation, path=path) for path in queries]
        answers += [ask(client, each, owned) for each in asked]

    assert [answer for answer in answers if answer[0] >= 500] == []


def test_a_certificate_of_a_version_that_does_not_exist_is_untrusted(stack, owner):
    pem = owner.person.card.certificate_pem
    der = x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER)
    torn = [
        der.replace(bytes.fromhex("a003020102"), bytes.fromhex("a003020107"), 1),
        der[:200] + bytes(20) + der[220:],
        der[:-40],
    ]

    codes = [_shown(stack, _pem(each)) for each in torn]

    assert codes == ["card.untrusted"] * 3


def _pem(der: bytes) -> str:
    body = base64.encodebytes(der).decode()
    return f"-----BEGIN CERTIFICATE-----\n{body}-----END CERTIFICATE-----\n"


def _shown(stack: Stack, pem: str) -> str:
    with closing(Client(f"{stack.gateway}/api/v1")) as public:
        body = {
            "challenge_id": public.call("POST", "/card-challenges")["challenge_id"],
            "card_certificate": pem,
            "signature": "MEUC",
            "program_version": PROGRAM_VERSION,
        }
        with pytest.raises(ProblemError) as refusal:
            public.call("POST", "/card-sessions", json=body)
    return str(refusal.value.code)


@pytest.mark.parametrize("path", ["/customs/%00", "/customs/%ED%A0%80", "/customs/..%2F..", "/%00"])
def test_addresses_that_are_none_are_unknown(stack, path):
    headers = {"authorization": f"Bearer {stack.console_token}"}

    assert httpx.get(stack.gateway + path, headers=headers, verify=TRUSTED).status_code in {
        400,
        404,
    }


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_generated_calls_are_refused_or_answered(clients, operation):
    """The seed is in the message: FUZZ_SEED=... repeats the run."""
    schema = schemathesis.openapi.from_dict(DOCUMENT)
    described = schema[operation.path][operation.method.upper()]
    failed = []

    @hypothesis.seed(SEED)
    @hypothesis.settings(
        max_examples=EXAMPLES_OF_EACH,
        phases=[hypothesis.Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(case=described.as_strategy())
    def ask_generated(case):
        status = _call(clients["legal_person"], case)
        failed.extend([(status, case)] if status >= 500 else [])

    ask_generated()

    assert failed == [], f"FUZZ_SEED={SEED}"


def _call(client: httpx.Client, case) -> int:
    options = case.as_transport_kwargs(base_url=str(client.base_url))
    options.pop("cookies", None)
    if isinstance(options.get("data"), bytes | str):
        options["content"] = options.pop("data")
    headers = {
        name: value.encode("latin-1", "replace")
        for name, value in dict(options.pop("headers")).items()
        if name.lower() not in {"authorization", "content-length", "transfer-encoding"}
    }
    try:
        request = client.build_request(headers=headers, **options, timeout=60)
        request.read()
    except (ValueError, TypeError, AttributeError, httpx.InvalidURL):
        return 0  # nothing that HTTP can carry
    answer = client.send(request, stream=True)
    answer.close()
    return answer.status_code
