"""The servers of one run under the names, ports and accounts that the manifests give them."""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2
from psycopg2 import sql

from contracts.postgresql import libpq_url
from deploy.broker.definitions import (
    CUSTOMS_VHOST,
    SERVICES_VHOST,
    Definitions,
    merged,
    user,
)
from deploy.cluster.authority import ServerCertificate
from deploy.cluster.manifests import Manifest, texts
from deploy.cluster.network import SERVERS
from deploy.local import server
from deploy.local.object_store import ObjectStore
from deploy.local.postgres import PostgreSQL
from deploy.local.rabbitmq import RabbitMQ
from deploy.local.rabbitmq_control import USER

NAMES = ("rabbitmq", "postgresql-rw", "minio")
"""Hosts in the addresses of deploy/k8s/secrets and deploy/k8s/base/config."""
_VHOSTS = (SERVICES_VHOST, CUSTOMS_VHOST)
_HBA = "host all all 127.0.0.1/32 scram-sha-256\nhostssl all all 10.77.0.0/24 scram-sha-256\n"
_TLS = """\
listeners.ssl.1 = {address}:5671
ssl_options.cacertfile = {home}/ca.crt
ssl_options.certfile = {home}/tls.crt
ssl_options.keyfile = {home}/tls.key
ssl_options.versions.1 = tlsv1.3
ssl_options.versions.2 = tlsv1.2
"""


@dataclass(frozen=True)
class Accounts:
    """Who may log in: of the Secrets and the custom resources that the operators would read."""

    broker: Definitions
    roles: Mapping[str, str]
    """Passwords by role."""
    databases: Mapping[str, str]
    """Owners by database."""
    objects: Mapping[str, str]
    """Secret keys by access key."""


class Broker(RabbitMQ):
    """Takes TLS from pods; plain connections on loopback alone, for its administrator."""

    def __init__(self, home: Path, certificate: ServerCertificate, accounts: Definitions) -> None:
        self.certificate, self.own_definitions = certificate, accounts
        super().__init__(home, "administrator", {})

    def prepare(self) -> None:
        _write(self.home, self.certificate)
        super().prepare()
        with (self.home / "rabbitmq.conf").open("a") as configuration:
            configuration.write(_TLS.format(address=SERVERS, home=self.home))

    def definitions(self) -> Definitions:
        everything = {"configure": ".*", "write": ".*", "read": ".*"}
        rights = [{"user": USER, "vhost": one, **everything} for one in _VHOSTS]
        administrator = user(USER, self.password, tags="administrator")
        return merged(self.own_definitions, {"users": [administrator], "permissions": rights})


class Database(PostgreSQL):
    """Takes TLS from pods and nothing else from them."""

    def __init__(self, home: Path, certificate: ServerCertificate) -> None:
        self.certificate = certificate
        super().__init__(home, "administrator", durable=False)

    def choose_ports(self) -> None:
        self.port = 5432

    def prepare(self) -> None:
        hba = self.home / "hba.conf"
        hba.write_text(_HBA)
        for file in (hba, *_write(self.home, self.certificate)):
            shutil.chown(file, "postgres", "postgres")
        super().prepare()

    def command(self) -> Sequence[str | Path]:
        settings = {
            "listen_addresses": f"{server.LOOPBACK},{SERVERS}",
            "hba_file": self.home / "hba.conf",
            "ssl": "on",
            "ssl_cert_file": self.home / "tls.crt",
            "ssl_key_file": self.home / "tls.key",
        }
        options = [part for name, one in settings.items() for part in ("-c", f"{name}={one}")]
        return [*super().command(), *options]


class Objects(ObjectStore):
    def choose_ports(self) -> None:
        self.port = 9000

    def command(self) -> Sequence[str | Path]:
        return [self.program, "serve", "s3", "data", "--addr", f":{self.port}"]


@contextmanager
def running_servers(
    root: Path, certificate: ServerCertificate, accounts: Accounts
) -> Iterator[None]:
    """All three with their accounts. Raises MissingProgramError, ServerFailedError."""
    database = Database(root / "postgres", certificate)
    servers = (
        Broker(root / "rabbitmq", certificate, accounts.broker),
        database,
        Objects(root / "objects", accounts.objects),
    )
    with server.running(*servers):
        _make_databases(database.url, accounts)
        yield


def accounts_of(manifests: Sequence[Manifest]) -> Accounts:
    """Those of the rendered manifests and the Secrets beside them."""
    secrets = texts(manifests)
    cluster = next(one for one in manifests if one["kind"] == "Cluster")
    roles = [secrets[one["passwordSecret"]["name"]] for one in cluster["spec"]["managed"]["roles"]]
    databases = [one["spec"] for one in manifests if one["kind"] == "Database"]
    stores = [one for name, one in secrets.items() if name.endswith("-objects")]
    key, secret = "ORIGINPRINT_S3_ACCESS_KEY", "ORIGINPRINT_S3_SECRET_KEY"
    return Accounts(
        broker=json.loads(secrets["rabbitmq-definitions"]["definitions.json"]),
        roles={one["username"]: one["password"] for one in roles},
        databases={one["name"]: one["owner"] for one in databases},
        objects={one[key]: one[secret] for one in stores},
    )


def _make_databases(url: str, accounts: Accounts) -> None:
    connection = psycopg2.connect(libpq_url(url))
    connection.autocommit = True
    with connection.cursor() as cursor:
        for role, password in accounts.roles.items():
            command = sql.SQL("create role {} login password {}")
            cursor.execute(command.format(sql.Identifier(role), sql.Literal(password)))
        for name, owner in accounts.databases.items():
            command = sql.SQL("create database {} owner {}")
            cursor.execute(command.format(sql.Identifier(name), sql.Identifier(owner)))
    connection.close()


def _write(home: Path, certificate: ServerCertificate) -> list[Path]:
    contents = {
        "ca.crt": certificate.authority,
        "tls.crt": certificate.certificate,
        "tls.key": certificate.key,
    }
    for name, content in contents.items():
        (home / name).write_bytes(content)
        (home / name).chmod(0o600)
    return [home / name for name in contents]
