"""`python -m deploy.backup.rehearsal`: a disaster and its end, on this machine, then the books.

People print; a backup is taken; they go on, and the log is received; everything is destroyed but
the backups, the keys and customs. In an empty folder all is restored to a moment before the last
print, the one that was forgotten is told by customs, and everybody goes on to the end. Exit status:
0 when the books agree, every serial is there once and nobody could print a second original.
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import psycopg2

from contracts.postgresql import libpq_url
from deploy.backup.database import archiving
from deploy.backup.keys import copy_keys
from deploy.backup.outside import Survivor, make_good
from deploy.backup.register import WAL
from deploy.backup.restoring import Restore
from deploy.backup.taking import take
from deploy.local.client import ProblemError
from deploy.local.desk import fit_printer
from deploy.local.exporter import Exporter, authorized_exporter, wait_for
from deploy.local.officer import Officer
from deploy.local.patience import PATIENCE_SECONDS, patiently
from deploy.local.person import Person
from deploy.local.postgres import let_through
from deploy.local.server import Progress
from deploy.local.servers import private_servers
from deploy.local.stack import CROWDED, Stack, running_stack
from deploy.soak.books import Books, summary
from deploy.soak.lives import Life, People

BEFORE: Final = 2
"""Certificates printed before the backup; the next ones between it and the moment, and after."""
IN_THE_LOG: Final = 1
AFTER: Final = 1
SAFETY: Final = timedelta(hours=1)
_SILENT: Final = "exception_svc"
"""It hears nothing before the disaster: what is for it is on its way at the moment restored."""
_NO_SECOND: Final = ("print.", "certificate.")
"""How codes begin that refuse a print because there is one."""
_SERIALS: Final = "select original_serial from print_jobs where original_serial is not null"
_HEARD: Final = "select certificate_no from originals"


class Calm(random.Random):
    """No faults, no spoiled sheets, no opposite answers."""

    def random(self) -> float:
        """The end of every scale."""
        return 0.999


@dataclass
class Rehearsal:
    """What is known to whoever survives: people's memory, paper, and what was written down."""

    folder: Path
    say: Progress
    lives: list[Life] = field(default_factory=list)
    serials: set[str] = field(default_factory=set)
    forgotten: dict[str, str] = field(default_factory=dict)
    """Serial by certificate of originals that went out after the moment."""
    late: list[str] = field(default_factory=list)
    """Certificates that customs approved after it."""
    faults: list[str] = field(default_factory=list)

    @property
    def survivor(self) -> Survivor:
        return Survivor(self.folder / "customs")

    def until_the_disaster(self) -> tuple[Restore, Person]:
        """What is to be restored, where nothing is yet; whose certificates they are."""
        root, backups = self.folder / "before", self.folder / "backups"
        with _product(root) as stack, self._people(stack, None) as people:
            self._live(people, BEFORE)
            waiting = self._printable(people)
            url = stack.servers.postgres_url
            with archiving(url, backups / WAL):
                backup = take(root, backups, self.say)
                stack.processes.kill(_SILENT)
                self._live(people, IN_THE_LOG)
                self.serials = _column(stack, "print_svc", _SERIALS)
                moment = _clock(url)
                self._print_and_forget(people, waiting)
                self.late.append(self._printable(people))
            self.survivor.leave(stack.servers, root)
            copy_keys(root, self.folder / "keys")
            person = people.exporter.person
        shutil.rmtree(root)
        after = self.folder / "after"
        copy_keys(self.folder / "keys", after)
        restore = Restore(backup=backup, root=after, log=backups / WAL, until=moment)
        return restore, person

    def restore(self, restore: Restore) -> None:
        """As the runbook has it."""
        begun = time.monotonic()
        restore.carry_out(self.say)
        with private_servers(restore.root / "servers") as servers:
            self.survivor.come_back(servers, restore.root)
            since = (restore.until or datetime.now(UTC)) - SAFETY
            self.say(make_good(servers, restore.root, since))
        self.say(f"restored in {time.monotonic() - begun:.1f} s")

    def to_the_end(self, root: Path, person: Person) -> None:
        """Everybody goes on; what does not hold is in `faults`."""
        with _product(root) as stack, self._people(stack, person) as people:
            for number, serial in self.forgotten.items():
                self._check_not_doubled(people, number)
                self._answer(people, number)
                self.lives.append(Life(number, 1))
                self.serials.add(serial)
            self._live(people, AFTER)
            for number in self.late:
                self._finish(people, number)
            books = Books(stack)
            books.settle()
            self._check_serials(_column(stack, "print_svc", _SERIALS))
            self._check_heard(stack)
            self._check_books(books)

    def _check_books(self, books: Books) -> None:
        """The ledger alone may miss what nobody can tell it: which stamps were on what is lost."""
        found = books.faults(self.lives)
        told = {f"{number}: 0 instead of 4" for number in self.forgotten}
        found["sealings miscounted"] = sorted(set(found["sealings miscounted"]) - told)
        self.say("\n".join(summary(found)))
        self.faults += [f"{kind}: {one}" for kind, ones in found.items() for one in ones]

    def _check_heard(self, stack: Stack) -> None:
        """Whoever heard nothing before the disaster hears all of it after the restore."""
        numbers = {life.certificate_no for life in self.lives}
        try:
            wait_for(
                lambda: numbers <= _column(stack, _SILENT, _HEARD) or None,
                "what was on its way",
                PATIENCE_SECONDS,
            )
        except TimeoutError:
            missing = sorted(numbers - _column(stack, _SILENT, _HEARD))
            self.faults.append(f"{_SILENT} never heard of {', '.join(missing)}")

    def _check_serials(self, now: set[str]) -> None:
        """Those that people hold are all known, and what is new comes after all of them."""
        self.faults += [f"serial {one} is forgotten" for one in sorted(self.serials - now)]
        new = now - self.serials
        if not new or min(new) <= max(self.serials):
            self.faults.append("serials do not go on after those that were given out")

    def _check_not_doubled(self, people: People, number: str) -> None:
        try:
            people.exporter.issue_print(number)
        except ProblemError as refusal:
            if not (refusal.code or "").startswith(_NO_SECOND):
                self.faults.append(f"{number} was refused for another reason: {refusal.code}")
        else:
            self.faults.append(f"a second original of {number}")

    def _live(self, people: People, count: int) -> None:
        self.lives += [people.live(Calm()) for _ in range(count)]

    def _printable(self, people: People) -> str:
        number = people.officer.apply(people.exporter.person)
        people.officer.approve(number)
        people.exporter.wait_until(number, PATIENCE_SECONDS, printable=True)
        return number

    def _print_and_forget(self, people: People, number: str) -> None:
        """Customs hears of it; nobody has answered for it yet."""
        issued = patiently(lambda: people.exporter.issue_print(number))
        people.exporter.desk.fetch_document(str(issued["ticket"]), fit_printer())
        self.forgotten[number] = str(issued["job"]["print_serials"]["original"])

        def heard() -> bool | None:
            shown = people.officer.call("GET", f"/applications/{number}")
            return any(one["what"] == "PrintReleased" for one in shown["timeline"]) or None

        wait_for(heard, f"customs to hear of {number}", PATIENCE_SECONDS)

    def _answer(self, people: People, number: str) -> None:
        jobs = people.exporter.call("GET", f"/print-jobs?certificate_no={number}")["jobs"]
        [out] = [job for job in jobs if job["state"] == "released"]
        people.exporter.confirm(out["job_id"], printed=True)
        people.exporter.wait_until(number, PATIENCE_SECONDS, archived=True)

    def _finish(self, people: People, number: str) -> None:
        """What customs approved after the moment is printed like any other."""
        people.exporter.wait_until(number, PATIENCE_SECONDS, printable=True)
        issued: Any = patiently(lambda: people.exporter.issue_print(number))
        people.exporter.desk.fetch_document(str(issued["ticket"]), fit_printer())
        people.exporter.confirm(str(issued["job"]["job_id"]), printed=True)
        people.exporter.wait_until(number, PATIENCE_SECONDS, archived=True)
        self.lives.append(Life(number, 1))

    @contextmanager
    def _people(self, stack: Stack, known: Person | None) -> Iterator[People]:
        """Of an enterprise that begins, or of one that comes back after the disaster."""
        with ExitStack() as exits:
            officer = exits.enter_context(closing(Officer(stack.gateway, stack.console_token)))
            if known is None:
                person = Person.with_card(stack.cards, seed=1)
                exporter = authorized_exporter(stack.gateway, officer, person)
            else:
                exporter = Exporter(stack.gateway, known)
                exporter.log_in()
            exits.enter_context(closing(exporter))
            pool = exits.enter_context(ThreadPoolExecutor(4))
            yield People(exporter, officer, pool)


@contextmanager
def _product(root: Path) -> Iterator[Stack]:
    with running_stack(root, overrides={"*": CROWDED}) as stack:
        yield stack


def _clock(url: str) -> datetime:
    """The database's, whose commits are compared with it."""
    with closing(psycopg2.connect(libpq_url(url))) as connection, connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        [(moment,)] = cursor.fetchall()
        return datetime.fromisoformat(str(moment))


def _column(stack: Stack, database: str, query: str) -> set[str]:
    url = libpq_url(stack.servers.create_database(database))
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(query)
        return {str(row[0]) for row in cursor.fetchall()}


def rehearse(folder: Path, say: Progress) -> list[str]:
    """What does not hold afterwards; `folder` is empty."""
    rehearsal = Rehearsal(folder, say)
    restore, person = rehearsal.until_the_disaster()
    rehearsal.restore(restore)
    rehearsal.to_the_end(restore.root, person)
    return rehearsal.faults


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="deploy.backup.rehearsal", description=__doc__)
    parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="originprint-rehearsal-") as folder:
        let_through(Path(folder))
        faults = rehearse(Path(folder), lambda text: print(text, flush=True))
    print("\n".join(faults or ["everything holds"]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
