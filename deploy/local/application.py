"""One process of the product: the code that runs, its settings, its port and its migration."""

import dataclasses
import importlib
import importlib.util
import os
import sys
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from pathlib import Path

from chassis.settings import PREFIX
from deploy.local.server import LOOPBACK, Server, free_port, http_status

REPOSITORY = Path(__file__).parents[2]


class Application(Server):
    """One line of the Procfile; ready when `/readyz` says so."""

    stop_seconds = 10.0
    start_seconds = 180.0

    def __init__(
        self,
        name: str,
        package: str,
        values: Mapping[str, str],
        logs: Path,
        source: Path = REPOSITORY,
    ) -> None:
        """`source` is the tree whose code runs, this one or that of another release."""
        self.name = name
        self.package = package
        self.values = dict(values)
        self.source = source
        super().__init__(logs)
        self.log = logs / f"{name}.log"

    def beside(self, number: int, source: Path | None = None) -> "Application":
        """Another one of its name with its settings, at a port of its own, and not started.

        Of its own source where none is named.
        """
        name = f"{self.name}-{number}"
        return Application(name, self.package, self.values, self.home, source or self.source)

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def choose_ports(self) -> None:
        self.port = free_port()
        self.values |= {"metrics_port": str(self.port), "http_port": str(self.port)}

    def prepare(self) -> None:
        pass

    def command(self) -> Sequence[str | Path]:
        return [sys.executable, "-m", self.package]

    def environment(self) -> Mapping[str, str]:
        """The parent's, and of the product's own names exactly those its settings know."""
        inherited = {key: value for key, value in os.environ.items() if not key.startswith(PREFIX)}
        known = settings_names(self.package) & self.values.keys()
        own = {PREFIX + name.upper(): self.values[name] for name in known}
        return inherited | own | {"PYTHONPATH": str(self.source), "PYTHONUNBUFFERED": "1"}

    def migration_environment(self) -> Mapping[str, str]:
        """The same, under the accounts that declare queues, own the tables, make the bucket."""
        names = {
            "AMQP_URL": "migrations_amqp_url",
            "DATABASE_URL": "owner_database_url",
            "S3_ACCESS_KEY": "migrations_s3_access_key",
            "S3_SECRET_KEY": "migrations_s3_secret_key",
        }
        own = {PREFIX + one: self.values[its] for one, its in names.items() if its in self.values}
        return {**self.environment(), **own}

    def answers(self) -> bool:
        return http_status(LOOPBACK, self.port, "/readyz", 2) == HTTPStatus.OK

    def migration(self) -> Sequence[str]:
        """The module, and its arguments, that must have run before; nothing where there is none."""
        if self.package.startswith("services."):
            return ["chassis.migrate", self.package]
        if importlib.util.find_spec(f"{self.package}.migrate"):
            return [f"{self.package}.migrate"]
        return []


def settings_names(package: str) -> set[str]:
    """What the processes of a package are told."""
    settings = importlib.import_module(f"{package}.settings").Settings
    return {field.name for field in dataclasses.fields(settings)}
