"""The wheel holds the workstation and the contracts, asks for what they import, and no more."""

import ast
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.workstation_wheel import NEEDS, PACKAGES, requirements, write_wheel

pytestmark = pytest.mark.unit

IMPORTED_AS = {"python-pkcs11": "pkcs11", "pillow": "PIL"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_wheel(tmp_path_factory.mktemp("wheel"))


def imports(source: bytes) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def test_it_holds_two_packages_and_their_data(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    top = {name.partition("/")[0] for name in names}
    assert {one for one in top if not one.endswith(".dist-info")} == set(PACKAGES)
    assert "contracts/data/certificate_types.json" in names
    assert not [name for name in names if name.endswith(".pyc")]


def test_it_asks_for_everything_that_is_imported_and_for_nothing_else(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    sources = [archive.read(name) for name in archive.namelist() if name.endswith(".py")]
    imported = {name for source in sources for name in imports(source)}

    foreign = imported - set(sys.stdlib_module_names) - set(PACKAGES)

    assert foreign == {IMPORTED_AS.get(name, name) for name in NEEDS}
    assert len(requirements()) == len(NEEDS)


def test_the_same_sources_give_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    assert write_wheel(tmp_path).read_bytes() == wheel.read_bytes()


def test_the_program_starts_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    started = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import workstation.__main__ as m; "
        "print(m.__file__); sys.argv = ['originprint-workstation', '--help']; m.command()"
    )

    said = subprocess.run(
        [sys.executable, "-c", started], capture_output=True, text=True, check=True, cwd=tmp_path
    )

    assert said.stdout.startswith(str(tmp_path))
    assert "install-service" in said.stdout
