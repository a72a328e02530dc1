"""Broker and database of the manifests lose nothing acknowledged, and give up the silent."""

import re

import pytest

from deploy.local.cluster.brokers import BrokerCluster
from deploy.local.cluster.manifests import (
    broker_configuration,
    broker_memory,
    broker_settings,
    database_cluster,
)
from deploy.local.cluster.networks import Machine
from deploy.quantities import amount
from tests.unit.deploy.manifests import rendered

GIGABYTE = 10**9
"""What RabbitMQ calls GB."""


def one(overlay: str, kind: str) -> dict:
    [found] = [manifest for manifest in rendered(overlay) if manifest["kind"] == kind]
    return found["spec"]


def test_a_commit_is_acknowledged_when_two_servers_have_it():
    synchronous = database_cluster()["postgresql"]["synchronous"]

    assert synchronous == {"method": "any", "number": 1, "dataDurability": "required"}
    assert database_cluster()["instances"] > synchronous["number"] + 1


def test_a_broker_node_that_is_cut_off_is_given_up_soon():
    assert broker_settings()["net_ticktime"] == "10"


def test_nodes_of_the_broker_that_lost_sight_of_one_another_agree_by_themselves():
    """New clusters do from RabbitMQ 4.2 on; before, one that is parted stays so."""
    image = one("prod", "RabbitmqCluster")["image"]
    major, minor = re.search(r":(\d+)\.(\d+)", image).groups()

    assert (int(major), int(minor)) >= (4, 2)


def test_a_broker_node_that_comes_back_has_the_memory_to_read_its_log():
    """It took 1.2 GB with 340 quorum queues, 121 are here; above the watermark nobody publishes."""
    share = float(broker_settings()["vm_memory_high_watermark.relative"])
    watermark = share * broker_memory()

    assert watermark > 1.5 * 1.2e9


def test_each_node_of_the_broker_that_is_tried_is_told_what_the_manifests_say(tmp_path):
    machines = [Machine(f"broker{number}", number, holder=None) for number in (1, 2, 3)]
    cluster = BrokerCluster(tmp_path, machines, "administrator", {})

    for node in cluster.nodes:
        node.prepare()

    told = [(node.home / "rabbitmq.conf").read_text() for node in cluster.nodes]
    assert [broker_configuration() in one for one in told] == [True, True, True]
    assert all(node.node in one for node in cluster.nodes for one in told)
    assert [node.kernel()["net_ticktime"] for node in cluster.nodes] == ["10", "10", "10"]


def test_a_single_database_waits_for_no_second_one():
    spec = one("dev", "Cluster")

    assert spec["instances"] == 1
    assert "synchronous" not in spec["postgresql"]


@pytest.mark.parametrize("overlay", ["dev", "prod"])
def test_the_brokers_disk_holds_as_much_again_as_must_stay_free(overlay):
    spec = one(overlay, "RabbitmqCluster")
    told = spec["rabbitmq"]["additionalConfig"]
    [limit] = re.findall(r"disk_free_limit.absolute = (\d+)GB", told)

    assert amount(spec["persistence"]["storage"]) >= 2 * int(limit) * GIGABYTE
