"""What the manifests say about broker and database, for servers that are run without Kubernetes."""

from pathlib import Path
from typing import Any, Final

import yaml

from deploy.quantities import amount

_COMPONENTS = Path(__file__).parents[2] / "k8s/components"
_OF_KUBERNETES: Final = ("load_definitions", "ssl_options.", "quorum_queue.continuous_membership")
"""Files that are mounted there; and what RabbitMQ knows from 3.13 on, where the nodes of a cluster
come one after the other."""


def broker_configuration() -> str:
    """What rabbitmq.yaml adds to rabbitmq.conf, but for what only makes sense there."""
    lines = _broker()["rabbitmq"]["additionalConfig"].splitlines()
    return "\n".join(line for line in lines if not line.startswith(_OF_KUBERNETES)) + "\n"


def broker_settings() -> dict[str, str]:
    """The same, each by its name."""
    lines = broker_configuration().splitlines()
    return dict(line.split(" = ", 1) for line in lines if " = " in line)


def broker_nodes() -> int:
    return int(_broker()["replicas"])


def broker_memory() -> int:
    """Bytes that a node believes to have: a fifth of its limit, 2 GiB at most, is kept back.

    As the RabbitMQ Cluster Operator tells it (`total_memory_available_override_value`).
    """
    limit = int(amount(_broker()["resources"]["limits"]["memory"]))
    return limit - min(limit // 5, 2 * 2**30)


def database_cluster() -> dict[str, Any]:
    """The `spec` of CloudNativePG's Cluster."""
    [cluster] = _documents("postgresql/postgresql.yaml", "Cluster")
    spec: dict[str, Any] = cluster["spec"]
    return spec


def _broker() -> dict[str, Any]:
    """The `spec` of the operator's RabbitmqCluster."""
    [cluster] = _documents("rabbitmq/rabbitmq.yaml", "RabbitmqCluster")
    spec: dict[str, Any] = cluster["spec"]
    return spec


def _documents(file: str, kind: str) -> list[dict[str, Any]]:
    found = yaml.safe_load_all((_COMPONENTS / file).read_text())
    return [one for one in found if one["kind"] == kind]
