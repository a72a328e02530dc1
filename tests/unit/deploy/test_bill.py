"""The image's bill of materials, and how this machine's settings reach a build."""

import importlib.util
import json
from datetime import UTC, datetime
from types import ModuleType

from deploy.image.machine import pip_settings
from tests.unit.deploy.manifests import REPOSITORY

STATUS = """\
Package: libc6
Status: install ok installed
Architecture: amd64
Version: 2.36-9+deb12u9
Description: GNU C Library
 It has more lines: these.

Package: gone
Status: deinstall ok config-files
Architecture: amd64
Version: 1.0
"""
LOCK = json.dumps(
    {
        "packages": {
            "": {"name": "portal"},
            "node_modules/vue": {"version": "3.5.45", "license": "MIT"},
            "node_modules/@scope/one": {"version": "1.0.0"},
            "node_modules/vite": {"version": "8.3.8", "devOptional": True},
            "node_modules/vitest": {"version": "5.1.2", "dev": True},
        }
    }
)
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def of_docker(name: str) -> ModuleType:
    """A script of deploy/docker, which is no package."""
    spec = importlib.util.spec_from_file_location(name, REPOSITORY / f"deploy/docker/{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


BILL = of_docker("bill")


def test_the_bill_has_what_is_installed_and_what_the_portal_was_made_of():
    made = BILL.bill(STATUS, LOCK, [], made=NOON)
    urls = {one["purl"] for one in made["components"] if one["name"] != "python"}

    assert urls == {
        "pkg:deb/debian/libc6@2.36-9%2Bdeb12u9?arch=amd64",
        "pkg:npm/vue@3.5.45",
        "pkg:npm/%40scope/one@1.0.0",
    }
    assert made["metadata"]["timestamp"] == "2026-01-02T12:00:00Z"


def test_the_same_content_has_the_same_serial_number_and_another_one_another():
    first, again = (BILL.bill(STATUS, LOCK, [], made=NOON) for _ in range(2))
    other = BILL.bill(STATUS.replace("2.36", "2.37"), LOCK, [], made=NOON)

    assert first == again
    assert first["serialNumber"] != other["serialNumber"]


def test_settings_of_pip_that_name_places_of_this_disk_stay_behind():
    listed = "global.index-url='https://mirror.example/simple'\nglobal.find-links='/opt/wheels'\n"
    listed += "global.extra-index-url='file:///opt/simple\\nhttps://more.example/simple'\n"

    assert pip_settings(listed) == (
        "[global]\nindex-url = https://mirror.example/simple\n"
        "extra-index-url = https://more.example/simple\n"
    )


def test_what_no_process_reads_is_taken_away_and_libraries_keep_working(tmp_path):
    for name in ("one/tests/test_one.py", "one/core.py", "one/core.pyi", "one/testing/__init__.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()

    of_docker("slim").slim(tmp_path)

    left = {str(one.relative_to(tmp_path)) for one in tmp_path.rglob("*") if one.is_file()}
    assert left == {"one/core.py", "one/testing/__init__.py"}
