"""The product's own processes on one machine: migrated, started with their settings, stopped."""

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from honcho.environ import parse_procfile

from contracts.accounts import MIGRATIONS
from deploy.broker.definitions import CUSTOMS_VHOST, SERVICES_VHOST
from deploy.local import migrating, server
from deploy.local.application import REPOSITORY, Application, settings_names
from deploy.local.keys import kept_keys
from deploy.local.server import Progress, ServerFailedError
from deploy.local.servers import Servers

EVERYONE = "*"
"""Overrides under this name go to every process."""
_PORTAL = REPOSITORY / "portal/dist"
_VERIFY_BASE = "https://originprint.example"
_LAST = "gateway"  # it alone must be told where another one listens

Overrides = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class RunningProcesses:
    """The processes by their names in the Procfile; those beside one have a number after it."""

    applications: dict[str, Application]

    @property
    def addresses(self) -> dict[str, str]:
        """Where each answers HTTP: its public surface or its metrics."""
        return {name: application.address for name, application in self.applications.items()}

    @property
    def pids(self) -> dict[str, int]:
        """Of those that were started."""
        started = self.applications.items()
        return {name: one.process.pid for name, one in started if one.process}

    def kill(self, name: str) -> None:
        """As a crash would: nothing is finished or handed back."""
        self.applications[name].kill()

    def stop(self, name: str) -> None:
        """As an orderly deployment would."""
        self.applications[name].stop()

    def start(self, name: str) -> None:
        """Starts it again at the address it had; returns when it is ready."""
        server.restart(self.applications[name])

    def another(self, name: str, source: Path | None = None) -> Application:
        """Starts one more beside the first of this name, stopped with all; returns when ready.

        What is the only one of its kind, as customs is, must not be asked for.
        """
        added = self.applications[name].beside(1 + len(self.all_of(name)), source)
        server.start([added], lambda _: None)
        self.applications[added.name] = added
        return added

    def remove(self, name: str) -> None:
        """Stops one that was started beside another one, for good."""
        self.applications.pop(name).stop()

    def all_of(self, name: str) -> list[Application]:
        """Those of this name of the Procfile, the first one first."""
        package = self.applications[name].package
        return [one for one in self.applications.values() if one.package == package]


@contextmanager
def start_processes(
    servers: Servers,
    root: Path,
    *,
    overrides: Overrides | None = None,
    names: Collection[str] | None = None,
    namespace: str = "",
    source: Path = REPOSITORY,
    progress: Progress | None = None,
) -> Iterator[RunningProcesses]:
    """Migrates, starts all of the Procfile or those named, and stops them at the end.

    `source` is the tree whose code runs. `namespace` sets vhost, databases and buckets apart from
    others on the same servers.
    Raises ServerFailedError, whose message ends with the log.
    """
    report = progress or (lambda _: None)
    _make_vhosts(servers, namespace, bridged="customs" in _procfile(names))
    applications = make_applications(
        servers, root, overrides, names=names, namespace=namespace, source=source
    )
    try:
        migrate(list(applications.values()))
        report("databases and queues are up to date")
        server.start([one for one in applications.values() if one.name != _LAST], report)
        _tell_addresses(applications)
        server.start([one for one in applications.values() if one.name == _LAST], report)
        yield RunningProcesses(applications)
    finally:
        server.stop(list(applications.values()))


def make_applications(
    servers: Servers,
    root: Path,
    overrides: Overrides | None = None,
    *,
    names: Collection[str] | None = None,
    namespace: str = "",
    source: Path = REPOSITORY,
) -> dict[str, Application]:
    """With their settings, and not started; for the rest see `start_processes`."""
    chosen = overrides or {}
    root = root.resolve()  # the processes run in a folder of their own
    root.mkdir(parents=True, exist_ok=True)
    common = kept_keys(root) | _places(servers, namespace)
    applications = {}
    for name, package in _procfile(names).items():
        values = common | _own_places(name, package, servers, namespace) | _own_key(name, common)
        values.update(chosen.get(EVERYONE, {}), **chosen.get(name, {}))
        applications[name] = Application(name, package, values, root / "logs", source)
    return applications


def _procfile(names: Collection[str] | None) -> dict[str, str]:
    processes: dict[str, str] = parse_procfile((REPOSITORY / "Procfile").read_text()).processes
    packages = {name: command.split()[-1] for name, command in processes.items()}
    return {name: packages[name] for name in (packages if names is None else names)}


def _places(servers: Servers, namespace: str) -> dict[str, str]:
    return {
        "s3_endpoint": servers.s3_endpoint,
        "s3_bucket": f"{namespace}originprint",
        "customs_bucket": f"{namespace}customs",
        "verify_base": _VERIFY_BASE,
        "private_receivers": "true",
        "workstation_address": f"{_VERIFY_BASE}/workstation",
        "portal_folder": str(_PORTAL) if (_PORTAL / "index.html").is_file() else "",
    }


def _vhosts(namespace: str) -> tuple[str, str]:
    """That of the services, and that of customs."""
    return namespace or SERVICES_VHOST, f"{namespace}{CUSTOMS_VHOST}"


def _make_vhosts(servers: Servers, namespace: str, *, bridged: bool) -> None:
    """Those without a namespace are there from the broker's start."""
    if namespace and bridged:
        servers.create_bridged_vhosts(*_vhosts(namespace))
    elif namespace:
        servers.create_vhost(namespace)


def _own_places(name: str, package: str, servers: Servers, namespace: str) -> dict[str, str]:
    services, customs = _vhosts(namespace)
    if package == "customs":
        places = {"amqp_url": servers.amqp_url_of("customs", customs)}
    else:
        account = package.rpartition(".")[2]
        places = {
            "amqp_url": servers.amqp_url_of(account, services),
            "migrations_amqp_url": servers.amqp_url_of(MIGRATIONS, services),
        }
    if "database_url" in settings_names(package):
        urls = servers.create_owned_database(namespace + name)
        places |= {"database_url": urls.process, "owner_database_url": urls.owner}
    if package == "customs":
        places["s3_bucket"] = f"{namespace}customs"
    return places | _own_objects(package, servers)


def _own_objects(package: str, servers: Servers) -> dict[str, str]:
    """Its account of the object store, and whose makes the bucket."""
    account = package.rpartition(".")[2]
    if account not in servers.s3_secrets:
        return {}
    own = {"s3_access_key": account, "s3_secret_key": servers.s3_secrets[account]}
    if not package.startswith("services."):
        return own
    return own | {
        "migrations_s3_access_key": MIGRATIONS,
        "migrations_s3_secret_key": servers.s3_secrets[MIGRATIONS],
    }


def _own_key(name: str, common: Mapping[str, str]) -> dict[str, str]:
    own = f"signing_key.{name}"
    return {"signing_key": common[own]} if own in common else {}


def _tell_addresses(applications: Mapping[str, Application]) -> None:
    if {"customs", _LAST} <= applications.keys():
        applications[_LAST].values.setdefault("customs_url", applications["customs"].address)


def migrate(applications: Sequence[Application]) -> None:
    """All at once, see `deploy.local.migrating`. Raises ServerFailedError."""
    for source, of_tree in itertools.groupby(applications, lambda one: one.source):
        runs = {one.name: _migration(one) for one in of_tree if one.migration()}
        done = subprocess.run(
            ["setpriv", "--pdeathsig", "KILL", "--", sys.executable, "-P", migrating.__file__],
            # eventlet's own resolver is a fifth of the imports, and nothing here waits for names.
            env=os.environ | {"PYTHONPATH": str(source), "EVENTLET_NO_GREENDNS": "yes"},
            cwd=source,
            input=json.dumps(runs),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        for name, code in json.loads(done.stdout).items():
            if code != 0:
                said = Path(runs[name]["log"]).read_text()
                raise ServerFailedError(f"{name} could not be brought up to date:\n{said}")


def _migration(application: Application) -> migrating.Run:
    is_service = application.package.startswith("services.")
    return {
        "arguments": list(application.migration()),
        "needs": [f"{application.package}.service", "alembic.command"] if is_service else [],
        "environment": dict(application.migration_environment()),
        "folder": str(application.home),
        "log": str(application.home / f"{application.name}-migration.log"),
    }
