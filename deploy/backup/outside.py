"""Customs in a rehearsal: a foreign system, which no disaster of ours sends back in time."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from contracts.customs import SOURCE as CUSTOMS
from contracts.object_accounts import CUSTOMS_BUCKET
from contracts.postgresql import libpq_url
from deploy.local.postgres import binaries
from deploy.local.processes import make_applications
from deploy.local.servers import Servers

_DUMP: Final = "customs.dump"
_BUCKET: Final = Path("servers/objects/data") / CUSTOMS_BUCKET


@dataclass(frozen=True, slots=True)
class Survivor:
    """What customs keeps, in a folder of its own."""

    folder: Path

    def leave(self, servers: Servers, root: Path) -> None:
        """Before the disaster."""
        self.folder.mkdir()
        url = f"{servers.postgres_url.rpartition('/')[0]}/{CUSTOMS}"
        command = [str(binaries() / "pg_dump"), "--format=custom", libpq_url(url)]
        with (self.folder / _DUMP).open("wb") as dump:
            subprocess.run(command, stdout=dump, check=True)
        shutil.copytree(root / _BUCKET, self.folder / CUSTOMS_BUCKET)

    def come_back(self, servers: Servers, root: Path) -> None:
        """Instead of what the backup says of customs."""
        servers.drop_database(CUSTOMS)
        servers.create_owned_database(CUSTOMS)
        url = f"{servers.postgres_url.rpartition('/')[0]}/{CUSTOMS}"
        command = [str(binaries() / "pg_restore"), "--dbname", libpq_url(url)]
        subprocess.run([*command, str(self.folder / _DUMP)], check=True)
        shutil.copytree(self.folder / CUSTOMS_BUCKET, root / _BUCKET, dirs_exist_ok=True)


def make_good(servers: Servers, root: Path, since: datetime) -> str:
    """Customs says again what it said, and print_svc is told what it has forgotten: what it said
    to that."""
    applications = make_applications(servers, root)
    customs = applications[CUSTOMS].environment()
    _run(["customs.after_restore", "say-again", "--since", since.isoformat()], customs)
    told = _run(["customs.after_restore", "originals", "--since", since.isoformat()], customs)
    remember = ["services.print_svc.remember", "-"]
    return _run(remember, applications["print_svc"].environment(), told)


def _run(arguments: list[str], environment: Mapping[str, str], given: str = "") -> str:
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        env=environment,
        input=given,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
