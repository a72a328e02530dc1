"""Every alert that ships is rung by a real fault, at whom it is for, and stops when it is over."""

import pytest
import yaml

from deploy.local.exporter import wait_for
from tests.integration.monitoring import faults
from tests.integration.monitoring.watch import MONITORING, PATIENCE_SECONDS

pytestmark = pytest.mark.timeout(600)

MISUSE = {
    "LoginsFail": faults.guessed_logins,
    "ProofsRefused": faults.unproven_requests,
    "TicketsRefused": faults.made_up_tickets,
    "WebhooksFail": faults.failing_receiver,
    "DeadLetters": faults.poisonous_message,
    "DeadLettersAtCustoms": faults.unheard_at_customs,
    "RetryStorm": faults.locked_table,
    "QueueGrows": faults.locked_table,
    "EventsLate": faults.locked_table,
}
LOST = {
    "BridgeStands": faults.exchange_gone,
    "CustomsLate": faults.customs_unheard,
    "OutboxStuck": faults.queue_missing,
    "ProcessDown": faults.process_killed,
    "ProcessMissing": faults.no_pod_left,
}
AWAY = {
    "ProcessNotReady": faults.database_away,
    "EventsWait": faults.database_away,
    "EntrypointFails": faults.database_away,
    "GatewayFails": faults.database_away,
}
STORIES = {"misuse and delay": MISUSE, "what was lost": LOST, "the database is away": AWAY}


def shipped() -> dict[str, dict]:
    files = yaml.safe_load((MONITORING / "prometheus.yml").read_text())["rule_files"]
    groups = [
        group
        for name in files
        for group in yaml.safe_load((MONITORING / name).read_text())["groups"]
    ]
    return {rule["alert"]: rule for group in groups for rule in group["rules"] if "alert" in rule}


def test_every_alert_that_ships_has_its_fault():
    assert {alert for story in STORIES.values() for alert in story} == shipped().keys()


def test_nothing_rings_while_all_is_well(place, prometheus):
    place.officer.apply(place.exporter.person)

    wait_for(lambda: not prometheus.firing() or None, "quiet", PATIENCE_SECONDS)


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES.keys())
def test_faults_ring_and_their_end_is_told(place, bell, prometheus, story):
    since = len(bell.rings)

    with faults.all_of(place, list(dict.fromkeys(story.values()))):
        bell.wait(story, "firing", since)
    bell.wait(story, "resolved", since)

    assert prometheus.firing() & story.keys() == set()


@pytest.mark.parametrize("alert", shipped())
def test_an_alert_reached_whom_it_is_for(bell, alert):
    ring = bell.rung(alert, "firing")[0]

    assert ring.receiver == shipped()[alert]["labels"]["severity"]
