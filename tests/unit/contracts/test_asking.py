"""What services may ask of one another is what their code asks, and no more."""

import ast
from pathlib import Path

import pytest

from contracts.asking import AT_ANY_TIME, IN_ITS_OWN_WORDS, IN_THE_CALLERS_NAME, may_ask
from contracts.base import CallerRequest
from contracts.catalogue import REQUESTS

ROOT = Path(__file__).parents[3]
SERVICES = sorted(path.parent.name for path in ROOT.glob("services/*/service.py"))
BY_CLASS = {request.__name__: request for request in REQUESTS.values()}
ROWS = [
    (called, asked)
    for table in (IN_THE_CALLERS_NAME, IN_ITS_OWN_WORDS)
    for called, all_asked in table.items()
    for asked in sorted(all_asked)
]


def named_in(service: str) -> set[str]:
    """Requests of other services that the code of this one names."""
    trees = (ast.parse(path.read_text()) for path in (ROOT / "services" / service).rglob("*.py"))
    imported = {
        alias.name
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("contracts.")
        for alias in node.names
    }
    requests = (BY_CLASS[name] for name in imported & BY_CLASS.keys())
    return {request.rpc_name() for request in requests if service != request.SERVICE}


@pytest.mark.parametrize("service", SERVICES)
def test_the_tables_hold_all_that_a_service_asks_of_others_and_nothing_else(service):
    held = {asked for called, asked in ROWS if called.partition(".")[0] == service}

    assert held | AT_ANY_TIME.get(service, frozenset()) == named_in(service)


@pytest.mark.parametrize("service", AT_ANY_TIME)
def test_what_is_asked_at_any_time_is_a_question_without_a_caller(service):
    asked = [one for one in REQUESTS.values() if one.rpc_name() in AT_ANY_TIME[service]]

    assert asked
    assert not any(one.CHANGES or issubclass(one, CallerRequest) for one in asked)


@pytest.mark.parametrize(("called", "asked"), ROWS)
def test_a_row_names_operations_that_exist(called, asked):
    operations = {request.rpc_name() for request in REQUESTS.values()}

    assert {called, asked} <= operations


@pytest.mark.parametrize("called", IN_THE_CALLERS_NAME)
def test_what_is_asked_in_a_caller_s_name_follows_a_call_that_has_one(called):
    [request] = [one for one in REQUESTS.values() if one.rpc_name() == called]

    assert issubclass(request, CallerRequest)


def test_another_service_may_not_ask_for_it():
    row = ("seal_svc.make_signature", "auth_svc.get_declarer")

    assert may_ask("seal_svc", *row, same_caller=True)
    assert not may_ask("print_svc", *row, same_caller=True)
    assert not may_ask("seal_svc", *row, same_caller=False)
