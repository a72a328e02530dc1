"""Every contract has a snapshot: changing one on the wire is a decision, not an accident.

`python -m tests.contracts.test_snapshots` writes them anew.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from chassis.topology import subscriptions_of
from contracts.base import CallerRequest
from contracts.catalogue import EVENTS, LISTENERS, REQUESTS
from contracts.errors import ERRORS
from contracts.permissions import MAY_CALL
from contracts.topology import event_queue_name
from customs.broker.topology import HEARD, queue_name
from deploy.local import asyncapi
from services.auth_svc.service import AuthService
from services.cert_svc.service import CertService
from services.exception_svc.service import ExceptionService
from services.print_svc.service import PrintService
from services.seal_svc.service import SealService
from services.webhook_svc.service import WebhookService

SNAPSHOTS = Path(__file__).parent / "snapshots"
DOCS = Path(__file__).parents[2] / "docs"
SERVICES = (AuthService, SealService, CertService, PrintService, ExceptionService, WebhookService)


def event_snapshots() -> dict[str, Any]:
    return {f"event.{name}": event.model_json_schema() for name, event in EVENTS.items()}


def request_snapshots() -> dict[str, Any]:
    return {
        f"request.{name}": {
            "request": request.model_json_schema(),
            "reply": request.reply_type().model_json_schema(),
        }
        for name, request in REQUESTS.items()
    }


def queue_snapshot() -> dict[str, Any]:
    """Queue names hold method names, so renaming a handler orphans a filling queue."""
    return {
        service.name: sorted(
            event_queue_name(event, service.name, method)
            for method, event in subscriptions_of(service).items()
        )
        for service in SERVICES
    } | {"customs": sorted(map(queue_name, HEARD))}


def snapshots() -> dict[str, Any]:
    return event_snapshots() | request_snapshots() | {"queues": queue_snapshot()}


NOW = snapshots()


@pytest.mark.parametrize("name", sorted(NOW))
def test_a_contract_is_what_its_snapshot_says(name):
    file = SNAPSHOTS / f"{name}.json"

    assert file.exists(), "a new contract: write the snapshots anew and commit them"
    assert NOW[name] == json.loads(file.read_text())


def test_no_snapshot_is_left_of_a_contract_that_is_gone():
    assert {file.stem for file in SNAPSHOTS.glob("*.json")} == set(NOW)


def test_the_asyncapi_document_is_the_one_the_models_make():
    assert (DOCS / "asyncapi.yaml").read_text() == asyncapi.text()


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_a_service_listens_to_exactly_what_the_catalogue_says(service):
    heard = {event.__name__ for event in subscriptions_of(service).values()}

    assert heard == {name for name, listeners in LISTENERS.items() if service.name in listeners}


def test_customs_listens_to_exactly_what_the_catalogue_says():
    expected = {name for name, listeners in LISTENERS.items() if "customs" in listeners}

    assert {event.__name__ for event in HEARD} == expected


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_a_service_answers_every_request_of_the_catalogue(service):
    requests = [request for request in REQUESTS.values() if service.name == request.SERVICE]

    assert [r.rpc_name() for r in requests if not hasattr(service, r.rpc_method())] == []


def test_every_event_has_a_listener_so_that_mandatory_publishing_can_succeed():
    assert set(LISTENERS) == set(EVENTS)
    assert all(LISTENERS.values())


def test_every_request_on_behalf_of_somebody_is_in_the_permission_table():
    behalf = {name for name, request in REQUESTS.items() if issubclass(request, CallerRequest)}

    assert behalf == set(MAY_CALL)


@pytest.mark.parametrize("code", sorted(ERRORS))
def test_an_error_has_a_sentence_in_both_languages(code):
    text = ERRORS[code]

    assert any("一" <= character <= "鿿" for character in text.zh)
    assert text.whole_en.isascii()


if __name__ == "__main__":
    for old in SNAPSHOTS.glob("*.json"):
        old.unlink()
    for snapshot, content in NOW.items():
        text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        (SNAPSHOTS / f"{snapshot}.json").write_text(text)
