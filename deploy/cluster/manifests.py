"""What a kubelet would make of the rendered manifests: pods with their environment and files."""

import base64
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from deploy.local.server import find_program
from deploy.quantities import amount

REPOSITORY = Path(__file__).parents[2]
OVERLAYS = REPOSITORY / "deploy/k8s/overlays"

Manifest = dict[str, Any]
Values = Mapping[str, bytes]


@dataclass(frozen=True)
class Mount:
    """A folder of the container: files of a Secret, or an empty one of at most `size` bytes."""

    path: str
    files: Values | None
    mode: int = 0o644
    size: str = ""


@dataclass(frozen=True)
class Probe:
    path: str
    port: int
    period: float
    timeout: float
    failures: int


@dataclass(frozen=True)
class Pod:
    """One container, as all of ours are alone in their pods. Times are in seconds."""

    name: str
    kind: str
    """Of its workload: Job or Deployment."""
    command: tuple[str, ...]
    environment: Mapping[str, str]
    mounts: tuple[Mount, ...]
    user: int
    group: int
    memory: int
    """In bytes."""
    cpus: float
    grace: float
    pre_stop: tuple[str, ...]
    probes: Mapping[str, Probe]
    deadline: float
    """A Job's, for all its attempts."""


def kubectl() -> Path:
    """The environment's, else the machine's. Raises MissingProgramError."""
    own = Path(sys.executable).with_name("kubectl")
    return own if own.exists() else find_program("kubectl")


def render(folder: Path) -> list[Manifest]:
    """Raises MissingProgramError, CalledProcessError."""
    command: list[str | Path] = [kubectl(), "kustomize", folder]
    made = subprocess.run(command, check=True, capture_output=True)
    return documents_of(made.stdout)


def documents_of(text: bytes) -> list[Manifest]:
    """Those that are not empty; by libyaml, which takes a tenth of the time."""
    return [one for one in yaml.load_all(text, Loader=yaml.CSafeLoader) if one]


def make_secrets(folder: Path, python: str) -> list[Manifest]:
    """Secrets of the filled-in copies in this folder, by deploy/k8s/secrets.sh."""
    command = [REPOSITORY / "deploy/k8s/secrets.sh", folder]
    made = subprocess.run(
        command, check=True, capture_output=True, env={"PATH": _path(), "PYTHON": python}
    )
    return documents_of(made.stdout)


def pods(manifests: Iterable[Manifest]) -> list[Pod]:
    """One of each workload that is of the product, Jobs first.

    Raises KeyError when one asks for a ConfigMap or a Secret that is not among the manifests.
    """
    everything = list(manifests)
    maps, secrets = _maps(everything), _secrets(everything)
    found = [_pod(one, maps, secrets) for one in everything if one["kind"] in {"Job", "Deployment"}]
    return sorted(found, key=lambda pod: (pod.kind != "Job", pod.name))


def texts(manifests: Iterable[Manifest]) -> dict[str, dict[str, str]]:
    """The entries of each Secret by its name."""
    secrets = _secrets(list(manifests))
    return {
        name: {key: value.decode() for key, value in values.items()}
        for name, values in secrets.items()
    }


def _pod(workload: Manifest, maps: Mapping[str, Values], secrets: Mapping[str, Values]) -> Pod:
    spec = workload["spec"]["template"]["spec"]
    (container,) = spec["containers"]
    identity = spec["securityContext"] | container["securityContext"]
    limits = container["resources"]["limits"]
    return Pod(
        name=workload["metadata"]["name"],
        kind=workload["kind"],
        command=tuple(map(str, container["command"])),
        environment=_environment(container, maps, secrets),
        mounts=tuple(_mounts(spec, container, secrets)),
        user=identity["runAsUser"],
        group=identity["runAsGroup"],
        memory=int(amount(limits["memory"])),
        cpus=amount(limits["cpu"]),
        grace=spec.get("terminationGracePeriodSeconds", 30),
        pre_stop=tuple(_pre_stop(container)),
        probes=dict(_probes(container)),
        deadline=workload["spec"].get("activeDeadlineSeconds", 0),
    )


def _environment(
    container: Manifest, maps: Mapping[str, Values], secrets: Mapping[str, Values]
) -> dict[str, str]:
    """What comes later holds, and what is named one by one above all."""
    found: dict[str, str] = {}
    for source in container.get("envFrom", ()):
        values = (
            maps[source["configMapRef"]["name"]]
            if "configMapRef" in source
            else secrets[source["secretRef"]["name"]]
        )
        found |= {name: value.decode() for name, value in values.items()}
    return found | {one["name"]: one["value"] for one in container.get("env", ())}


def _mounts(spec: Manifest, container: Manifest, secrets: Mapping[str, Values]) -> Iterator[Mount]:
    volumes = {one["name"]: one for one in spec["volumes"]}
    for mount in container["volumeMounts"]:
        volume = volumes[mount["name"]]
        if "emptyDir" in volume:
            size = volume["emptyDir"]["sizeLimit"].removesuffix("i").lower()
            yield Mount(mount["mountPath"], None, size=size)
        else:
            secret = volume["secret"]
            whole = secrets[secret["secretName"]]
            items = {one["key"]: one["path"] for one in secret.get("items", ())}
            files = {items.get(key, key): whole[key] for key in (items or whole)}
            yield Mount(mount["mountPath"], files, mode=secret.get("defaultMode", 0o644))


def _probes(container: Manifest) -> Iterator[tuple[str, Probe]]:
    ports = {one["name"]: one["containerPort"] for one in container.get("ports", ())}
    for name in ("startup", "liveness", "readiness"):
        if probe := container.get(f"{name}Probe"):
            port = probe["httpGet"]["port"]
            yield (
                name,
                Probe(
                    path=probe["httpGet"]["path"],
                    port=ports.get(port, port),
                    period=probe.get("periodSeconds", 10),
                    timeout=probe.get("timeoutSeconds", 1),
                    failures=probe.get("failureThreshold", 3),
                ),
            )


def _pre_stop(container: Manifest) -> list[str]:
    hook = container.get("lifecycle", {}).get("preStop", {})
    return list(hook.get("exec", {}).get("command", ()))


def _maps(manifests: list[Manifest]) -> dict[str, Values]:
    return {
        one["metadata"]["name"]: {name: value.encode() for name, value in one["data"].items()}
        for one in manifests
        if one["kind"] == "ConfigMap"
    }


def _secrets(manifests: list[Manifest]) -> dict[str, Values]:
    return {
        one["metadata"]["name"]: {
            name: base64.b64decode(value) for name, value in one["data"].items()
        }
        for one in manifests
        if one["kind"] == "Secret"
    }


def _path() -> str:
    """With the folder of kubectl before the machine's own."""
    return f"{kubectl().parent}:/usr/sbin:/usr/bin:/sbin:/bin"
