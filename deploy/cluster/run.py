"""One run of an overlay: Jobs, then Deployments, the main flow through them, and an orderly end."""

import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from deploy.cluster import containers, manifests, secrets
from deploy.cluster.authority import certify
from deploy.cluster.containers import Container, Podman
from deploy.cluster.manifests import Pod
from deploy.cluster.network import SERVERS
from deploy.cluster.servers import NAMES, accounts_of, running_servers
from deploy.local.keys import CARDS
from deploy.local.server import Progress
from workstation.card_issuer import SpecimenAuthority

HERE = {"ORIGINPRINT_S3_ENDPOINT": "http://minio:9000"}
"""What deploy/k8s/README.md tells to set: an overlay's own object store is somewhere else."""
_FIRST_POD = 11


@dataclass(frozen=True)
class Report:
    """What was seen; times in seconds."""

    migrated: dict[str, int] = field(default_factory=dict)
    """Exit codes of the Jobs."""
    ready: dict[str, float] = field(default_factory=dict)
    """From the start of each container until it was seen ready, one after the other."""
    live: dict[str, bool] = field(default_factory=dict)
    limits: dict[str, dict[str, str]] = field(default_factory=dict)
    """What a process of the container sees of its own confinement."""
    stopped: dict[str, tuple[int, float]] = field(default_factory=dict)
    """Exit code, and time since it was told to stop."""


@dataclass(frozen=True)
class Cluster:
    """A running overlay."""

    containers: dict[str, Container]
    secrets: dict[str, dict[str, str]]
    cards: SpecimenAuthority

    @property
    def gateway(self) -> str:
        return f"http://{self.containers['gateway'].address}:8000"

    @property
    def console_token(self) -> str:
        return self.secrets["gateway-console"]["ORIGINPRINT_CUSTOMS_CONSOLE_TOKEN"]


@contextmanager
def running_cluster(
    overlay: str, image: str, root: Path, report: Report, say: Progress
) -> Iterator[Cluster]:
    """Everything of the overlay, ready; stopped at the end, which the report tells of.

    Raises what `containers.start` raises, and TimeoutError.
    """
    secrets.write_copies(root / "secrets", root)
    certificate = certify([*NAMES, "minio.storage"])
    everything = [
        *manifests.render(manifests.OVERLAYS / overlay),
        *manifests.make_secrets(root / "secrets", sys.executable),
        *secrets.of_operators(certificate),
    ]
    say(f"{overlay}: {len(everything)} manifests")
    pods = [_placed(pod) for pod in manifests.pods(everything)]
    podman = Podman(root, image, _hosts(pods))
    with running_servers(root / "servers", certificate, accounts_of(everything)):
        say("PostgreSQL, RabbitMQ and S3 answer")
        _migrate(podman, [one for one in pods if one.kind == "Job"], report)
        say(f"{len(report.migrated)} Jobs complete")
        running = _start(podman, pods, "Deployment")
        try:
            _await(running, report)
            say(f"{len(running)} Deployments ready: {report.ready}")
            cards = SpecimenAuthority.load(root / "keys" / CARDS)
            yield Cluster(running, manifests.texts(everything), cards)
            _stop(running, report)
            say(f"all have stopped: {report.stopped}")
        finally:
            for name, container in running.items():
                (root / f"{name}.log").write_text(container.logs())


def _placed(pod: Pod) -> Pod:
    known = HERE.keys() & pod.environment.keys()
    return replace(pod, environment={**pod.environment, **{name: HERE[name] for name in known}})


def _hosts(pods: Sequence[Pod]) -> dict[str, str]:
    """What the Services lead to: servers, and the simulator, which is asked by its name."""
    addresses = {pod.name: f"10.77.0.{_FIRST_POD + number}" for number, pod in enumerate(pods)}
    asked = {name: addresses[name] for name in ("customs",) if name in addresses}
    return dict.fromkeys(NAMES, SERVERS) | asked


def _start(podman: Podman, pods: Sequence[Pod], kind: str) -> dict[str, Container]:
    return {
        pod.name: containers.start(podman, pod, _FIRST_POD + number)
        for number, pod in enumerate(pods)
        if pod.kind == kind
    }


def _migrate(podman: Podman, pods: Sequence[Pod], report: Report) -> None:
    started = _start(podman, pods, "Job")
    for name, container in started.items():
        report.migrated[name] = container.wait(container.pod.deadline)
        if report.migrated[name]:
            raise OSError(f"{name} failed:\n{container.logs()[-3000:]}")


def _await(running: dict[str, Container], report: Report) -> None:
    for name, container in running.items():
        container.become("startup")
        report.ready[name] = round(container.become("readiness"), 1)
    for name, container in running.items():
        report.live[name] = container.passes(container.pod.probes["liveness"])
        report.limits[name] = seen_limits(container)


def seen_limits(container: Container) -> dict[str, str]:
    """Of /proc/1/status, which a process cannot choose."""
    status = container.podman.run("exec", container.pod.name, "cat", "/proc/1/status")
    wanted = ("Uid", "CapEff", "CapBnd", "NoNewPrivs", "Seccomp")
    fields = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    return {name: fields[name].split()[0] for name in wanted}


def _stop(running: dict[str, Container], report: Report) -> None:
    with ThreadPoolExecutor(len(running)) as pool:
        stops = {name: pool.submit(container.stop) for name, container in running.items()}
        for name, stop in stops.items():
            code, seconds = stop.result()
            report.stopped[name] = (code, round(seconds, 1))
