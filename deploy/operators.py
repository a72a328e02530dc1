"""`python -m deploy.operators OVERLAY`: a Job for `kubectl apply -f -`, in which people work.

Its pod has the account `operations` and the key that opens dead letters, of the Secret alone: what
`kubectl exec` is given stands in the log of the API server. It waits for commands, whose output
goes to who typed them and into no log, and ends by itself.
"""

import argparse
import copy
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import yaml

from deploy.cluster.manifests import render

NAME: Final = "operations"
"""Of the Secret, and of the Job."""
SECONDS: Final = 4 * 3600
_LIKE: Final = "auth-svc-migration"
"""It has the image, whom to believe, and no file of its own."""


def waiting(manifests: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The Job."""
    [like] = [one for one in manifests if (one["kind"], one["metadata"]["name"]) == ("Job", _LIKE)]
    labels = {
        "app.kubernetes.io/name": NAME,
        "app.kubernetes.io/component": NAME,
        "app.kubernetes.io/part-of": "originprint",
    }
    pod = copy.deepcopy(like["spec"]["template"])
    pod["metadata"] = {"labels": labels}
    pod["spec"]["terminationGracePeriodSeconds"] = 1  # sleep does not listen
    container = pod["spec"]["containers"][0]
    container |= {
        "name": NAME,
        "command": ["sleep", str(SECONDS)],
        "envFrom": [{"secretRef": {"name": NAME}}],
        "env": [],
    }
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {
            "name": NAME,
            "namespace": like["metadata"].get("namespace"),
            "labels": labels,
        },
        "spec": {"backoffLimit": 0, "ttlSecondsAfterFinished": 60, "template": pod},
    }


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="deploy.operators", description=__doc__)
    parser.add_argument("overlay", type=Path)
    asked = parser.parse_args(arguments)
    yaml.safe_dump(waiting(render(asked.overlay)), sys.stdout, sort_keys=False)


if __name__ == "__main__":
    main()
