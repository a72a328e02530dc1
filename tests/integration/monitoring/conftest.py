"""The whole product watched by Prometheus and Alertmanager, and one enterprise at work."""

import contextlib
import itertools
import threading
from collections.abc import Iterator

import httpx
import pytest

from deploy.local import server
from deploy.local.exporter import Exporter, wait_for
from deploy.local.officer import Officer
from deploy.local.person import Person
from deploy.local.postgres import let_through
from deploy.local.stack import Stack, running_stack
from tests.e2e.receiver import receiving
from tests.integration.monitoring.archiving import ArchivedDatabase, DatabaseExporter, archiving
from tests.integration.monitoring.faults import Place
from tests.integration.monitoring.watch import (
    PATIENCE_SECONDS,
    Alertmanager,
    Bell,
    Prometheus,
    ringing,
)

KUBELET_SECONDS = 1.0
NAMESPACE = "originprint.svc.cluster.local"


@pytest.fixture(scope="module")
def stack(tmp_path_factory) -> Iterator[Stack]:
    root = tmp_path_factory.mktemp("watched")
    let_through(root, above=2)
    with (
        running_stack(root, durable=False, measured=True) as stack,
        _asked_for_readiness(list(stack.processes.addresses.values())),
    ):
        yield stack


@contextlib.contextmanager
def _asked_for_readiness(addresses: list[str]) -> Iterator[None]:
    """As the kubelet asks every pod: the answer stands in the metrics from then on."""
    over = threading.Event()

    def ask() -> None:
        with httpx.Client(timeout=5) as client:
            while not over.wait(KUBELET_SECONDS):
                for address in addresses:
                    with contextlib.suppress(httpx.TransportError):
                        client.get(f"{address}/readyz")

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@pytest.fixture(scope="module")
def bell() -> Iterator[Bell]:
    with ringing() as bell:
        yield bell


@pytest.fixture(scope="module")
def archived(tmp_path_factory) -> Iterator[tuple[ArchivedDatabase, DatabaseExporter]]:
    root = tmp_path_factory.mktemp("archived")
    let_through(root, above=2)
    with archiving(root) as database_and_exporter:
        yield database_and_exporter


@pytest.fixture(scope="module")
def prometheus(stack, archived, bell, tmp_path_factory) -> Iterator[Prometheus]:
    """It sees every target by now, so that what happens next it sees to happen."""
    folder = tmp_path_factory.mktemp("watching")
    alertmanager = Alertmanager(folder / "alertmanager", bell)
    prometheus = Prometheus(folder / "prometheus", alertmanager.address)
    jobs = targets_of(stack) | database_targets(archived[1])
    for job, targets in jobs.items():
        prometheus.show(job, targets)
    with server.running(alertmanager, prometheus):
        expected = sum(map(len, jobs.values()))
        wait_for(lambda: prometheus.seen() == expected or None, "every target", PATIENCE_SECONDS)
        yield prometheus


def targets_of(stack: Stack, *hidden: str) -> dict[str, dict[str, str]]:
    """By job: addresses, and the names in DNS by which the cluster's Prometheus finds them."""
    found = {
        address.removeprefix("http://"): _dns_name(name)
        for name, address in stack.processes.addresses.items()
        if name not in hidden
    }
    broker = f"{server.LOOPBACK}:{stack.servers.processes[0].metrics_port}"
    nodes = {broker: f"rabbitmq-nodes.{NAMESPACE}"}
    # There is no cluster here to tell of: somebody who answers and knows nothing of CronJobs.
    return {"originprint": found, "rabbitmq": nodes, "broker": nodes, "kube-state-metrics": nodes}


def database_targets(exporter: DatabaseExporter) -> dict[str, dict[str, str]]:
    return {"postgresql": {exporter.address: f"postgresql-pods.{NAMESPACE}"}}


def _dns_name(process: str) -> str:
    name = process.replace("_", "-")
    return f"{'gateway-pods' if name == 'gateway' else name}.{NAMESPACE}"


_seeds = itertools.count(7000)


@pytest.fixture(scope="module")
def place(stack, archived, prometheus) -> Iterator[Place]:
    person = Person.with_card(stack.cards, seed=next(_seeds))
    exporter, officer = Exporter(stack.gateway, person), Officer(stack.gateway, stack.console_token)

    @contextlib.contextmanager
    def hidden(*names: str) -> Iterator[None]:
        prometheus.show("originprint", targets_of(stack, *names)["originprint"])
        yield
        prometheus.show("originprint", targets_of(stack)["originprint"])

    @contextlib.contextmanager
    def unwatched(job: str) -> Iterator[None]:
        prometheus.show(job, {})
        yield
        prometheus.show(job, (targets_of(stack) | database_targets(archived[1]))[job])

    with contextlib.closing(exporter), contextlib.closing(officer), receiving() as receiver:
        exporter.log_in()
        exporter.desk.announce()
        yield Place(stack, archived[0], exporter, officer, receiver, hidden, unwatched)
