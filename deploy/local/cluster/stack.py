"""The whole product on one machine against servers that are clusters, on a network of their own."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.local import server
from deploy.local.cluster.brokers import BrokerCluster
from deploy.local.cluster.databases import DatabaseCluster
from deploy.local.cluster.etcd import Etcd
from deploy.local.cluster.manifests import broker_nodes, database_cluster
from deploy.local.cluster.networks import Machine, network
from deploy.local.cluster.node import Node
from deploy.local.object_store import ObjectStore
from deploy.local.processes import RunningProcesses, start_processes
from deploy.local.server import Progress
from deploy.local.servers import (
    Servers,
    described,
    kept_passwords,
    of_accounts,
    of_objects,
)
from deploy.local.stack import RunningProduct, tell_addresses

_ETCD, _STORE, _BROKERS, _DATABASES = 5, 31, 11, 21
_STORE_PORT = 9000


class StoreNode(Node, ObjectStore):
    """The S3 server."""

    def __init__(self, home: Path, machine: Machine, accounts: Mapping[str, str]) -> None:
        self.machine = machine
        self.address = machine.address
        super().__init__(home, accounts)

    def choose_ports(self) -> None:
        self.port = _STORE_PORT


@dataclass(frozen=True)
class ClusterStack(RunningProduct):
    """With the clusters behind it."""

    servers: Servers
    processes: RunningProcesses
    broker: BrokerCluster
    database: DatabaseCluster
    store: StoreNode

    @property
    def nodes(self) -> Sequence[Node]:
        return [*self.broker.nodes, *self.database.nodes, self.store]

    def is_whole(self) -> bool:
        """Whether any one node may go, and nobody would miss it for long."""
        answering = all(node.answers() for node in self.nodes)
        return answering and self.broker.is_whole() and self.database.is_whole()


@contextmanager
def running_cluster_stack(
    root: Path,
    *,
    overrides: Mapping[str, Mapping[str, str]] | None = None,
    progress: Progress | None = None,
) -> Iterator[ClusterStack]:
    """Starts everything under `root` and stops it at the end. This thread is in the network.

    Raises NoNetworkError, MissingProgramError, ServerFailedError.
    """
    report = progress or (lambda _: None)
    home = root / "servers"
    home.mkdir(parents=True)
    passwords = kept_passwords(home / "passwords.json")
    with ExitStack() as ending:
        machines = ending.enter_context(network(_machines()))
        brokers, databases = _named(machines, "broker"), _named(machines, "database")
        broker = BrokerCluster(home, brokers, passwords["amqp"], of_accounts(passwords))
        etcd = Etcd(home / "etcd", machines["etcd"])
        database = DatabaseCluster(home, databases, etcd, passwords["postgres"])
        store = StoreNode(home / "store", machines["store"], of_objects(passwords))
        ending.callback(server.stop, [*broker.nodes, *database.nodes, etcd, store])
        server.start([store, etcd, database.nodes[0], *broker.nodes], report)
        server.start(database.nodes[1:], report)
        broker.define()
        servers = described(broker, database.url, store)
        processes = ending.enter_context(
            start_processes(servers, root, overrides=overrides, progress=report)
        )
        tell_addresses(root, processes)
        yield ClusterStack(root, servers, processes, broker, database, store)


def _machines() -> dict[str, int]:
    brokers = {f"broker{n + 1}": _BROKERS + n for n in range(broker_nodes())}
    instances = int(database_cluster()["instances"])
    databases = {f"database{n + 1}": _DATABASES + n for n in range(instances)}
    return {"etcd": _ETCD, "store": _STORE, **brokers, **databases}


def _named(machines: Mapping[str, Machine], kind: str) -> list[Machine]:
    return [machine for name, machine in machines.items() if name.startswith(kind)]
