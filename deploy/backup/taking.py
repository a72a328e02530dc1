"""A backup of the product of one root, while it runs or stands still."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from deploy.backup import broker, database, objects
from deploy.backup.keys import fingerprints, secrets_of
from deploy.backup.register import BROKER, DATABASE, OBJECTS, Register, digests
from deploy.local.server import Progress
from deploy.local.servers import RootInUseError, Servers, private_servers


class NothingToBackUpError(Exception):
    """No product has run in this root."""


def take(root: Path, backups: Path, say: Progress) -> Path:
    """The folder of the backup, among the others. Raises NothingToBackUpError, KeysMissingError,
    DatabaseToolError, ObjectsNotCopiedError, ServerFailedError."""
    keys = fingerprints(secrets_of(root)) if _has_run(root) else {}
    if not keys:
        raise NothingToBackUpError(f"no product has run in {root}")
    begun = datetime.now(UTC)
    folder = backups / f"{begun:%Y%m%dT%H%M%SZ}"
    folder.mkdir(mode=0o700, parents=True)
    with servers_of(root) as servers:
        broker.export(servers.broker, folder / BROKER)
        say("definitions of the broker")
        database.copy(servers.postgres_url, folder / DATABASE)
        point = datetime.now(UTC)
        say(f"databases as of {point.isoformat(timespec='seconds')}")
        count = objects.copy(servers, folder / OBJECTS)
        say(f"{count} objects")
    register = Register(
        begun_at=begun,
        point_at=point,
        finished_at=datetime.now(UTC),
        files=digests(folder, BROKER, DATABASE),
        objects=count,
        keys=keys,
    )
    register.write(folder)
    return folder


@contextmanager
def servers_of(root: Path) -> Iterator[Servers]:
    """Those that run, or started for as long as this lasts."""
    try:
        with private_servers(root / "servers") as servers:
            yield servers
    except RootInUseError:
        yield Servers.of(root / "servers")


def _has_run(root: Path) -> bool:
    return (root / "servers/postgres/data").is_dir()
