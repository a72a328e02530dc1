"""`python -m deploy.backup.jobs OVERLAY`: Jobs for `kubectl apply -f -` after a restore.

One for each service, made of its migration's: `chassis.restored` under the account of the owner,
with the operators' keys. With `--originals` one of print_svc instead, which is told what customs
heard; it reads `originals.json` of the ConfigMap `originals`.
"""

import argparse
import copy
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import yaml

from chassis.dead_letters import OPENING_KEYS_VARIABLE
from deploy.cluster.manifests import render

Manifest = dict[str, Any]
_MIGRATE: Final = "chassis.migrate"
_PRINTING: Final = "print-svc"
_FOLDER: Final = "/etc/originals"
_HOURS_LONG: Final = 6 * 3600
_OF_PROCESSES: Final = ("ports", "startupProbe", "livenessProbe", "readinessProbe", "lifecycle")


def restored(manifests: Iterable[Manifest], hours: float) -> list[Manifest]:
    """Events that were sent so long before the moment are sent again."""
    jobs = [one for one in manifests if one["kind"] == "Job" and _MIGRATE in _command(one)]
    return [_restored(job, hours) for job in jobs]


def remembering(manifests: Iterable[Manifest]) -> Manifest:
    """The Job of print_svc, with the settings of its process."""
    [process] = [
        one
        for one in manifests
        if (one["kind"], one["metadata"]["name"]) == ("Deployment", _PRINTING)
    ]
    pod = copy.deepcopy(process["spec"]["template"])
    container = pod["spec"]["containers"][0]
    for name in _OF_PROCESSES:
        container.pop(name, None)
    container["command"] = ["python", "-m", "services.print_svc.remember"]
    container["args"] = [f"{_FOLDER}/originals.json"]
    mount = {"name": "originals", "mountPath": _FOLDER, "readOnly": True}
    container["volumeMounts"] = [*container["volumeMounts"], mount]
    pod["spec"]["volumes"].append({"name": "originals", "configMap": {"name": "originals"}})
    return _job("print-svc-remember", process["metadata"].get("namespace"), pod)


def _restored(migration: Manifest, hours: float) -> Manifest:
    pod = copy.deepcopy(migration["spec"]["template"])
    container = pod["spec"]["containers"][0]
    package = container["command"][-1]
    container["command"] = ["python", "-m", "chassis.restored", package, f"--hours={hours:g}"]
    keys = {"secretKeyRef": {"name": "operations", "key": OPENING_KEYS_VARIABLE}}
    container["env"] = [*container["env"], {"name": OPENING_KEYS_VARIABLE, "valueFrom": keys}]
    name = migration["metadata"]["name"].replace("-migration", "-restored")
    return _job(name, migration["metadata"].get("namespace"), pod)


def _job(name: str, namespace: str | None, pod: Manifest) -> Manifest:
    labels = {
        "app.kubernetes.io/name": name,
        "app.kubernetes.io/component": "restore",
        "app.kubernetes.io/part-of": "originprint",
    }
    pod["metadata"] = {"labels": labels}
    pod["spec"]["restartPolicy"] = "Never"
    # Done twice, it would only skip more serials and send more again; but it is done whole or not.
    spec = {"backoffLimit": 2, "activeDeadlineSeconds": _HOURS_LONG, "template": pod}
    metadata = {"name": name, "namespace": namespace, "labels": labels}
    return {"apiVersion": "batch/v1", "kind": "Job", "metadata": metadata, "spec": spec}


def _command(job: Manifest) -> list[str]:
    command: list[str] = job["spec"]["template"]["spec"]["containers"][0]["command"]
    return command


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="deploy.backup.jobs", description=__doc__)
    parser.add_argument("overlay", type=Path)
    parser.add_argument("--hours", type=float, default=24.0)
    parser.add_argument("--originals", action="store_true")
    asked = parser.parse_args(arguments)
    manifests = render(asked.overlay)
    jobs = [remembering(manifests)] if asked.originals else restored(manifests, asked.hours)
    yaml.safe_dump_all(jobs, sys.stdout, sort_keys=False)


if __name__ == "__main__":
    main()
