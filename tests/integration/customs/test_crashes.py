"""Customs loses nothing and does nothing twice, whatever stops in the middle (promise 1)."""

import signal
import subprocess
import sys
from dataclasses import dataclass
from typing import Self
from uuid import UUID, uuid4

import pika
import pytest
from sqlalchemy import TextClause, create_engine, text

from contracts.authorization import AgentRevoked
from contracts.topology import ATTEMPTS_LIMIT, SERVICES_EXCHANGE
from customs.console.bodies import example_application
from tests.unit.customs.builders import NOON, credit_code, id_number, print_completed

from .conftest import ROOT, CustomsProcess, Ear, customs_process, eventually


@pytest.fixture
def enterprise() -> str:
    return credit_code()


@pytest.fixture
def held_up():
    return HeldUp


@dataclass
class HeldUp:
    """Nothing that customs hears comes to an end inside."""

    customs: CustomsProcess
    handler: str = "customs.on_print_completed"

    def __enter__(self) -> Self:
        self.engine = create_engine(self.customs.environ["ORIGINPRINT_DATABASE_URL"])
        self.lock = self.engine.connect()
        self.lock.execute(text("lock table inbox in exclusive mode"))
        return self

    def __exit__(self, *_: object) -> None:
        self.lock.close()

    def wait(self) -> None:
        waiting = text(
            "select count(*) from pg_stat_activity"
            " where wait_event_type = 'Lock' and query like 'INSERT INTO inbox%'"
        )
        eventually(lambda: self._all(waiting) != [0], "customs is in the middle of it")

    def attempts(self) -> list[int]:
        return self._all(text("select attempts from attempts"))

    def blame(self, event_id: UUID, *, deaths: int) -> None:
        row = {"handler": self.handler, "event_id": event_id, "deaths": deaths}
        insert = "insert into attempts (handler, event_id, attempts)"
        with self.engine.begin() as connection:
            connection.execute(text(f"{insert} values (:handler, :event_id, :deaths)"), row)

    def _all(self, query: TextClause) -> list[int]:
        engine = create_engine(self.customs.environ["ORIGINPRINT_DATABASE_URL"])
        with engine.connect() as connection:
            found = list(connection.execute(query).scalars())
        engine.dispose()
        return found


def agent_revoked(enterprise: str) -> AgentRevoked:
    return AgentRevoked(
        enterprise_code=enterprise, grant_id=uuid4(), agent_code=credit_code(), revoked_at=NOON
    )


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
    customs.hears_bytes(SERVICES_EXCHANGE, "PrintCompleted", b'{"no": 1}')

    customs.hears(print_completed(enterprise, number))

    eventually(lambda: customs.timeline(number, "PrintCompleted"), "the good one was heard")
    connection = pika.BlockingConnection(pika.URLParameters(customs.amqp_url))
    method, properties, body = connection.channel().basic_get("dead_letters")
    connection.close()
    assert body == b'{"no": 1}'
    assert method.routing_key == "evt-print_svc-PrintCompleted--customs.on_print_completed"
    assert properties.headers["x-origin-queue"] == method.routing_key
    assert "ValidationError" in properties.headers["x-reason"]


def test_an_event_that_a_process_died_of_is_counted_until_it_is_heard(
    own_customs, held_up, application, enterprise
):
    number = own_customs.approved(application)
    with held_up(own_customs) as hold:
        own_customs.hears(print_completed(enterprise, number))
        hold.wait()
        own_customs.stop(signal.SIGKILL)
        own_customs.start()
        eventually(lambda: hold.attempts() == [1], "the attempt was counted")

    eventually(lambda: own_customs.timeline(number, "PrintCompleted"), "it was heard")
    eventually(lambda: held_up(own_customs).attempts() == [], "nothing is held against it")


def test_processes_that_die_are_held_against_the_event_in_hand_and_others_have_their_turn(
    own_customs, held_up, application, enterprise
):
    number = own_customs.approved(application)
    with held_up(own_customs) as hold:
        own_customs.hears(print_completed(enterprise, number))
        own_customs.hears(print_completed(enterprise, number))
        hold.wait()
        own_customs.stop(signal.SIGKILL)
        own_customs.start()
        eventually(lambda: hold.attempts() == [1], "one of both was in hand")
        own_customs.stop(signal.SIGKILL)
        own_customs.start()
        eventually(lambda: hold.attempts() == [1, 1], "the other had its turn")

    eventually(lambda: len(own_customs.timeline(number, "PrintCompleted")) == 2, "both were heard")


def test_an_event_that_fewer_processes_died_of_is_heard(
    own_customs, held_up, application, enterprise
):
    number = own_customs.approved(application)
    with held_up(own_customs) as hold:
        event_id = own_customs.hears(print_completed(enterprise, number))
        hold.wait()
        own_customs.stop(signal.SIGKILL)
    hold.blame(event_id, deaths=ATTEMPTS_LIMIT - 1)

    own_customs.start()

    eventually(lambda: own_customs.timeline(number, "PrintCompleted"), "it was heard")


def test_an_event_that_processes_die_of_is_buried_and_its_neighbour_is_heard(
    own_customs, held_up, application, enterprise
):
    number = own_customs.approved(application)
    with held_up(own_customs) as hold:
        event_id = own_customs.hears(print_completed(enterprise, number))
        hold.wait()
        own_customs.hears(agent_revoked(enterprise))
        own_customs.stop(signal.SIGKILL)
    hold.blame(event_id, deaths=ATTEMPTS_LIMIT)

    own_customs.start()

    eventually(
        lambda: "AgentRevoked" in str(own_customs.get(f"/enterprises/{enterprise}/timeline")),
        "the neighbour was heard",
    )
    eventually(lambda: "event_dead" in own_customs.log.read_text(), "the other was buried")
    assert own_customs.timeline(number, "PrintCompleted") == []
    assert "10 processes died while they handled it" in own_customs.log.read_text()


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


@pytest.mark.nightly
def test_a_broker_and_a_database_that_were_away_cost_nothing(
    own_servers, application, enterprise, tmp_path
):
    database = own_servers.create_owned_database("customs")
    with customs_process(own_servers, own_servers.amqp_url, database, tmp_path) as customs:
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
