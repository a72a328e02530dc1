"""A server that is alone on a machine of its own, which can be cut off."""

from collections.abc import Sequence

from deploy.local.cluster.networks import Machine
from deploy.local.server import Server


class Node(Server):
    machine: Machine

    def place(self) -> Sequence[str]:
        return self.machine.entered

    def pids(self) -> Sequence[int]:
        return self.machine.pids()
