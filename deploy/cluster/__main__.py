"""`python -m deploy.cluster OVERLAY IMAGE FOLDER`: one run in namespaces of its own.

It writes what it saw to FOLDER/report.json, also when it fails.
"""

import argparse
import dataclasses
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from deploy.cluster import network
from deploy.cluster.flow import main_flow, portal_page
from deploy.cluster.run import Report, running_cluster

_INSIDE = "--inside"


def main() -> int:
    """0 when everything went as it should; 1 with the reason when not."""
    parser = argparse.ArgumentParser(prog="deploy.cluster", description=__doc__)
    parser.add_argument("overlay", choices=["dev", "prod"])
    parser.add_argument("image")
    parser.add_argument("folder", type=Path)
    parser.add_argument(_INSIDE, action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        network.set_up()
        return inside(given.overlay, given.image, given.folder.resolve())
    if reason := network.why_not():
        print(reason, file=sys.stderr)
        return 1
    arguments = [given.overlay, given.image, str(given.folder), _INSIDE]
    return subprocess.run(network.entering("deploy.cluster", *arguments), check=False).returncode


def inside(overlay: str, image: str, root: Path) -> int:
    root.mkdir(parents=True, exist_ok=True)
    report, seen = Report(), dict[str, Any]()
    began = time.monotonic()

    def say(what: str) -> None:
        print(f"{time.monotonic() - began:6.1f} s  {what}", flush=True)

    try:
        with running_cluster(overlay, image, root, report, say) as cluster:
            seen["portal"] = portal_page(cluster)
            if "customs" in cluster.containers:
                seen["flow"] = main_flow(cluster, root)
                say(f"main flow: {seen['flow']}")
    finally:
        told = dataclasses.asdict(report) | seen
        (root / "report.json").write_text(json.dumps(told, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
