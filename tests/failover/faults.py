"""What happens to servers, and how each comes back from it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from contracts.customs import CertificateApproved
from contracts.topology import event_queue_name
from deploy.local.cluster.brokers import BrokerNode
from deploy.local.cluster.node import Node
from deploy.local.cluster.stack import ClusterStack

APPROVALS = event_queue_name(CertificateApproved, "cert_svc", "on_certificate_approved")


def leader_of_approvals(stack: ClusterStack) -> Node:
    """Of the queue in which cert_svc hears what customs approved."""
    return stack.broker.leader_of(APPROVALS)


def node_of_publisher(stack: ClusterStack) -> Node:
    """Where customs, which says what it approved, has its connections."""
    customs = stack.processes.applications["customs"].process
    assert customs is not None
    return stack.broker.node_of(customs.pid)


def primary(stack: ClusterStack) -> Node:
    return stack.database.primary()


def store(stack: ClusterStack) -> Node:
    return stack.store


@dataclass(frozen=True)
class Fault:
    """`way` is what is done to the nodes, `back` what undoes it."""

    name: str
    nodes: Sequence[Callable[[ClusterStack], Node]]
    way: Callable[[Node], None]
    back: Callable[[Node], None]

    def chosen(self, stack: ClusterStack) -> list[Node]:
        """Asked before it strikes: RabbitMQ takes seconds to say who leads."""
        return [choose(stack) for choose in self.nodes]

    def strike(self, chosen: Sequence[Node]) -> None:
        """All of them at one moment."""
        for node in chosen:
            self.way(node)

    def heal(self, struck: Sequence[Node]) -> None:
        for node in struck:
            self.back(node)


def _kill(node: Node) -> None:
    node.kill()


def _start_again(node: Node) -> None:
    node.launch()


def _cut_off(node: Node) -> None:
    node.machine.cut_off()


def _rejoin(node: Node) -> None:
    node.machine.rejoin()


def lose_sight_for_a_moment(node: BrokerNode) -> None:
    """Of the broker, it and the others: too short for it to pause, and enough for Mnesia."""
    node.control.evaluate(
        "Others = nodes(), [erlang:disconnect_node(One) || One <- Others], "
        "[net_kernel:connect_node(One) || One <- Others], ok"
    )


def killed(name: str, *nodes: Callable[[ClusterStack], Node]) -> Fault:
    return Fault(f"kill -9 of {name}", nodes, _kill, _start_again)


def cut_off(name: str, *nodes: Callable[[ClusterStack], Node]) -> Fault:
    return Fault(f"{name} cut off", nodes, _cut_off, _rejoin)
