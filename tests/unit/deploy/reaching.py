"""Judges network policies as a cluster does: a path is open when both of its ends allow it.

An end that no policy selects for a direction allows everything in it; of several policies one is
enough (Kubernetes, networking.k8s.io/v1 NetworkPolicy).
"""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

Manifest = dict[str, Any]


@dataclass(frozen=True)
class End:
    """A pod, or an address outside the cluster."""

    name: str
    labels: dict[str, str] = field(default_factory=dict, hash=False)
    namespace: str | None = None
    """None outside the cluster."""
    address: str = "10.244.0.1"
    ports: dict[str, int] = field(default_factory=dict, hash=False)
    """By their names."""


def is_open(policies: Iterable[Manifest], namespace: str, start: End, end: End, port: int) -> bool:
    """`namespace` is that of the policies."""
    specs = [one["spec"] for one in policies]
    out = _allows(specs, namespace, "Egress", start, end, port, end)
    return out and _allows(specs, namespace, "Ingress", end, start, port, end)


def _allows(
    specs: list[Manifest],
    namespace: str,
    way: str,
    guarded: End,
    other: End,
    port: int,
    target: End,
) -> bool:
    about = [
        spec
        for spec in specs
        if guarded.namespace == namespace
        and way in spec["policyTypes"]
        and _selects(spec["podSelector"], guarded.labels)
    ]
    peers, rules = ("to", "egress") if way == "Egress" else ("from", "ingress")
    return not about or any(
        _is_peer(rule.get(peers), other, namespace) and _is_port(rule.get("ports"), port, target)
        for spec in about
        for rule in spec.get(rules, ())
    )


def _is_peer(peers: list[Manifest] | None, other: End, namespace: str) -> bool:
    return peers is None or any(_matches(peer, other, namespace) for peer in peers)


def _matches(peer: Manifest, other: End, namespace: str) -> bool:
    if "ipBlock" in peer:
        return other.namespace is None and _within(peer["ipBlock"], other.address)
    if other.namespace is None:
        return False
    own = {"kubernetes.io/metadata.name": other.namespace}
    here = (
        _selects(peer["namespaceSelector"], own)
        if "namespaceSelector" in peer
        else other.namespace == namespace
    )
    return here and _selects(peer.get("podSelector", {}), other.labels)


def _within(block: Manifest, address: str) -> bool:
    at = ipaddress.ip_address(address)
    return at in ipaddress.ip_network(block["cidr"]) and not any(
        at in ipaddress.ip_network(one) for one in block.get("except", ())
    )


def _is_port(ports: list[Manifest] | None, port: int, target: End) -> bool:
    return ports is None or port in {target.ports.get(one["port"], one["port"]) for one in ports}


def _selects(selector: Manifest, labels: dict[str, str]) -> bool:
    """Only labels; another kind of selector is none of ours and fails here."""
    assert selector.keys() <= {"matchLabels"}
    return selector.get("matchLabels", {}).items() <= labels.items()
