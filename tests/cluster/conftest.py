"""The image, built for the tree that is tested, and one run of each overlay in containers of it.

What a machine cannot do is skipped with the reason. A tree whose image was built already is not
built again: its digest names whatever the builder is given.
"""

import fcntl
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from deploy.cluster import network
from deploy.image import builder
from deploy.image.builder import NAME, BuildFailedError
from deploy.local.postgres import let_through

RUN_SECONDS = 600
ORIGIN = builder.Origin(1767225600, "tests")
"""The same for every commit: an image is told from another by what it was built of."""


@dataclass(frozen=True)
class Image:
    """In Buildah's store, which is Podman's."""

    tag: str
    id: str
    facts: dict[str, Any]


@pytest.fixture(scope="session")
def image() -> Image:
    if reason := network.why_not():
        pytest.skip(reason)
    return built("tree", site=builder.ROOT / "portal/dist")


@pytest.fixture(scope="session")
def image_again(image) -> Image:
    """Of the same tree, by another build that took nothing from the first, nor its portal."""
    return built("again", fresh=True)


def built(kind: str, *, site: Path | None = None, fresh: bool = False) -> Image:
    """By one worker at a time; the next one finds it."""
    tag = f"{NAME}:{kind}-{builder.inputs()}"
    try:
        with alone():
            if not builder.is_there(tag):
                chosen = builder.choose_buildah(print, site)
                builder.build(chosen, tag, ORIGIN, fresh=fresh, say=lambda _: None)
                builder.forget_others(f"{NAME}:{kind}-", tag)
    except BuildFailedError as error:
        pytest.fail(str(error))
    asked = ["buildah", "inspect", "--type", "image", tag]
    facts = json.loads(subprocess.run(asked, check=True, capture_output=True).stdout)
    return Image(tag, facts["FromImageID"], facts["OCIv1"])


@contextmanager
def alone() -> Iterator[None]:
    folder = builder.ROOT / "var"
    folder.mkdir(exist_ok=True)
    with (folder / "image.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session", params=["dev", pytest.param("prod", marks=pytest.mark.nightly)])
def run(request, image, tmp_path_factory) -> dict[str, Any]:
    """What was seen when the overlay ran from its start to its end."""
    root = tmp_path_factory.mktemp(request.param)
    let_through(root, above=2)
    return ran(request.param, image.tag, root)


def ran(overlay: str, tag: str, root: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "deploy.cluster", overlay, tag, str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=RUN_SECONDS)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr[-6000:]}"
    return {"overlay": overlay} | json.loads((root / "report.json").read_text())
