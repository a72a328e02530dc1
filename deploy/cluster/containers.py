"""Pods as Podman's containers: with user, rights, limits, files and network of their manifest."""

import json
import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from deploy.cluster import network
from deploy.cluster.manifests import Mount, Pod, Probe
from deploy.local.server import http_status

_POLL_SECONDS = 0.1
_ULIMITS = ("--ulimit=nofile=20000:20000", "--ulimit=nproc=32768:32768")
"""Podman's own ask for more than a root without CAP_SYS_RESOURCE may give."""


@dataclass(frozen=True)
class Podman:
    """Where this run keeps its containers; images are read from the machine's store."""

    root: Path
    image: str
    hosts: Mapping[str, str]
    """Addresses by the names that the cluster's DNS would answer to."""

    def command(self, *arguments: str) -> list[str]:
        return [
            "podman",
            f"--root={self.root / 'storage'}",
            "--storage-driver=overlay",
            "--storage-opt=additionalimagestore=/var/lib/containers/storage",
            "--cgroup-manager=cgroupfs",
            "--events-backend=none",
            *arguments,
        ]

    def run(self, *arguments: str) -> str:
        """What the command said. Raises OSError with its error."""
        done = subprocess.run(self.command(*arguments), capture_output=True, text=True, check=False)
        if done.returncode:
            raise OSError(f"podman {arguments[0]}: {done.stderr.strip()}")
        return done.stdout.strip()


@dataclass(frozen=True)
class Container:
    """One that was started, and its address in the network of the run."""

    podman: Podman
    pod: Pod
    address: str
    started: float
    """By time.monotonic."""

    def wait(self, seconds: float) -> int:
        """Its exit code once it has ended by itself; raises TimeoutError."""
        deadline = time.monotonic() + seconds
        while (state := self.state())["Status"] != "exited":
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.pod.name} did not end within {seconds:.0f} s")
            time.sleep(_POLL_SECONDS)
        return int(str(state["ExitCode"]))

    def state(self) -> dict[str, object]:
        inspected = json.loads(self.podman.run("inspect", self.pod.name))
        state: dict[str, object] = inspected[0]["State"]
        return state

    def logs(self) -> str:
        command = self.podman.command("logs", self.pod.name)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.stdout + done.stderr

    def passes(self, probe: Probe) -> bool:
        """Asked once, as a kubelet asks."""
        status = http_status(self.address, probe.port, probe.path, probe.timeout)
        return status == HTTPStatus.OK

    def become(self, name: str) -> float:
        """Seconds from its start until this probe passed; TimeoutError after the last try."""
        probe, began = self.pod.probes[name], time.monotonic()
        allowed = probe.period * probe.failures
        while not self.passes(probe):
            if time.monotonic() - began > allowed or self.state()["Status"] == "exited":
                raise TimeoutError(f"{self.pod.name} is not {name}:\n{self.logs()[-3000:]}")
            time.sleep(_POLL_SECONDS)
        return time.monotonic() - self.started

    def stop(self) -> tuple[int, float]:
        """Its exit code, 137 when it outlived its grace, and the seconds that it took."""
        began = time.monotonic()
        if self.pod.pre_stop:
            self.podman.run("exec", self.pod.name, *self.pod.pre_stop)
        left = self.pod.grace - (time.monotonic() - began)
        self.podman.run("stop", f"--time={max(1, int(left))}", self.pod.name)
        return int(str(self.state()["ExitCode"])), time.monotonic() - began


def start(podman: Podman, pod: Pod, number: int) -> Container:
    """`number` tells its address. Raises OSError when Podman refuses, ValueError for root."""
    if pod.user == 0:
        raise ValueError(f"{pod.name} would run as root")
    address = network.add_pod(pod.name, number)
    folder = podman.root / pod.name
    folder.mkdir()
    (folder / "environment").write_text(
        "".join(f"{name}={value}\n" for name, value in pod.environment.items())
    )
    podman.run(
        "run",
        "--detach",
        "--pull=never",
        f"--name={pod.name}",
        f"--network=ns:/run/netns/{pod.name}",
        *(f"--add-host={name}:{host}" for name, host in podman.hosts.items()),
        *_confinement(pod),
        f"--env-file={folder / 'environment'}",
        *_mounts(pod, folder),
        f"--entrypoint={json.dumps(pod.command)}",
        podman.image,
    )
    return Container(podman, pod, address, time.monotonic())


def _confinement(pod: Pod) -> Iterator[str]:
    yield f"--user={pod.user}:{pod.group}"
    yield from ("--read-only", "--read-only-tmpfs=false", "--cap-drop=ALL")
    yield "--security-opt=no-new-privileges"
    yield from (f"--memory={pod.memory}", f"--cpus={pod.cpus}", *_ULIMITS)


def _mounts(pod: Pod, folder: Path) -> Iterator[str]:
    for number, mount in enumerate(pod.mounts):
        if mount.files is None:
            size = f",tmpfs-size={mount.size}" if mount.size else ""
            yield f"--mount=type=tmpfs,destination={mount.path},tmpfs-mode=1777{size}"
        else:
            source = _written(mount, folder / str(number), pod.group)
            yield f"--volume={source}:{mount.path}:ro"


def _written(mount: Mount, folder: Path, group: int) -> Path:
    """Owned by root and readable by the pod's group, as `fsGroup` makes it."""
    folder.mkdir(mode=0o755)
    for name, content in (mount.files or {}).items():
        file = folder / name
        file.write_bytes(content)
        os.chown(file, 0, group)
        file.chmod(mount.mode)
    return folder
