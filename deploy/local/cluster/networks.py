"""A network of its own on this machine: namespaces joined by a bridge; each can be cut off.

Only root may make one. Nothing of it is seen in the machine's own network, and nothing stays: the
namespaces end with the processes in them.
"""

import ctypes
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_NEW_NETWORK = 0x40000000  # CLONE_NEWNET of unshare(2)
_BRIDGE = "cluster"
_SUBNET = "10.77.0"
_HOME = f"{_SUBNET}.1"
_LIBC = ctypes.CDLL(None, use_errno=True)


class NoNetworkError(Exception):
    """This machine lets nobody make a network; the message says why."""


@dataclass(frozen=True)
class Machine:
    """One namespace: what runs in it is alone with its address."""

    name: str
    number: int
    holder: "subprocess.Popen[bytes]"

    @property
    def address(self) -> str:
        return f"{_SUBNET}.{self.number}"

    @property
    def entered(self) -> Sequence[str]:
        """What is started behind these words runs in it."""
        return ["nsenter", f"--net=/proc/{self.holder.pid}/ns/net", "--"]

    def pids(self) -> Sequence[int]:
        """Of what runs in it, but for who holds it."""
        own = Path(f"/proc/{self.holder.pid}/ns/net").readlink()
        return [pid for pid in _pids_in(own) if pid != self.holder.pid]

    def cut_off(self) -> None:
        """From one moment to the next nothing comes and nothing goes, and nobody is told."""
        _ip(f"link set v{self.number} down")

    def rejoin(self) -> None:
        _ip(f"link set v{self.number} up")


@contextmanager
def network(machines: Mapping[str, int]) -> Iterator[dict[str, Machine]]:
    """Names with the last part of their addresses; this thread and what it starts is among them.

    Raises NoNetworkError.
    """
    outside = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    holders: list[subprocess.Popen[bytes]] = []
    try:
        _leave()
        _ip("link set lo up", f"link add {_BRIDGE} address {_mac(1)} type bridge")
        _ip(f"addr add {_HOME}/24 dev {_BRIDGE}", f"link set {_BRIDGE} up")
        yield {name: _joined(name, number, holders) for name, number in machines.items()}
    finally:
        for holder in holders:
            holder.kill()
            holder.wait()
        _LIBC.setns(outside, _NEW_NETWORK)
        os.close(outside)


def why_not() -> str | None:
    """Why there can be no such network here; None where there can."""
    if os.geteuid() != 0:
        return "only root may make network namespaces"
    tried = subprocess.run(
        ["unshare", "--net", "ip", "link", "add", _BRIDGE, "type", "bridge"],
        capture_output=True,
        text=True,
        check=False,
    )
    return None if tried.returncode == 0 else f"no network of its own: {tried.stderr.strip()}"


def _leave() -> None:
    if _LIBC.unshare(_NEW_NETWORK) != 0:
        raise NoNetworkError(f"unshare: {os.strerror(ctypes.get_errno())}")


def _joined(name: str, number: int, holders: list["subprocess.Popen[bytes]"]) -> Machine:
    holding = ["setpriv", "--pdeathsig", "KILL", "unshare", "--net", "sleep", "infinity"]
    holder = subprocess.Popen(holding, stdin=subprocess.DEVNULL)
    holders.append(holder)
    machine = Machine(name, number, holder)
    _await_own_network(holder.pid)
    _ip(
        f"link add v{number} type veth peer name eth0 address {_mac(number)} netns {holder.pid}",
        f"link set v{number} master {_BRIDGE} up",
    )
    # A router in between would not tell either that a neighbour has gone.
    _ip(f"neigh replace {machine.address} lladdr {_mac(number)} nud permanent dev {_BRIDGE}")
    inside = ["link set lo up", f"addr add {machine.address}/24 dev eth0", "link set eth0 up"]
    neighbours = [
        f"neigh replace {_SUBNET}.{other} lladdr {_mac(other)} nud permanent dev eth0"
        for other in range(1, 64)
        if other != number
    ]
    _ip(*inside, *neighbours, entered=machine.entered)
    return machine


def _pids_in(network_namespace: Path) -> Iterator[int]:
    for found in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            if (found / "ns/net").readlink() == network_namespace:
                yield int(found.name)


def _await_own_network(pid: int) -> None:
    own = Path("/proc/thread-self/ns/net").readlink()
    while Path(f"/proc/{pid}/ns/net").readlink() == own:
        os.sched_yield()


def _mac(number: int) -> str:
    return f"02:00:0a:4d:00:{number:02x}"


def _ip(*commands: str, entered: Sequence[str] = ()) -> None:
    program = Path("/usr/sbin/ip")
    done = subprocess.run(
        [*entered, program if program.exists() else "ip", "-batch", "-"],
        input="\n".join(commands),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise NoNetworkError(f"ip {'; '.join(commands[:3])}: {done.stderr.strip()}")
