"""Every alert that ships is rung by a real fault, at whom it is for, and stops when it is over.

Where an alert's end takes too long even in a hurry, `LATE_ENDS` says who waits for it instead.
"""

from typing import Final

import pytest
import yaml

from deploy.local.exporter import wait_for
from tests.integration.monitoring import faults
from tests.integration.monitoring.watch import MONITORING, PATIENCE_SECONDS

pytestmark = [pytest.mark.timeout(600), pytest.mark.nightly]

STORIES: Final = {
    "misuse and delay": {
        "LoginsFail": faults.guessed_logins,
        "ProofsRefused": faults.unproven_requests,
        "TicketsRefused": faults.made_up_tickets,
        "WebhooksFail": faults.failing_receiver,
        "DeadLetters": faults.poisonous_message,
        "DeadLettersAtCustoms": faults.unheard_at_customs,
        "RetryStorm": faults.locked_table,
        "QueueGrows": faults.locked_table,
        "EventsLate": faults.locked_table,
        "ServerUnwatched": faults.exporter_gone,
    },
    "what was lost": {
        "BridgeStands": faults.exchange_gone,
        "CustomsLate": faults.customs_unheard,
        "OutboxStuck": faults.queue_missing,
        "ProcessDown": faults.process_killed,
        "ProcessMissing": faults.no_pod_left,
        "LogNotArchived": faults.store_of_backups_away,
    },
    "nobody knows which cards were revoked": {
        "RevocationListEnds": faults.revocation_list_over,
        "CardsNotBelieved": faults.revocation_list_over,
    },
    "the database is away": {
        "ProcessNotReady": faults.database_away,
        "EventsWait": faults.database_away,
        "EntrypointFails": faults.database_away,
        "GatewayFails": faults.database_away,
        "BudgetBurnsFast": faults.database_away,
        "BudgetBurnsSlowly": faults.database_away,
    },
}
LATE_ENDS: Final = {
    "BudgetBurnsSlowly": "two hours are two minutes here: see objectives_slow_test.yml"
}

ELSEWHERE: Final = {
    "LayoutsMissing": "customs here keeps no layout back for so long: see alerts_test.yml",
    "StandbyMissing": "the database watched here has no standbys: see alerts_test.yml",
    "DatabaseBackupLate": "CloudNativePG's Barman Cloud plugin says it: see alerts_slow_test.yml",
    "ObjectsBackupLate": "kube-state-metrics of a cluster says it: see alerts_test.yml",
}


def shipped() -> dict[str, dict]:
    files = yaml.safe_load((MONITORING / "prometheus.yml").read_text())["rule_files"]
    groups = [
        group
        for name in files
        for group in yaml.safe_load((MONITORING / name).read_text())["groups"]
    ]
    return {rule["alert"]: rule for group in groups for rule in group["rules"] if "alert" in rule}


def test_every_alert_that_ships_has_its_fault_or_its_reason():
    told_here = {alert for story in STORIES.values() for alert in story}

    assert told_here | ELSEWHERE.keys() == shipped().keys()
    assert not told_here & ELSEWHERE.keys()


def test_nothing_rings_while_all_is_well(place, prometheus):
    place.officer.apply(place.exporter.person)

    await_quiet(prometheus, shipped().keys() - LATE_ENDS.keys())


@pytest.mark.parametrize("name", STORIES)
def test_faults_ring_at_whom_they_concern_and_their_end_is_told(place, bell, prometheus, name):
    story, severities = STORIES[name], severities_of(STORIES[name])
    await_quiet(prometheus, story.keys())
    since = len(bell.rings)

    with faults.all_of(place, list(dict.fromkeys(story.values()))):
        bell.wait(story, "firing", since)
    bell.wait(story.keys() - LATE_ENDS.keys(), "resolved", since)

    assert bell.receivers(story, since) == severities
    await_quiet(prometheus, story.keys() - LATE_ENDS.keys())


def severities_of(story) -> dict[str, set[str]]:
    return {alert: {shipped()[alert]["labels"]["severity"]} for alert in story}


def await_quiet(prometheus, alerts) -> None:
    wait_for(lambda: not prometheus.firing() & alerts or None, "quiet", PATIENCE_SECONDS)
