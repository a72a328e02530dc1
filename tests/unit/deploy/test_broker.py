"""The rights at the broker follow the contracts, and the manifests hold what is made of them."""

import ast
import json
import re
from uuid import uuid4

import pytest

from contracts.accounts import (
    BETWEEN_SERVICES,
    GATEWAY,
    SERVICES,
    asked_by,
    askers_of,
    heard_by_customs,
)
from contracts.base import Request
from contracts.catalogue import EVENTS, REQUESTS
from contracts.topology import event_queue_name, reply_queue_name
from customs.broker.topology import HEARD
from deploy.broker import rights
from deploy.broker.__main__ import COMMITTED, filled_in
from deploy.broker.definitions import user, whole
from tests.unit.deploy.manifests import REPOSITORY

OURS = {request.__name__: request for request in REQUESTS.values()}


def test_the_manifests_hold_what_the_tables_say():
    """`python -m deploy.broker > deploy/k8s/components/rabbitmq/definitions.json` writes it."""
    assert json.loads(COMMITTED.read_text()) == whole({})


def test_no_password_is_committed():
    users = json.loads(COMMITTED.read_text())["users"]

    assert {one["password_hash"] for one in users} == {""}


def test_filled_in_every_account_that_has_a_password_lets_in_who_knows_it():
    definitions = filled_in(whole({}), {"auth_svc": "known"})

    with_password = [one["name"] for one in definitions["users"] if one["password_hash"]]
    assert with_password == ["auth_svc"]


def test_no_two_accounts_of_one_password_look_alike():
    assert user("one", "same")["password_hash"] != user("two", "same")["password_hash"]


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_may_ask_what_its_code_asks_and_nothing_else(service):
    named = _named_in(f"services/{service}")

    assert {REQUESTS[name] for name in asked_by(service)} == {
        one for one in named if service != one.SERVICE
    }


def test_the_gateway_may_ask_what_its_code_asks_and_nothing_else():
    assert {REQUESTS[name] for name in asked_by(GATEWAY)} == _named_in("gateway")


def test_what_only_services_ask_is_asked_by_one():
    asked = {name for service in SERVICES for name in asked_by(service)}

    assert asked >= {request.rpc_name() for request in BETWEEN_SERVICES}


def test_every_request_is_asked_by_somebody():
    asked = {name for process in (GATEWAY, *SERVICES) for name in asked_by(process)}

    assert asked == REQUESTS.keys()


def test_the_bridge_carries_to_customs_what_it_hears():
    assert set(heard_by_customs()) == HEARD.keys()


def test_nobody_may_use_the_default_exchange_but_the_migrations():
    everybody = rights.of_services() | rights.of_customs()
    may = {name for name, its in everybody.items() if re.search(its.write, "amq.default")}

    assert may == {"migrations"}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_reads_the_queues_of_its_own_handlers_and_no_other(service):
    reads = rights.of_services()[service].read
    queues = {
        event_queue_name(event, listener, "on_any"): listener
        for event in EVENTS.values()
        for listener in (*SERVICES, "customs")
    }

    assert {queues[name] for name in queues if re.search(reads, name)} == {service}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_answers_those_who_may_ask_it(service):
    (answers,) = [
        one.write for one in rights.of_services()[service].topics if one.exchange == "replies"
    ]
    answered = {
        process
        for process in (GATEWAY, *SERVICES)
        if re.search(answers, reply_queue_name(process, uuid4()))
    }

    assert answered == askers_of(service).keys()


def test_rights_name_whole_names():
    """RabbitMQ looks for a match anywhere in a name."""
    patterns = [
        pattern
        for its in [*rights.of_services().values(), *rights.of_customs().values()]
        for pattern in (its.configure, its.write, its.read)
    ]

    assert {p for p in patterns if not (p.startswith("^") and p.endswith("$"))} == {".*"}


def _named_in(folder: str) -> set[type[Request]]:
    """Requests that the code of this folder imports."""
    return {
        OURS[alias.name]
        for path in (REPOSITORY / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name in OURS
    }
