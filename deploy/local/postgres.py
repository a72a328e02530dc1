"""A private PostgreSQL from the machine's own package, as its own user when started by root."""

import hashlib
import hmac
import os
import shutil
import signal
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg2
from psycopg2 import sql

from contracts.database_roles import owner_of
from contracts.postgresql import CONNECTION_OPTIONS, libpq_url
from deploy.local.server import LOOPBACK, MissingProgramError, Server, find_program, free_port

USER = "originprint"
_SYSTEM_USER = "postgres"
_INSTALLATIONS = Path("/usr/lib/postgresql")
_CONNECTIONS = 300
_TESTS_ONLY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")

# In the log DETAIL would quote rows, and a statement its values: identity numbers among them.
_QUOTE_NOTHING = ("log_error_verbosity=terse", "log_min_error_statement=panic")

# The cluster gets its name only when it is complete, so an interrupted start leaves no half one.
_START = """
set -e
bin=$1; shift
if [ ! -d data ]; then
    rm -rf unfinished
    umask 077
    printf '%s\\n' "$SUPERUSER_PASSWORD" > password
    "$bin/initdb" -D unfinished -U "$SUPERUSER" --pwfile=password --no-sync \
        -A scram-sha-256 -E UTF8 --locale=C.UTF-8 > initdb.log 2>&1 || { cat initdb.log; exit 1; }
    rm password
    mv unfinished data
fi
unset SUPERUSER_PASSWORD
exec "$bin/postgres" -D data "$@"
"""


def let_through(folder: Path, *, above: int = 0) -> None:
    """PostgreSQL, a user of its own where root starts it, passes through to its data below.

    `above`: through so many folders above it likewise.
    """
    for each in (folder, *list(folder.parents)[:above]):
        each.chmod(0o711)


class PostgreSQL(Server):
    """Listens on TCP only: paths of Unix sockets are limited to 107 bytes."""

    name = "PostgreSQL"
    # The "fast" shutdown: sessions are ended, a checkpoint is written.
    stop_signal = orphan_signal = signal.SIGINT

    def __init__(self, home: Path, password: str, *, durable: bool) -> None:
        self.binaries = binaries()
        self.password = password
        self.durable = durable
        super().__init__(home)

    @property
    def url(self) -> str:
        return f"postgresql+psycopg2://{USER}:{self.password}@{LOOPBACK}:{self.port}/postgres"

    def choose_ports(self) -> None:
        self.port = free_port()

    def prepare(self) -> None:
        if os.geteuid() == 0:
            shutil.chown(self.home, _SYSTEM_USER, _SYSTEM_USER)

    def identity(self) -> Sequence[str]:
        if os.geteuid() != 0:
            return ()
        become = ("--reuid", _SYSTEM_USER, "--regid", _SYSTEM_USER, "--init-groups")
        if all(parent.stat().st_mode & stat.S_IXOTH for parent in self.home.parents):
            return become
        # Other users cannot enter a checkout under /root; this one right lets the server in.
        return (*become, "--inh-caps", "+dac_override", "--ambient-caps", "+dac_override")

    def command(self) -> Sequence[str | Path]:
        settings = [
            f"port={self.port}",
            f"listen_addresses={LOOPBACK}",
            "unix_socket_directories=",
            f"max_connections={_CONNECTIONS}",
            "timezone=UTC",
            *_QUOTE_NOTHING,
            *(() if self.durable else _TESTS_ONLY),
        ]
        options = [part for setting in settings for part in ("-c", setting)]
        return ["sh", "-c", _START, "start-postgres", self.binaries, *options]

    def environment(self) -> Mapping[str, str]:
        path = os.environ.get("PATH", os.defpath)
        return {"PATH": path, "SUPERUSER": USER, "SUPERUSER_PASSWORD": self.password}

    def answers(self) -> bool:
        try:
            psycopg2.connect(libpq_url(self.url), connect_timeout=1).close()
        except psycopg2.OperationalError:
            return False
        return True


def create_database(admin_url: str, name: str) -> str:
    """The URL of the database of this name, which is made unless it exists."""
    if not _rows(admin_url, "select 1 from pg_database where datname = %s", name):
        _execute(admin_url, sql.SQL("create database {}").format(sql.Identifier(name)))
    return f"{admin_url.rpartition('/')[0]}/{name}"


@dataclass(frozen=True)
class DatabaseUrls:
    """Where a database's owner logs in to migrate it, and its process to work."""

    owner: str
    process: str


def create_owned_database(admin_url: str, name: str) -> DatabaseUrls:
    """As `create_database`, owned by a role of its own, with another one for its process."""
    roles = (owner_of(name), name)
    for role in roles:
        if not _rows(admin_url, "select 1 from pg_roles where rolname = %s", role):
            command = sql.SQL("create role {} login password {}")
            password = sql.Literal(_password(admin_url, role))
            _execute(admin_url, command.format(sql.Identifier(role), password))
    if not _rows(admin_url, "select 1 from pg_database where datname = %s", name):
        command = sql.SQL("create database {} owner {}")
        _execute(admin_url, command.format(sql.Identifier(name), sql.Identifier(roles[0])))
    return DatabaseUrls(*(_url_of(admin_url, role, name) for role in roles))


def drop_database(admin_url: str, name: str) -> None:
    """Ends its sessions and removes it with its roles; nothing happens when there is none."""
    command = sql.SQL("drop database if exists {} with (force)")
    _execute(admin_url, command.format(sql.Identifier(name)))
    roles = sql.SQL(", ").join(map(sql.Identifier, (name, owner_of(name))))
    _execute(admin_url, sql.SQL("drop role if exists {}").format(roles))


def _password(admin_url: str, role: str) -> str:
    """One for each role, the same at each start, and of use to nobody who has another."""
    secret = urlsplit(admin_url).password or ""
    return hmac.new(secret.encode(), role.encode(), hashlib.sha256).hexdigest()


def _url_of(admin_url: str, role: str, name: str) -> str:
    admin = urlsplit(admin_url)
    account = f"{quote(role)}:{_password(admin_url, role)}"
    servers = admin.netloc.rpartition("@")[2]
    return f"{admin.scheme}://{account}@{servers}/{name}"


def _execute(admin_url: str, command: sql.Composed) -> None:
    connection = psycopg2.connect(libpq_url(admin_url), **CONNECTION_OPTIONS)
    connection.autocommit = True
    try:
        connection.cursor().execute(command)
    finally:
        connection.close()


def _rows(admin_url: str, query: str, *values: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(libpq_url(admin_url), **CONNECTION_OPTIONS)
    try:
        with connection.cursor() as cursor:
            cursor.execute(query, values)
            return list(cursor.fetchall())
    finally:
        connection.close()


def binaries() -> Path:
    versions = [found for found in _INSTALLATIONS.glob("*/bin") if (found / "postgres").exists()]
    if versions:
        return max(versions, key=lambda found: float(found.parent.name))
    initdb = find_program("initdb").resolve()
    if not (initdb.parent / "postgres").exists():
        raise MissingProgramError("postgres is not installed: `make install` brings it")
    return initdb.parent
