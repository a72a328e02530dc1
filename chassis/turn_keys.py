"""`python -m chassis.turn_keys services.NAME`: put everything under the first key of each ring.

Runs with the settings of the service (or `gateway`) that writes the objects and rows, beside it.
May be killed at any line and started again: what is turned already is passed over.

Exit status: 0 only the first keys are needed, 1 something is left, 2 it cannot begin, 3 a server
was away in between.
"""

import argparse
import importlib
import sys
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from chassis.database import make_command_engine
from chassis.errors import Transient
from chassis.settings import S3Settings, load
from chassis.turning import (
    UNREADABLE,
    Left,
    NotConditionalError,
    Outcome,
    StillChangingError,
    Turning,
    key_id_of,
)
from chassis.turning_rows import EncryptedColumn, turn_rows, values
from contracts.key_rings import KeyRing
from contracts.object_kinds import OBJECT_KINDS

PROGRESS_SECONDS: Final = 5.0
NOT_CONDITIONAL: Final = (
    "The object store takes no notice of If-Match (Amazon S3 and MinIO do). Stop the processes "
    "that write here or delete, and say --alone."
)

Say = Callable[[str], None]


class Progress:
    """A line now and then: how many of what, and where to go on from."""

    def __init__(self, say: Say) -> None:
        self.place = ""
        self._say = say
        self._done: dict[str, int] = {}
        self._next = time.monotonic() + PROGRESS_SECONDS

    def add(self, place: str, outcome: Outcome | str) -> None:
        self.place = place
        self._done[outcome] = self._done.get(outcome, 0) + 1
        if time.monotonic() >= self._next:
            self.tell()

    def tell(self) -> None:
        done = ", ".join(f"{number} {outcome}" for outcome, number in sorted(self._done.items()))
        self._say(f"at {self.place or 'the end'}: {done or 'nothing there'}")
        self._next = time.monotonic() + PROGRESS_SECONDS


def turn_objects(turning: Turning, say: Say, *, after: str, encrypted_before: Any) -> None:
    """Raise NotConditionalError; Transient, after a line that says where to go on."""
    turning.check_conditional()
    progress = Progress(say)
    try:
        for place, since in turning.places(after):
            anew = encrypted_before is not None and since < encrypted_before
            try:
                progress.add(place, turning.turn(place, new_data_key=anew))
            except StillChangingError:
                progress.add(place, "changing")
    except Transient:
        say(f"go on with --from {progress.place or after}")
        raise
    progress.tell()


def conclude(needed: Left, rings: dict[str, KeyRing], say: Say) -> bool:
    """Say of each key whether it may go; whether only the first of each ring are needed."""
    for keys, ring in rings.items():
        for key_id in ring.ids[1:]:
            if not needed.objects[keys, key_id]:
                say(f"nothing is left under key {key_id} of {keys}; it may be removed")
    left = {
        (keys, key_id): number
        for (keys, key_id), number in needed.objects.items()
        if key_id != rings[keys].current[0]
    }
    for (keys, key_id), number in sorted(left.items()):
        under = "no key that is known" if key_id == UNREADABLE else f"key {key_id} of {keys}"
        say(f"{number} left under {under}, for example {needed.examples[keys, key_id]}")
    return not left


def turn_everything(package: str, settings: Any, options: Any, say: Say) -> bool:
    """Whether only the first keys are needed afterwards."""
    process = package.rpartition(".")[2]
    needed, rings = Left(), dict[str, KeyRing]()
    if isinstance(settings, S3Settings) and any(k.writer == process for k in OBJECT_KINDS):
        turning = Turning(process, settings, alone=options.alone)
        before = options.encrypted_before
        turn_objects(turning, say, after=options.start, encrypted_before=before)
        for place, _ in turning.places():
            turning.look(place, needed)
        rings |= {keys: cipher.keys.ring for keys, cipher in turning.ciphers.items()}
    for column in _encrypted_columns(package):
        rings[column.keys] = getattr(settings, column.keys)
        _turn_column(column, settings, needed, say)
    return conclude(needed, rings, say)


def _turn_column(column: EncryptedColumn, settings: Any, needed: Left, say: Say) -> None:
    engine = make_command_engine(settings.database_url)
    ring: KeyRing = getattr(settings, column.keys)
    say(f"{column.name}: {turn_rows(engine, column, ring)} turned")
    for place, sealed in values(engine, column):
        needed.add(column.keys, key_id_of(sealed), f"{column.name} of {place}")


def _encrypted_columns(package: str) -> tuple[EncryptedColumn, ...]:
    if not package.startswith("services."):
        return ()
    tables = importlib.import_module(f"{package}.tables")
    return getattr(tables, "ENCRYPTED", ())


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="chassis.turn_keys", description=__doc__)
    parser.add_argument("package", help="for example services.seal_svc, or gateway")
    parser.add_argument(
        "--from", dest="start", default="", metavar="PLACE", help="where an earlier run was"
    )
    parser.add_argument(
        "--encrypted-before",
        type=datetime.fromisoformat,
        metavar="MOMENT",
        help="data keys too: encrypt anew what was stored before, e.g. 2026-11-27T12:00:00+00:00",
    )
    parser.add_argument(
        "--alone", action="store_true", help="nothing else writes: the store needs no If-Match"
    )
    return parser


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()  # a pipe would keep it back


def main() -> None:
    parser = _arguments()
    options = parser.parse_args()
    moment = options.encrypted_before
    if moment is not None and moment.tzinfo is None:
        parser.error("--encrypted-before: without a zone, such as +00:00")
    settings = load(importlib.import_module(f"{options.package}.settings").Settings)
    try:
        done = turn_everything(options.package, settings, options, _say)
    except NotConditionalError:
        parser.exit(2, f"{NOT_CONDITIONAL}\n")
    except Transient as error:
        parser.exit(3, f"{error}\n")
    sys.exit(0 if done else 1)


if __name__ == "__main__":
    main()
