"""Every path that a policy opens, and no other: all pairs of ends, at every port in use."""

import itertools

import pytest

from tests.unit.deploy.manifests import (
    NAMESPACE,
    container,
    rendered,
    with_component,
    workloads,
)
from tests.unit.deploy.reaching import End, is_open

AMQPS, POSTGRESQL, S3, HTTP, HTTPS, HTTPS_TOO, DNS, API = (
    5671,
    5432,
    9000,
    8000,
    443,
    8443,
    53,
    6443,
)
BROKER_METRICS, DATABASE_METRICS, CLUSTERING = 15691, 9187, 25672
PORTS = (
    *(AMQPS, POSTGRESQL, S3, HTTP, HTTPS, HTTPS_TOO, DNS, API),
    *(BROKER_METRICS, DATABASE_METRICS, CLUSTERING),
)
EVERYWHERE = [
    End("world", address="93.184.215.14"),
    End("private", address="192.168.1.1"),
    End("metadata", address="169.254.169.254"),
    End("dns", namespace="kube-system"),
    End("ingress", namespace="ingress-nginx"),
    End("prometheus", namespace="monitoring"),
    End("rabbitmq-operator", namespace="rabbitmq-system"),
    End("postgresql-operator", namespace="cnpg-system"),
    End("neighbour", namespace="another-team"),
]
SERVERS = {
    "rabbitmq": {"app.kubernetes.io/name": "rabbitmq"},
    "postgresql": {"cnpg.io/cluster": "postgresql"},
}


@pytest.fixture(scope="module", params=["dev", "prod", "prod with minio"])
def overlay(request, tmp_path_factory):
    if request.param in NAMESPACE:
        return rendered(request.param)
    return with_component(tmp_path_factory.mktemp("own"), "prod", "minio")


def test_no_path_is_open_that_is_not_needed_and_every_path_that_is(overlay):
    namespace = next(one["metadata"]["name"] for one in overlay if one["kind"] == "Namespace")
    policies = [one for one in overlay if one["kind"] == "NetworkPolicy"]
    inside = ends(overlay, namespace)
    everybody = [*inside, *EVERYWHERE]
    pairs = itertools.product(everybody, everybody, PORTS)

    opened = {
        (start.name, end.name, port)
        for start, end, port in pairs
        if (start in inside or end in inside) and is_open(policies, namespace, start, end, port)
    }

    assert opened == needed(overlay, {one.name for one in inside})


def ends(overlay, namespace) -> list[End]:
    """The pods of the overlay, with those that the operators make."""
    own = [
        End(
            name,
            labels=one["spec"]["template"]["metadata"]["labels"],
            namespace=namespace,
            ports={port["name"]: port["containerPort"] for port in container(one).get("ports", ())},
        )
        for name, one in workloads(overlay).items()
    ]
    stores = [
        End(
            one["metadata"]["name"],
            labels=one["spec"]["template"]["metadata"]["labels"],
            namespace=namespace,
            ports={"s3": S3},
        )
        for one in overlay
        if one["kind"] == "StatefulSet"
    ]
    backups = [
        End(
            one["metadata"]["name"],
            labels=one["spec"]["jobTemplate"]["spec"]["template"]["metadata"]["labels"],
            namespace=namespace,
        )
        for one in overlay
        if one["kind"] == "CronJob"
    ]
    return [
        *own,
        *stores,
        *backups,
        *(End(name, labels, namespace) for name, labels in SERVERS.items()),
    ]


def needed(overlay, inside: set[str]) -> set[tuple[str, str, int]]:
    names = workloads(overlay).keys()
    processes = {name for name in names if not name.endswith("-migration")}
    elsewhere = {one.name for one in EVERYWHERE if one.namespace}
    stores = inside & {"minio"}
    backups = inside & {"objects-backup", "objects-comparison"}
    return {
        *((one, "dns", DNS) for one in inside),
        *((one, "rabbitmq", AMQPS) for one in names),
        *((one, "postgresql", POSTGRESQL) for one in names),
        *((one, store, S3) for one in (*names, "postgresql", *backups) for store in stores),
        # Servers may be in any namespace, as one's own overlay has it.
        *(
            (one, other, port)
            for one in names
            for other in elsewhere
            for port in (AMQPS, POSTGRESQL, S3)
        ),
        *(("prometheus", one, HTTP) for one in processes),
        ("prometheus", "rabbitmq", BROKER_METRICS),
        ("prometheus", "postgresql", DATABASE_METRICS),
        ("ingress", "gateway", HTTP),
        *(("gateway", one, HTTP) for one in names & {"customs"}),
        *(("webhook-svc", "world", port) for port in (HTTPS, HTTPS_TOO)),
        *among("rabbitmq", "rabbitmq-operator"),
        *among("postgresql", "postgresql-operator"),
        # The API server and where backups go: its own policy names ports and no end.
        *(("rabbitmq", one.name, port) for one in EVERYWHERE for port in (HTTPS, API)),
        *(("postgresql", one.name, port) for one in EVERYWHERE for port in (HTTPS, API, S3)),
        *(
            (backup, one.name, port)
            for backup in backups
            for one in EVERYWHERE
            for port in (HTTPS, S3)
        ),
    }


def among(server: str, operator: str) -> set[tuple[str, str, int]]:
    """The nodes of a server with one another, and with the operator that looks after them."""
    return {(start, server, port) for start in (server, operator) for port in PORTS}
