"""A backup made into a product again, in a root whose data are set aside, never overwritten."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import psycopg2

from chassis.dead_letters import OPENING_KEYS_VARIABLE
from contracts.postgresql import libpq_url
from deploy.backup import broker, database, objects
from deploy.backup.keys import PASSWORDS, check_keys, secrets_of
from deploy.backup.register import BROKER, DATABASE, OBJECTS, Register
from deploy.local import server
from deploy.local.application import Application
from deploy.local.postgres import PostgreSQL
from deploy.local.processes import make_applications, migrate
from deploy.local.server import Progress, ServerFailedError
from deploy.local.servers import RunningServers, alone_in, private_servers

DATA: Final = ("servers/postgres/data", "servers/objects/data", "servers/rabbitmq/data")
RECOVERY_SECONDS: Final = 6 * 3600.0
_LOG: Final = "log-to-replay"
_LOOK_SECONDS: Final = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Restore:
    """`log` is the folder of the log since the backup, None for the backup's own moment;
    `until` a moment in it, None for its end."""

    backup: Path
    root: Path
    log: Path | None = None
    until: datetime | None = None
    hours: float = 24.0
    """How long an event may have waited at the broker before that moment."""

    def carry_out(self, say: Progress) -> None:
        """Everything but the start of the processes.

        Raises BackupDamagedError, KeysMissingError, RootInUseError, DatabaseToolError,
        ObjectsNotCopiedError, ServerFailedError.
        """
        register = Register.read(self.backup)
        check_keys(register.keys, secrets_of(self.root))
        with _told(say, "the backup is whole"):
            register.check(self.backup)
        with alone_in(self.root / "servers"):
            set_aside(self.root, say)
            with _told(say, "databases unpacked"):
                self._unpack()
            with _told(say, "databases recovered"):
                recover(self.root)
        with private_servers(self.root / "servers") as servers:
            with _told(say, "objects put back"):
                objects.put_back(servers, self.backup / OBJECTS)
            applications = make_applications(servers, self.root)
            with _told(say, "schemas and queues up to date"):
                migrate(list(applications.values()))
            with _told(say, "what was on its way is sent again"):
                self._send_again(applications, say)
            for line in self._missing_at(servers):
                say(f"the broker had by hand: {line}")

    def _unpack(self) -> None:
        data = self.root / DATA[0]
        database.unpack(self.backup / DATABASE, data)
        if self.log is not None:
            replayed = data.parent / _LOG
            shutil.copytree(self.log, replayed, dirs_exist_ok=True)
            database.recover_from(data, replayed.resolve(), self.until)

    def _send_again(self, applications: dict[str, Application], say: Progress) -> None:
        """A service's own events lie sealed to the operators' key, those of customs do not."""
        keys = secrets_of(self.root)["dead_letter_opening_keys"]
        for application in applications.values():
            command = _after_restore(application.package, self.hours)
            if command:
                opening = {} if application.package == "customs" else {OPENING_KEYS_VARIABLE: keys}
                say(_run(command, {**application.migration_environment(), **opening}))

    def _missing_at(self, servers: RunningServers) -> Iterator[str]:
        now = self.root / "definitions-now"
        broker.export(servers.broker, now)
        before = json.loads((self.backup / BROKER / broker.FILE).read_text())
        after = json.loads((now / broker.FILE).read_text())
        shutil.rmtree(now)
        yield from broker.missing(before, after)


def recover(root: Path) -> None:
    """Until the database that was unpacked can be written to, at the moment asked for.

    Raises ServerFailedError.
    """
    home = (root / DATA[0]).parent.resolve()
    _give_to_owner(home)
    password = json.loads((root / PASSWORDS).read_text())["postgres"]
    postgres = PostgreSQL(home, password, durable=True)
    postgres.start_seconds = RECOVERY_SECONDS
    with server.running(postgres):
        _await_promotion(postgres)
    database.forget_recovery(root / DATA[0])
    shutil.rmtree(home / _LOG, ignore_errors=True)


def set_aside(root: Path, say: Progress) -> None:
    """Data that are there get another name."""
    ending = f".before-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    for folder in (root / name for name in DATA):
        if folder.exists():
            folder.rename(folder.with_name(folder.name + ending))
            say(f"what was there is {folder.name + ending} now, in {folder.parent}")


def _after_restore(package: str, hours: float) -> list[str]:
    """What each process does about its database; nothing for one without such a step."""
    if package.startswith("services."):
        return [sys.executable, "-m", "chassis.restored", package, f"--hours={hours:g}"]
    if package == "customs":
        return [sys.executable, "-m", "customs.after_restore", "say-again", f"--hours={hours:g}"]
    return []


def _run(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ServerFailedError(f"{' '.join(command[1:])}: {done.stdout}{done.stderr}")
    return done.stdout.strip()


def _await_promotion(postgres: PostgreSQL) -> None:
    """Raises ServerFailedError when it ends instead, or takes hours."""
    deadline = time.monotonic() + RECOVERY_SECONDS
    with closing(psycopg2.connect(libpq_url(postgres.url))) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        while time.monotonic() < deadline:
            cursor.execute("select pg_is_in_recovery()")
            if cursor.fetchone() == (False,):
                return
            time.sleep(_LOOK_SECONDS)
    raise ServerFailedError(f"it does not come to an end:\n{postgres.last_words()}")


def _give_to_owner(folder: Path) -> None:
    """To the user that PostgreSQL runs as when root starts it."""
    if os.geteuid() == 0:
        for place in (folder, *folder.rglob("*")):
            shutil.chown(place, "postgres", "postgres")


@contextmanager
def _told(say: Progress, what: str) -> Iterator[None]:
    begun = time.monotonic()
    yield
    say(f"{what} after {time.monotonic() - begun:.1f} s")
