"""Namespaces of one run: processes, mounts and a network of its own, in which each pod has another.

Whatever was started in them ends with the program that entered them, and leaves nothing behind.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

SERVERS = "10.77.0.1"
"""Where the run's servers listen, as seen from pods."""
_POD = "10.77.0.{}"
_BRIDGE = "pods"
_ENTER = (
    *("unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"),
    *("--propagation", "private", "--"),
)
_HYBRID = Path("/sys/fs/cgroup/unified")
_PRIVATE = ("/run/netns", "/run/containers", "/run/libpod", "/run/crun", "/var/lib/cni")
PROGRAMS = ("crun", "ip", "podman", "unshare")


def why_not() -> str:
    """What this machine lacks for a run; empty when it has everything."""
    if os.geteuid() != 0:
        return "only root makes the namespaces that containers run in"
    if missing := [name for name in PROGRAMS if shutil.which(name) is None]:
        return f"{', '.join(missing)} missing: `make install` brings them to root"
    bridge = ["ip", "link", "add", "probe", "type", "bridge"]
    tried = subprocess.run([*_ENTER, *bridge], capture_output=True, text=True, check=False)
    return f"this machine grants no namespaces: {tried.stderr.strip()}" if tried.returncode else ""


def entering(module: str, *arguments: str) -> list[str]:
    """The command that runs a module of ours inside; it calls `set_up` first."""
    return [*_ENTER, sys.executable, "-m", module, *arguments]


def set_up() -> None:
    """What pods are connected to, and folders of Podman's that the machine does not see."""
    for folder in _PRIVATE:
        Path(folder).mkdir(parents=True, exist_ok=True)
        _run("mount", "-t", "tmpfs", "tmpfs", folder)
    if _HYBRID.is_mount():  # crun takes the old cgroups or the new ones, not both at once
        _run("umount", str(_HYBRID))
    _ip("link", "set", "lo", "up")
    _ip("link", "add", _BRIDGE, "type", "bridge")
    _ip("addr", "add", f"{SERVERS}/24", "dev", _BRIDGE)
    _ip("link", "set", _BRIDGE, "up")


def add_pod(name: str, number: int) -> str:
    """The address of a new network namespace with this name; numbers are from 11 to 250."""
    address, outside = _POD.format(number), f"pod{number}"
    _ip("netns", "add", name)
    _ip("link", "add", outside, "type", "veth", "peer", "name", "eth0", "netns", name)
    _ip("link", "set", outside, "master", _BRIDGE, "up")
    _ip("-n", name, "addr", "add", f"{address}/24", "dev", "eth0")
    _ip("-n", name, "link", "set", "eth0", "up")
    _ip("-n", name, "link", "set", "lo", "up")
    return address


def _ip(*arguments: str) -> None:
    _run("ip", *arguments)


def _run(*command: str) -> None:
    done: subprocess.CompletedProcess[str] = subprocess.run(
        command, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise OSError(f"{' '.join(command)}: {done.stderr.strip()}")
