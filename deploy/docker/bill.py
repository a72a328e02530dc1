"""Prints the image's bill of materials: `python bill.py DPKG_STATUS PACKAGE_LOCK`, at its build.

CycloneDX 1.6 in JSON (ECMA-424): Debian's packages, Python and what its environment holds, and what
the portal's own files were made of. The same image gives the same bill.
"""

import hashlib
import json
import os
import platform
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

Component = dict[str, Any]
TOOLS = frozenset({"dev", "devOptional", "optional"})
"""How npm's lock file marks what is there to build and check, and what depends on the machine."""


def bill(status: str, lock: str, installed: Iterable[Distribution], *, made: datetime) -> Component:
    """Of the texts of dpkg's status and of package-lock.json, and what Python finds."""
    found = [*debian(status), *python(installed), *npm(lock)]
    components = sorted(found, key=lambda one: str(one["bom-ref"]))
    content = json.dumps(components, sort_keys=True).encode()
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": UUID(bytes=hashlib.sha256(content).digest()[:16], version=4).urn,
        "version": 1,
        "metadata": {
            "timestamp": f"{made:%Y-%m-%dT%H:%M:%SZ}",
            "component": {"type": "container", "name": "originprint", "bom-ref": "originprint"},
        },
        "components": components,
    }


def debian(status: str) -> Iterator[Component]:
    """The packages that dpkg calls installed."""
    for paragraph in status.split("\n\n"):
        fields = dict(
            line.split(": ", 1)
            for line in paragraph.splitlines()
            if ": " in line and line[0] != " "
        )
        if fields.get("Status") == "install ok installed":
            at = f"{fields['Package']}@{quote(fields['Version'], safe='')}"
            purl = f"pkg:deb/debian/{at}?arch={fields['Architecture']}"
            yield _component(fields["Package"], fields["Version"], purl)


def python(installed: Iterable[Distribution]) -> Iterator[Component]:
    version = platform.python_version()
    yield _component("python", version, f"pkg:generic/python@{version}")
    for one in installed:
        name = one.name.lower().replace("_", "-").replace(".", "-")
        licence = one.metadata.json.get("license_expression")
        purl = f"pkg:pypi/{name}@{one.version}"
        yield _component(name, one.version, purl, str(licence) if licence else None)


def npm(lock: str) -> Iterator[Component]:
    """What is built into the portal; tools that only build or check it are not in the image."""
    for path, package in json.loads(lock)["packages"].items():
        if path and not TOOLS & package.keys():
            name = path.rpartition("node_modules/")[2]
            purl = f"pkg:npm/{quote(name, safe='/')}@{package['version']}"
            yield _component(name, package["version"], purl, package.get("license"))


def _component(name: str, version: str, purl: str, licence: str | None = None) -> Component:
    component = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
    return component | ({"licenses": [{"expression": licence}]} if licence else {})


if __name__ == "__main__":
    time = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC)
    status, lock = (Path(one).read_text(encoding="utf-8") for one in sys.argv[1:])
    written = bill(status, lock, distributions(), made=time)
    print(json.dumps(written, indent=1, ensure_ascii=False))
