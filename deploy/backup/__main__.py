"""`python -m deploy.backup take|log|restore|keys`: backups of the product of one machine.

`take` copies everything but the keys, `log` receives the database's log until it is stopped,
`restore` makes a product of both, `keys` copies the keys to where they are kept, elsewhere.
"""

import argparse
import contextlib
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Final

from deploy.backup import database
from deploy.backup.database import DatabaseToolError
from deploy.backup.keys import KeysMissingError, copy_keys
from deploy.backup.objects import ObjectsNotCopiedError
from deploy.backup.register import FILE, WAL, BackupDamagedError
from deploy.backup.restoring import Restore
from deploy.backup.taking import NothingToBackUpError, servers_of, take
from deploy.local.server import MissingProgramError, ServerFailedError
from deploy.local.servers import RootInUseError

BACKUPS: Final = Path("backups")
ROOT: Final = Path("var/run")
EXPECTED: Final = (
    BackupDamagedError,
    DatabaseToolError,
    KeysMissingError,
    MissingProgramError,
    NothingToBackUpError,
    ObjectsNotCopiedError,
    RootInUseError,
    ServerFailedError,
)


def main(arguments: list[str] | None = None) -> int:
    """0 when it is done; 1 with a sentence."""
    asked = _parser().parse_args(arguments)
    try:
        asked.carry_out(asked)
    except EXPECTED as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _take(asked: argparse.Namespace) -> None:
    print(f"backup in {take(asked.root, asked.backups, _say)}")
    print(
        f"its keys are not in it: python -m deploy.backup keys FOLDER copies those of {asked.root}"
    )


def _log(asked: argparse.Namespace) -> None:
    with (
        contextlib.suppress(KeyboardInterrupt),
        servers_of(asked.root) as servers,
        database.archiving(servers.postgres_url, asked.backups / WAL) as receiver,
    ):
        print(f"receiving the log into {asked.backups / WAL}; Ctrl-C ends it", flush=True)
        receiver.wait()


def _restore(asked: argparse.Namespace) -> None:
    begun = time.monotonic()
    if asked.keys is not None:
        copy_keys(asked.keys, asked.root)
    log = asked.backups / WAL
    chosen = asked.backup or newest(asked.backups)
    wanted = not asked.alone and database.has_log(log)
    restore = Restore(
        backup=chosen,
        root=asked.root,
        log=log if wanted else None,
        until=asked.until,
        hours=asked.hours,
    )
    restore.carry_out(_say)
    print(f"{chosen} restored in {time.monotonic() - begun:.1f} s; `make run` starts it")


def newest(backups: Path) -> Path:
    """Of those that were finished. Raises BackupDamagedError without any."""
    finished = sorted(file.parent for file in backups.glob(f"*/{FILE}"))
    if not finished:
        raise BackupDamagedError(f"{backups} holds no finished backup")
    return finished[-1]


def _say(text: str) -> None:
    print(f"  {text}", flush=True)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment has its offset, as in 2026-11-27T12:00:00+08:00")
    return moment


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="deploy.backup", description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT, help="whose data it is about")
    parser.add_argument("--backups", type=Path, default=BACKUPS)
    commands = parser.add_subparsers(required=True)
    commands.add_parser("take").set_defaults(carry_out=_take)
    commands.add_parser("log").set_defaults(carry_out=_log)
    restore = commands.add_parser("restore")
    restore.set_defaults(carry_out=_restore)
    restore.add_argument("--backup", type=Path, help="the newest where none is named")
    restore.add_argument("--until", type=_moment, help="of the log; its end where none is named")
    restore.add_argument("--alone", action="store_true", help="the backup without the log since")
    restore.add_argument("--keys", type=Path, help="where they are kept; else those of the root")
    restore.add_argument(
        "--hours", type=float, default=24.0, help="events sent so long before are sent again"
    )
    keys = commands.add_parser("keys")
    keys.set_defaults(carry_out=lambda asked: copy_keys(asked.root, asked.to))
    keys.add_argument("to", type=Path, metavar="FOLDER")
    return parser


if __name__ == "__main__":
    sys.exit(main())
