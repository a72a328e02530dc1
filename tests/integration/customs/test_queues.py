"""A queue that was made with other arguments is told by its name, with what to do about it."""

import subprocess
import sys
from contextlib import closing

import pika
import pytest

from contracts.printing import PrintCompleted
from customs.broker.connection import declare_all
from customs.broker.topology import QueueDiffersError, queue_name
from customs.errors import Unavailable

from .conftest import ROOT

QUEUE = queue_name(PrintCompleted)


@pytest.fixture
def other_arguments(make_vhost) -> str:
    """The address of a broker that has the queue with other ones."""
    amqp_url = make_vhost()
    with closing(pika.BlockingConnection(pika.URLParameters(amqp_url))) as connection:
        connection.channel().queue_declare(
            QUEUE, durable=True, arguments={"x-queue-type": "quorum", "x-delivery-limit": 10}
        )
    return amqp_url


def test_customs_waits_as_for_a_broker_that_is_away(other_arguments):
    with pytest.raises(Unavailable) as failure:
        declare_all(other_arguments)

    assert isinstance(failure.value.__cause__, QueueDiffersError)


def test_the_migration_ends_with_one_line(other_arguments, make_owned_database, customs):
    changes = {"AMQP_URL": other_arguments, "DATABASE_URL": make_owned_database().owner}

    migration = subprocess.run(
        [sys.executable, "-m", "customs.migrate"],
        cwd=ROOT,
        env=customs.environ | {f"ORIGINPRINT_{name}": value for name, value in changes.items()},
        capture_output=True,
        text=True,
        check=False,
    )

    (line,) = migration.stderr.splitlines()
    assert migration.returncode == 1
    assert f"rabbitmqctl delete_queue {QUEUE}" in line
    assert "received" in line
