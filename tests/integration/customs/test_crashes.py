"""Customs loses nothing and does nothing twice, whatever stops in the middle (promise 1)."""

import signal
import subprocess
import sys

import pika
import pytest

from contracts.printing import PrintCompleted
from customs.console.bodies import example_application
from tests.unit.customs.builders import credit_code, id_number, print_completed

from .conftest import ROOT, Ear, customs_process, eventually


@pytest.fixture
def enterprise() -> str:
    return credit_code()


@pytest.fixture
def application(enterprise) -> dict:
    return {**example_application(), "enterprise_code": enterprise}


def statuses(envelopes):
    return [each.data.get("status", each.type) for each in envelopes]


def test_what_was_due_while_the_process_was_dead_is_said_after_its_restart(
    own_customs, application
):
    ear = Ear(own_customs.amqp_url)
    number = own_customs.approved(application, layout_step_seconds=1)
    own_customs.stop(signal.SIGKILL)

    own_customs.start()

    assert set(statuses(ear.wait(number, 4))) == {
        "CertificateApproved",
        "generating",
        "sending",
        "received",
    }
    ear.close()


def test_what_nobody_listened_to_is_said_in_order_once_somebody_does(own_customs, application):
    number = own_customs.approved(application, layout_step_seconds=0)
    eventually(lambda: "unroutable" in own_customs.log.read_text(), "it was returned")

    ear = Ear(own_customs.amqp_url)

    assert statuses(ear.wait(number, 4)) == [
        "CertificateApproved",
        "generating",
        "sending",
        "received",
    ]
    ear.close()


def test_sigterm_ends_the_process_well(own_customs):
    assert own_customs.stop() == 0


def test_a_poison_message_is_buried_with_its_reason_and_the_next_is_heard(
    customs, enterprise, application
):
    number = customs.approved(application)
    customs.hears_bytes(PrintCompleted.SOURCE + ".events", "PrintCompleted", b'{"no": 1}')

    customs.hears(print_completed(enterprise, number))

    eventually(lambda: customs.timeline(number, "PrintCompleted"), "the good one was heard")
    connection = pika.BlockingConnection(pika.URLParameters(customs.amqp_url))
    method, properties, body = connection.channel().basic_get("dead_letters")
    connection.close()
    assert body == b'{"no": 1}'
    assert method.routing_key == "evt-print_svc-PrintCompleted--customs.on_print_completed"
    assert properties.headers["x-origin-queue"] == method.routing_key
    assert "ValidationError" in properties.headers["x-reason"]


def test_no_log_shows_an_id_number(customs, enterprise, application):
    body = {"enterprise_code": enterprise, "id_number": id_number(1), "name": "样本申报员"}
    customs.post("/declarers", body)
    customs.approved(application)
    customs.call("POST", "/declarers", {**body, "id_number": "110101199003071091"})
    eventually(lambda: "unroutable" in customs.log.read_text(), "it was returned")

    assert "110101199003" not in customs.log.read_text()


def test_a_taken_port_stops_the_program_with_its_name(customs):
    second = subprocess.run(
        [sys.executable, "-m", "customs"],
        cwd=ROOT,
        env=customs.environ,
        capture_output=True,
        text=True,
        check=False,
    )

    assert second.returncode == 1
    assert "port_not_free" in second.stderr


def test_a_broker_and_a_database_that_were_away_cost_nothing(
    own_servers, application, enterprise, tmp_path
):
    database_url = own_servers.create_database("customs")
    with customs_process(own_servers, own_servers.amqp_url, database_url, tmp_path) as customs:
        ear = Ear(customs.amqp_url)
        number = customs.approved(application)
        ear.wait(number, 4)
        ear.close()
        own_servers.stop_database()
        customs.hears(print_completed(enterprise, number))
        away = customs.call("GET", "/applications")
        own_servers.stop_broker()
        own_servers.start_database()
        own_servers.start_broker()

        eventually(
            lambda: (
                customs.call("GET", f"/applications/{number}").json().get("state") == "archived"
            ),
            "the print was heard in the end",
        )
        assert (away.status_code, away.json()["code"]) == (503, "customs.unavailable")
        assert len(customs.timeline(number, "PrintCompleted")) == 1
        assert "event_dead" not in customs.log.read_text()
