"""Backup and restore of a product with many certificates, beside plain copies of the same files.

Rows are cert_svc's with their indexes, objects as large as layouts and documents are. What a
restore takes besides (schemas, queues, starts) does not grow with them.
"""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from sqlalchemy import create_engine

from bench.harness import Row
from bench.list_data import Scale, fill
from bench.running import scratch
from contracts.object_accounts import BUCKET
from deploy.backup import database, objects
from deploy.backup.keys import PASSWORDS
from deploy.backup.restoring import recover
from deploy.local.servers import private_servers

FULL: Final = Scale(enterprises=4_000, usual=225, large=100_000, larges=1)
QUICK: Final = Scale(enterprises=360, usual=250, large=10_000, larges=1)
OBJECTS: Final = 20_000
QUICK_OBJECTS: Final = 2_000
OBJECT_BYTES: Final = 60_000
"""A layout has about 10 kB, a document of two pages about 100."""


def run(*, quick: bool = False) -> list[Row]:
    """A million certificates; filling takes minutes."""
    scale, count = (QUICK, QUICK_OBJECTS) if quick else (FULL, OBJECTS)
    with scratch() as folder:
        return _measured(folder, scale, count)


def _measured(folder: Path, scale: Scale, count: int) -> list[Row]:
    before, after, backup = folder / "before", folder / "after", folder / "backup"
    backup.mkdir()
    with private_servers(before / "servers") as servers:
        _fill(servers.create_database("cert_svc"), scale)
        _lay_down(before / f"servers/objects/data/{BUCKET}/certificates", count)
        (before / "servers/objects/data/customs").mkdir()
        taken = _seconds(lambda: database.copy(servers.postgres_url, backup / "database"))
        copied = _seconds(lambda: objects.copy(servers, backup / "objects"))
    data = before / "servers/postgres/data"
    size = _bytes(data)
    plain = _seconds(lambda: shutil.copytree(data, folder / "plain"))
    lay = _seconds(lambda: shutil.copytree(backup / "objects", folder / "plain-objects"))
    (after / PASSWORDS).parent.mkdir(parents=True)
    shutil.copy(before / PASSWORDS, after / PASSWORDS)
    data = after / "servers/postgres/data"
    unpacked = _seconds(lambda: database.unpack(backup / "database", data))
    back = unpacked + _seconds(lambda: recover(after))
    with private_servers(after / "servers") as servers:
        put = _seconds(lambda: objects.put_back(servers, backup / "objects"))
    note = f"{scale.certificates:,} certificates, {size / 1e6:,.0f} MB"
    return [
        _row("databases copied", size / 1e6, taken, plain, "MB/s", note=note),
        _row("databases brought back", size / 1e6, back, plain, "MB/s", note=note),
        _row(
            "objects copied", count, copied, lay, "objects/s", note=f"{OBJECT_BYTES:,} bytes each"
        ),
        _row("objects put back", count, put, lay, "objects/s", note=f"{OBJECT_BYTES:,} bytes each"),
    ]


def _row(what: str, amount: float, ours: float, plain: float, unit: str, *, note: str) -> Row:
    """The seconds of both as how much a second."""
    return Row("restores", what, amount / ours, amount / plain, "cp", unit, None, note)


def _fill(url: str, scale: Scale) -> None:
    engine = create_engine(url)
    fill(engine, scale)
    engine.dispose()


def _lay_down(folder: Path, count: int) -> None:
    """What is encrypted does not compress."""
    folder.mkdir(parents=True)
    for number in range(count):
        (folder / f"{number}.json").write_bytes(os.urandom(OBJECT_BYTES))


def _bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _seconds(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun
