"""The OpenAPI document: whole, exemplary, stable, and the one in docs."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from contracts.catalogue import REQUESTS
from contracts.people import OperatorView
from gateway import app as application
from gateway.examples import EXAMPLES
from gateway.examples.making import example
from gateway.problems import Problem

ROOT = Path(__file__).parents[3]
DOCUMENT = json.loads((ROOT / "docs/openapi.json").read_text())
OPERATIONS = [
    pytest.param(path, method, operation, id=f"{method} {path}")
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
]
INSIDE = {
    "auth_svc.get_authorization_standing",
    "auth_svc.get_declarer",
    "auth_svc.get_rights",
    "auth_svc.check_card_signature",
    "cert_svc.check_printable",
    "print_svc.get_live_original",
}


def test_the_document_in_docs_is_what_the_gateway_says_today():
    printed = subprocess.run(
        [sys.executable, "-m", "gateway.openapi"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "/usr/bin", "PYTHONHASHSEED": "7"},
    )

    assert json.loads(printed.stdout) == DOCUMENT


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
def test_every_operation_says_what_it_does_shows_an_example_and_names_its_refusals(
    path, method, operation
):
    contents = [
        content
        for body in (operation.get("requestBody", {}), *operation["responses"].values())
        for content in body.get("content", {}).values()
    ]
    assert operation["description"].endswith(".") or operation["description"].endswith(")")
    assert operation["tags"]
    examples = [content for content in contents if "example" in content or "examples" in content]
    assert examples or path == "/metrics"


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
def test_every_operation_of_the_api_refuses_with_problem_documents(path, method, operation):
    failures = [
        response
        for status, response in operation["responses"].items()
        if status >= "400" and path.startswith("/api/")
    ]

    assert all("application/problem+json" in failure["content"] for failure in failures)
    assert failures or not path.startswith("/api/")


def test_operations_have_names_of_their_own():
    names = [param.values[2]["operationId"] for param in OPERATIONS]

    assert len(names) == len(set(names))


def test_every_json_body_has_an_example():
    bodies = {
        content["schema"]["$ref"].rpartition("/")[2]
        for param in OPERATIONS
        for body in (param.values[2].get("requestBody", {}), *param.values[2]["responses"].values())
        for kind, content in body.get("content", {}).items()
        if kind == "application/json"
    }

    assert bodies == set(EXAMPLES)


def _models():
    seen: dict[str, type[BaseModel]] = {}
    for router in application.ROUTERS:
        for route in router.routes:
            fields = [route.body_field, route.response_field]
            for field in fields:
                kind = getattr(getattr(field, "field_info", None), "annotation", None)
                if isinstance(kind, type) and issubclass(kind, BaseModel):
                    seen[kind.__name__] = kind
    return seen


MODELS = _models()


@pytest.mark.parametrize("name", sorted(MODELS))
def test_every_example_is_a_body_of_its_schema_with_no_field_too_many(name):
    body = MODELS[name].model_validate(EXAMPLES[name], extra="forbid")

    assert body.model_dump(mode="json", exclude_unset=True) == EXAMPLES[name]


def test_an_example_with_a_field_that_its_model_does_not_have_is_not_made():
    with pytest.raises(ValidationError, match="usr_name"):
        example(OperatorView, **EXAMPLES["OperatorView"], usr_name="specimen")


@pytest.mark.parametrize("code", sorted(DOCUMENT["components"]["examples"]))
def test_every_example_of_a_problem_is_a_whole_problem(code):
    value = DOCUMENT["components"]["examples"][code]["value"]

    assert Problem.model_validate(value).code == code
    assert "…" not in value["detail"] + value["detail_zh"]


def test_every_request_of_the_contracts_has_a_route_but_those_among_services():
    source = "".join(file.read_text() for file in (ROOT / "gateway").rglob("*.py"))
    missing = {name for name, kind in REQUESTS.items() if f"{kind.__name__}(" not in source}

    assert missing - {"auth_svc.open_session", "auth_svc.open_card_session"} == INSIDE


def test_commands_that_are_posted_or_put_take_an_idempotency_key():
    takers = {
        param.values[2]["operationId"]
        for param in OPERATIONS
        for parameter in param.values[2].get("parameters", ())
        if parameter["name"] == "Idempotency-Key"
    }

    assert takers == {
        "add_operator",
        "approve_pairing",
        "ask_scan",
        "bind_card",
        "cancel_print_job",
        "confirm_print",
        "confirm_prints",
        "disable_operator",
        "disable_seal",
        "disable_signature",
        "enable_operator",
        "file_exception",
        "grant_agent",
        "issue_print_jobs",
        "make_api_token",
        "make_webhook",
        "make_seal",
        "make_seal_of_requested_scan",
        "make_signature",
        "make_signature_of_requested_scan",
        "replay_deliveries",
        "replay_delivery",
        "request_authorization",
        "reset_password",
        "revoke_api_token",
        "rotate_webhook_secret",
        "send_test_event",
        "set_defaults",
        "start_export",
    }
