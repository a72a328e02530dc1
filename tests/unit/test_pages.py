"""What pages list by hand is what the code has: READMEs of services, events of webhooks."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from contracts.catalogue import EVENTS, LISTENERS, REQUESTS
from contracts.webhooks import SERVICE as WEBHOOKS
from contracts.webhooks import WebhookEvent

REPOSITORY = Path(__file__).parents[2]
SERVICES = REPOSITORY / "services"
NAMES = sorted(path.parent.name for path in SERVICES.glob("*/service.py"))
SECTIONS = re.compile(r"^(Owns|Listens to|Emits|Answers)\b(.*?)(?=\n\n)", re.DOTALL | re.MULTILINE)
NAMED = re.compile(r"`(\w+)`")
PUBLIC = {request.__name__ for request in REQUESTS.values()}


def named_under(title: str, service: str) -> set[str]:
    """In all sections of this title."""
    page = (SERVICES / service / "README.md").read_text()
    parts = (text for found, text in SECTIONS.findall(page) if found == title)
    return {name for text in parts for name in NAMED.findall(text)}


@pytest.mark.parametrize("service", NAMES)
def test_a_readme_names_every_table(service):
    tables = import_module(f"services.{service}.tables").metadata.tables

    assert tables.keys() - named_under("Owns", service) == set()


@pytest.mark.parametrize("service", NAMES)
def test_a_readme_names_the_events_that_are_heard(service):
    named = named_under("Listens to", service)
    heard = {event for event, listeners in LISTENERS.items() if service in listeners}
    by_their_table = set(WebhookEvent) if service == WEBHOOKS else set()

    assert (named & EVENTS.keys()) | by_their_table == heard


@pytest.mark.parametrize("service", NAMES)
def test_a_readme_names_the_events_that_are_said(service):
    said = {name for name, event in EVENTS.items() if service == event.SOURCE}

    assert named_under("Emits", service) & EVENTS.keys() == said


@pytest.mark.parametrize("service", NAMES)
def test_a_readme_names_the_requests_that_are_answered(service):
    answered = {one.__name__ for one in REQUESTS.values() if service == one.SERVICE}

    assert named_under("Answers", service) & PUBLIC == answered


def test_the_guide_names_every_event_that_a_webhook_may_ask_for():
    page = (REPOSITORY / "docs/api/webhooks.md").read_text()
    (table,) = re.findall(r"^\| Event \| When \|\n(.*?)\n\n", page, re.DOTALL | re.MULTILINE)

    assert set(NAMED.findall(table)) == set(WebhookEvent)
