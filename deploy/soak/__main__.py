"""`python -m deploy.soak --minutes M`: customs and people at work while all breaks; then the books.

The servers are clusters where root may make a network for them, and whole nodes of them are killed
and cut off; elsewhere they are single, and only started again.
Exit status: 0 when nothing was lost, doubled or stuck.
"""

import argparse
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deploy.local.cluster.networks import why_not
from deploy.local.cluster.stack import ClusterStack, running_cluster_stack
from deploy.local.exporter import authorized_exporter
from deploy.local.officer import Officer
from deploy.local.person import Person
from deploy.local.postgres import let_through
from deploy.local.specimen_scans import seal_scan
from deploy.local.stack import CROWDED, Stack, running_stack
from deploy.soak.batches import approve_until
from deploy.soak.books import Books, summary
from deploy.soak.lives import Life, People
from deploy.soak.troubles import Troubles

ENTERPRISES: Final = 3
TOLD_EVERY_SECONDS: Final = 10.0


@dataclass(frozen=True)
class Load:
    """What is to be done meanwhile."""

    at_once: int
    """Certificates that people see through at one time."""
    batch: int
    """That an officer approves at once: one transaction at customs."""


DAY: Final = Load(at_once=12, batch=350)
"""10,500 certificates in ten minutes, which is all that two cores can do."""


class Soak:
    """Approvals in batches, and certificates of people, each seen through to its end."""

    def __init__(
        self, stack: Stack | ClusterStack, people: list[People], load: Load, seed: int
    ) -> None:
        self._people, self._load = people, load
        self._chance = random.Random(seed)
        self.troubles = Troubles(stack, random.Random(seed + 1))
        self._lock = threading.Lock()
        self.lives: list[Life] = []
        self.faults: list[str] = []
        self.begun = 0

    def go_on(self, seconds: float) -> None:
        """Troubles end before the last certificates do, so that all of them can."""
        deadline = time.monotonic() + seconds
        officer, persons = self._people[0].officer, [each.exporter.person for each in self._people]
        at_once, batch = self._load.at_once, self._load.batch
        with ThreadPoolExecutor(at_once + 1) as pool, self._told():
            batches = pool.submit(approve_until, deadline, officer, persons, batch)
            ends = [pool.submit(self._work, deadline) for _ in range(at_once)]
            self.troubles.go_on(deadline)
            wait([batches, *ends])
        if failed := batches.exception():
            self.faults.append(_told_of(failed))

    def _work(self, deadline: float) -> None:
        while time.monotonic() < deadline:
            with self._lock:
                self.begun += 1
                people = self._people[self.begun % len(self._people)]
                chance = random.Random(self._chance.random())
            try:
                life = people.live(chance)
            except Exception as error:  # noqa: BLE001 - each is a fault of the product to be told
                with self._lock:
                    self.faults.append(_told_of(error))
            else:
                with self._lock:
                    self.lives.append(life)

    @contextmanager
    def _told(self) -> Iterator[None]:
        over = threading.Event()

        def tell() -> None:
            started = time.monotonic()
            while not over.wait(TOLD_EVERY_SECONDS):
                minutes, seconds = divmod(int(time.monotonic() - started), 60)
                last = self.troubles.happened[-1:] or ["none yet"]
                print(
                    f"{minutes:3}:{seconds:02}  {self.begun} begun, {len(self.lives)} archived, "
                    f"{len(self.troubles.happened)} troubles, the last: {last[0]}",
                    flush=True,
                )

        thread = threading.Thread(target=tell, daemon=True)
        thread.start()
        yield
        over.set()
        thread.join()


def _told_of(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


def soak(root: Path, seconds: float, seed: int, *, load: Load = DAY, single: bool = False) -> int:
    """The exit status; `root` holds data and logs. `single`: without clusters wherever it is."""
    print(f"seed {seed}", flush=True)
    with ExitStack() as open_:
        stack = open_.enter_context(_running(root, single=single))
        officer = Officer(stack.gateway, stack.console_token)
        open_.callback(officer.close)
        pool = open_.enter_context(ThreadPoolExecutor(2 * load.at_once))
        drawn = seal_scan(name="SPECIMEN TRADING CO., LTD", credit_code="000000000000000000")
        people = []
        for number in range(1, ENTERPRISES + 1):
            person = Person.with_card(stack.cards, seed=number)
            exporter = authorized_exporter(stack.gateway, officer, person, drawn)
            open_.callback(exporter.close)
            people.append(People(exporter, officer, pool))
        work = Soak(stack, people, load, seed)
        work.go_on(seconds)
        books = Books(stack)
        books.settle()
        return _report(work, len(books.entries().approved), books.faults(work.lives))


@contextmanager
def _running(root: Path, *, single: bool) -> Iterator[Stack | ClusterStack]:
    reason = "asked for" if single else why_not()
    if reason is None:
        with running_cluster_stack(root, overrides={"*": CROWDED}, progress=_say) as clusters:
            yield clusters
        return
    _say(f"single servers: {reason}")
    with running_stack(root, durable=True, overrides={"*": CROWDED}) as stack:
        yield stack


def _say(text: str) -> None:
    print(text, flush=True)


def _report(work: Soak, approved: int, faults: dict[str, list[str]]) -> int:
    originals = sum(life.originals for life in work.lives)
    print(
        f"\n{approved} certificates approved, {len(work.lives)} of {work.begun} seen through to "
        f"the archive, {originals} originals, through {len(work.troubles.happened)} troubles"
    )
    all_faults = {"not seen through": work.faults, **faults}
    print("\n".join(summary(all_faults)), flush=True)
    return 1 if any(all_faults.values()) or not work.lives else 0


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="deploy.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    parser.add_argument("--single", action="store_true", help="single servers instead of clusters")
    parser.add_argument("--root", type=Path, help="data and logs are kept there")
    asked = parser.parse_args(arguments)
    if asked.root is not None:
        return soak(asked.root, asked.minutes * 60, asked.seed, single=asked.single)
    with tempfile.TemporaryDirectory(prefix="originprint-soak-") as folder:
        root = Path(folder)
        let_through(root)
        return soak(root, asked.minutes * 60, asked.seed, single=asked.single)


if __name__ == "__main__":
    sys.exit(main())
