"""Every process of the Procfile gets exactly the settings it knows."""

import importlib
from pathlib import Path

import pytest
from honcho.environ import parse_procfile

from chassis.settings import PREFIX
from deploy.local.application import Application
from deploy.local.processes import RunningProcesses

PROCFILE = Path(__file__).parents[3] / "Procfile"
PROCESSES = parse_procfile(PROCFILE.read_text()).processes


@pytest.fixture
def gateway(tmp_path):
    values = {"amqp_url": "amqp://here", "upload_keys": "1=key", "stamp_keys": "not for it"}
    return Application("gateway", "gateway", values, tmp_path)


def _own(application):
    environment = application.environment()
    return {name: value for name, value in environment.items() if name.startswith(PREFIX)}


@pytest.mark.parametrize("command", PROCESSES.values(), ids=PROCESSES.keys())
def test_a_process_of_the_procfile_is_a_package_that_can_be_run(command):
    package = command.removeprefix("python -m ")

    assert importlib.util.find_spec(f"{package}.__main__")
    assert importlib.import_module(f"{package}.settings").Settings


def test_values_a_process_does_not_know_are_kept_from_it(gateway):
    assert _own(gateway) == {
        "ORIGINPRINT_AMQP_URL": "amqp://here",
        "ORIGINPRINT_UPLOAD_KEYS": "1=key",
        "ORIGINPRINT_HTTP_PORT": str(gateway.port),
    }


def test_settings_of_the_surrounding_shell_do_not_leak_in(gateway, monkeypatch):
    monkeypatch.setenv("ORIGINPRINT_AMQP_URL", "amqp://elsewhere")
    monkeypatch.setenv("ORIGINPRINT_UNKNOWN", "stops the process")
    monkeypatch.setenv("COVERAGE_FILE", "passes")

    assert _own(gateway)["ORIGINPRINT_AMQP_URL"] == "amqp://here"
    assert "ORIGINPRINT_UNKNOWN" not in gateway.environment()
    assert gateway.environment()["COVERAGE_FILE"] == "passes"


def test_a_new_port_is_told_to_the_process(gateway):
    gateway.choose_ports()

    assert gateway.address == f"http://127.0.0.1:{_own(gateway)['ORIGINPRINT_HTTP_PORT']}"


def test_one_beside_it_differs_by_its_name_its_log_and_its_port(gateway):
    other = gateway.beside(2)

    assert (other.name, other.log.name) == ("gateway-2", "gateway-2.log")
    assert other.port != gateway.port
    assert _own(other) == _own(gateway) | {"ORIGINPRINT_HTTP_PORT": str(other.port)}


def test_those_of_one_name_are_told_from_others(gateway, tmp_path):
    other = gateway.beside(2)
    auth_svc = Application("auth_svc", "services.auth_svc", {}, tmp_path)
    running = RunningProcesses({one.name: one for one in (auth_svc, gateway, other)})

    assert running.all_of("gateway") == [gateway, other]


@pytest.mark.parametrize(
    ("package", "migration"),
    [
        ("services.auth_svc", ["chassis.migrate", "services.auth_svc"]),
        ("customs", ["customs.migrate"]),
        ("gateway", ["gateway.migrate"]),
        ("workstation", []),
    ],
)
def test_what_has_a_database_is_migrated(tmp_path, package, migration):
    assert Application("any", package, {}, tmp_path).migration() == migration
