"""Reads what deploy/ describes: manifests, the settings they hand over, the Procfile."""

import dataclasses
import importlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from honcho.environ import parse_procfile

from chassis.settings import PREFIX
from deploy.cluster.manifests import documents_of, render

REPOSITORY = Path(__file__).parents[3]
K8S = REPOSITORY / "deploy/k8s"
BASE = K8S / "base"
CUSTOMS = K8S / "components/customs"
NAMESPACE = {"dev": "originprint-dev", "prod": "originprint"}
"""By overlay."""

Manifest = dict[str, Any]


def documents(path: Path) -> list[Manifest]:
    return documents_of(path.read_bytes())


def written() -> list[tuple[str, Manifest]]:
    """Every manifest as it stands in a file, named after the file."""
    paths = sorted(path for path in K8S.rglob("*.yaml") if path.name != "kustomization.yaml")
    return [
        (f"{path.relative_to(K8S)}:{document['kind']}", document)
        for path in paths
        for document in documents(path)
        if isinstance(document, dict)  # a patch is a list
    ]


def rendered(overlay: str) -> list[Manifest]:
    return render(K8S / "overlays" / overlay)


def with_component(folder: Path, overlay: str, component: str) -> list[Manifest]:
    """The overlay with the component, as one's own overlay, written into `folder`, takes both."""

    def below(name: str) -> str:
        return os.path.relpath((K8S / name).resolve(), folder.resolve())

    (folder / "kustomization.yaml").write_text(
        "apiVersion: kustomize.config.k8s.io/v1beta1\n"
        "kind: Kustomization\n"
        f"namespace: {NAMESPACE[overlay]}\n"
        f"resources: [{below(f'overlays/{overlay}')}]\n"
        f"components: [{below(f'components/{component}')}]\n"
    )
    return render(folder)


def workloads(manifests: Iterable[Manifest]) -> dict[str, Manifest]:
    """Deployments and Jobs by their names."""
    return {
        manifest["metadata"]["name"]: manifest
        for manifest in manifests
        if manifest["kind"] in {"Deployment", "Job"}
    }


def process_files() -> list[Manifest]:
    """What describes the product's own processes, before any overlay."""
    paths = [*sorted(BASE.glob("*-svc.yaml")), BASE / "gateway.yaml", CUSTOMS / "customs.yaml"]
    return [document for path in paths for document in documents(path)]


def pod(workload: Manifest) -> Manifest:
    return workload["spec"]["template"]["spec"]


def container(workload: Manifest) -> Manifest:
    (only,) = pod(workload)["containers"]
    return only


def package(workload: Manifest) -> str:
    """The package whose settings the workload's process reads."""
    return container(workload)["command"][-1].removesuffix(".migrate")


def procfile() -> dict[str, list[str]]:
    processes = parse_procfile((REPOSITORY / "Procfile").read_text()).processes
    return {name.replace("_", "-"): command.split() for name, command in processes.items()}


def generated_maps(folder: Path) -> dict[str, dict[str, str]]:
    """ConfigMaps that a kustomization makes, before they are named after their content."""
    kustomization = documents(folder / "kustomization.yaml")[0]
    return {
        generator["name"]: _entries(folder, generator)
        for generator in kustomization.get("configMapGenerator", [])
    }


def _entries(folder: Path, generator: Manifest) -> dict[str, str]:
    lines = list(generator.get("literals", []))
    for name in generator.get("envs", []):
        lines += (folder / name).read_text().splitlines()
    return dict(line.split("=", 1) for line in lines)


def secret_templates() -> dict[str, dict[str, str]]:
    return {
        path.stem: dict(
            line.split("=", 1) for line in path.read_text().splitlines() if line[:1] != "#"
        )
        for path in (K8S / "secrets").glob("*.env")
    }


def handed_over(workload: Manifest, maps: dict[str, dict[str, str]]) -> dict[str, str]:
    """The environment of the workload's container, Secrets as their templates have it."""
    environment: dict[str, str] = {}
    for source in container(workload).get("envFrom", []):
        if "configMapRef" in source:
            environment |= maps[source["configMapRef"]["name"]]
        else:
            environment |= secret_templates()[source["secretRef"]["name"]]
    return environment | {one["name"]: one["value"] for one in container(workload)["env"]}


def product_names(environment: Iterable[str]) -> set[str]:
    return {name for name in environment if name.startswith(PREFIX)}


def settings_of(package: str) -> type[Any]:
    return importlib.import_module(f"{package}.settings").Settings


def settings_fields(package: str) -> dict[str, dataclasses.Field[Any]]:
    return {
        PREFIX + field.name.upper(): field for field in dataclasses.fields(settings_of(package))
    }
