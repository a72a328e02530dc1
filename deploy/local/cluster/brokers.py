"""RabbitMQ of several nodes, configured as the manifests configure it."""

import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from deploy.local.cluster.manifests import broker_configuration, broker_memory, broker_settings
from deploy.local.cluster.networks import Machine
from deploy.local.cluster.node import Node
from deploy.local.rabbitmq import RabbitMQ
from deploy.local.rabbitmq_control import USER, BrokerControl
from deploy.local.server import ServerFailedError

PORT = 5672
_DISTRIBUTION_PORT = 25672
_COOKIE = "originprint"
_CONFIGURATION = """\
listeners.tcp.1 = {address}:{port}
cluster_name = originprint
default_user = {user}
default_pass = {password}
cluster_formation.peer_discovery_backend = classic_config
total_memory_available_override_value = {memory}
log.console = true
log.console.level = info
log.file = false
cluster_partition_handling = pause_minority
"""
"""The last line is for Mnesia, which keeps what RabbitMQ before 4.2 is told."""


class BrokerNode(Node, RabbitMQ):
    """One of them, on a machine of its own; its definitions come when all are there."""

    start_seconds = 180.0

    def __init__(
        self,
        home: Path,
        machine: Machine,
        machines: Sequence[Machine],
        password: str,
        accounts: Mapping[str, str],
    ) -> None:
        self.name = f"RabbitMQ on {machine.name}"
        self.machine = machine
        self.machines = machines
        self.address = machine.address
        self.node = _node_of(machine)
        self.names = str(home / "names")
        super().__init__(home, password, accounts)

    def choose_ports(self) -> None:
        self.port, self.distribution_port = PORT, _DISTRIBUTION_PORT

    def kernel(self) -> Mapping[str, str]:
        return {**super().kernel(), "net_ticktime": broker_settings()["net_ticktime"]}

    def prepare(self) -> None:
        cookie = self.home / ".erlang.cookie"
        if not cookie.exists():
            cookie.write_text(_COOKIE)
            cookie.chmod(0o400)
        Path(self.names).write_text(_names(self.machines))
        peers = "".join(
            f"cluster_formation.classic_config.nodes.{place} = {_node_of(machine)}\n"
            for place, machine in enumerate(self.machines, 1)
        )
        own = _CONFIGURATION.format(
            address=self.address,
            port=self.port,
            user=USER,
            password=self.password,
            memory=broker_memory(),
        )
        self.configure(own + peers + broker_configuration())


class BrokerCluster:
    """All of them, as one broker to its clients."""

    def __init__(
        self, home: Path, machines: Sequence[Machine], password: str, accounts: Mapping[str, str]
    ) -> None:
        self.accounts = accounts
        self.nodes = [
            BrokerNode(home / machine.name, machine, machines, password, accounts)
            for machine in machines
        ]

    @property
    def url(self) -> str:
        """The administrator's, with every node, in the virtual host of the services."""
        hosts = ",".join(f"{node.address}:{node.port}" for node in self.nodes)
        return f"amqp://{USER}:{self.nodes[0].password}@{hosts}/%2F"

    @property
    def control(self) -> BrokerControl:
        return self.nodes[0].control

    def define(self) -> None:
        """When all are there, so that each quorum queue has a member on each of them."""
        self.control.define(self.nodes[0].definitions())

    def running(self) -> BrokerNode:
        return next(node for node in self.nodes if not node.has_ended())

    def is_whole(self) -> bool:
        """Whether any node may go: every quorum queue has more members than it needs."""
        return all(_holds(node.control.check_that_it_may_go) for node in self.nodes)

    def is_parted(self) -> bool:
        """Whether nodes stay apart, each with what it was told itself, until one is started again.

        Mnesia does so when they see one another again before the smaller side has paused.
        """
        return any(_holds(node.control.check_that_it_is_parted) for node in self.nodes)

    def leader_of(self, queue: str) -> BrokerNode:
        """The node that leads a quorum queue of the services."""
        control = self.running().control
        members = control.ask("quorum_status", queue, program="rabbitmq-queues")
        return self._named(next(each["Node Name"] for each in members if _leads(each)))

    def node_of(self, pid: int) -> BrokerNode:
        """Where this process has a connection, as the kernel tells; StopIteration without one.

        RabbitMQ would have every node tell its own, which reach nobody who does not listen.
        """
        asked = ["ss", "-Htnp", "state", "established", "dport", "=", f":{PORT}"]
        said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
        own = [line for line in said.splitlines() if f"pid={pid}," in line]
        places = "\n".join(own)
        return next(node for node in self.nodes if f" {node.address}:{PORT}" in places)

    def _named(self, name: str) -> BrokerNode:
        return next(node for node in self.nodes if node.node == name)


def _holds(check: Callable[[], None]) -> bool:
    try:
        check()
    except ServerFailedError:
        return False
    return True


def _leads(member: Mapping[str, Any]) -> bool:
    return bool(member["Raft State"] == "leader")


def _node_of(machine: Machine) -> str:
    return f"rabbit@{machine.name}"


def _names(machines: Sequence[Machine]) -> str:
    """Erlang's own list of hosts, because nobody else on this machine knows them."""
    hosts = [
        f'{{host, {{{machine.address.replace(".", ",")}}}, ["{machine.name}"]}}.\n'
        for machine in machines
    ]
    return "".join(hosts) + "{lookup, [file, native]}.\n"
