"""The release before and this one side by side, over one database and one broker, at work."""

import random
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from deploy.local.application import REPOSITORY
from deploy.local.exporter import Exporter
from deploy.local.processes import migrate
from deploy.local.stack import CROWDED, Stack
from deploy.soak.books import SERVICES, Books
from deploy.soak.lives import Life, People
from tests.own_product import officer_and_exporter, own_product

pytestmark = [pytest.mark.e2e, pytest.mark.nightly]

PREVIOUS = "fbe9b3012a0e830309604e9a5ed960401b352509"
"""The commit of the release before; its tables are not those of this one."""
REPLACED = (*SERVICES, "gateway")
"""All but customs, which is another house's."""
STAGES = (
    "the release before alone",
    "the release before on the tables of this one",
    "one process of each",
    "this release alone",
)
AT_ONCE, SEEN_THROUGH = 2, 3
"""Certificates on their way all the time; how many must come to their end before things go on."""
STAGE_SECONDS = 120.0


@dataclass
class Upgrade:
    """`lives` by the stage in which they ended; what began in one goes on in the next."""

    stack: Stack
    people: list[People]
    lives: dict[str, list[Life]] = field(default_factory=lambda: {stage: [] for stage in STAGES})
    failed: list[Exception] = field(default_factory=list)
    stage: str = STAGES[0]
    tables: list[dict[str, str]] = field(default_factory=list)
    over: bool = False

    def work(self, chance: random.Random) -> None:
        """Certificates, one after the other, each by another door."""
        while not self.over:
            try:
                life = chance.choice(self.people).live(chance)
            except Exception as error:  # noqa: BLE001 - whatever it is, an upgrade has caused it
                self.failed.append(error)
                return
            self.lives[self.stage].append(life)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """What was begun is seen through before this ends."""
        with ThreadPoolExecutor(AT_ONCE) as workers:
            begun = [
                workers.submit(self.work, random.Random(seed))  # noqa: S311 - a drawn story
                for seed in range(AT_ONCE)
            ]
            try:
                yield
            finally:
                self.over = True
            for each in begun:
                each.result()

    def reach(self, stage: str) -> None:
        """Raises TimeoutError where work stands still."""
        self.stage = stage
        deadline = time.monotonic() + STAGE_SECONDS
        while len(self.lives[stage]) < SEEN_THROUGH and not self.failed:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{stage}: {len(self.lives[stage])} were seen through")
            time.sleep(0.2)


@pytest.fixture(scope="module")
def previous(tmp_path_factory) -> Path:
    tree = subprocess.run(
        ["git", "archive", PREVIOUS], cwd=REPOSITORY, capture_output=True, check=False
    )
    if tree.returncode:
        pytest.skip(f"the release before is not in this history: {tree.stderr.decode()}")
    folder = tmp_path_factory.mktemp("previous")
    subprocess.run(["tar", "--extract", "--directory", folder], input=tree.stdout, check=True)
    return folder


@pytest.fixture(scope="module")
def upgrade(previous, seal, tmp_path_factory) -> Iterator[Upgrade]:
    """What became of certificates while everything below them was replaced."""
    with ExitStack() as open_:
        root = tmp_path_factory.mktemp("stack")
        stack = open_.enter_context(own_product(root, CROWDED, source=previous))
        pool = open_.enter_context(ThreadPoolExecutor(2 * AT_ONCE))
        officer, exporter = open_.enter_context(officer_and_exporter(stack, seal, seed=7200))
        upgrade = Upgrade(stack, [People(exporter, officer, pool)])
        with upgrade.at_work():
            upgrade.reach(STAGES[0])
            migrated = [
                stack.processes.applications[name].beside(2, REPOSITORY) for name in REPLACED
            ]
            upgrade.tables.append(_versions(stack))
            migrate(migrated)
            upgrade.tables.append(_versions(stack))
            upgrade.reach(STAGES[1])
            for name in REPLACED:
                stack.processes.another(name, REPOSITORY)
            at_another = open_.enter_context(closing(_at_another_gateway(stack, exporter)))
            upgrade.people.append(People(at_another, officer, pool))
            upgrade.reach(STAGES[2])
            for name in REPLACED:
                _replace(stack, name)
            upgrade.reach(STAGES[3])
        yield upgrade


def _replace(stack: Stack, name: str) -> None:
    """Where it listened, another one does."""
    stack.processes.stop(name)
    stack.processes.applications[name].source = REPOSITORY
    stack.processes.start(name)


def _at_another_gateway(stack: Stack, exporter: Exporter) -> Exporter:
    """The same person, who has come in by the gateway of this release."""
    [_, added] = stack.processes.all_of("gateway")
    person = Exporter(added.address, exporter.person)
    person.log_in()
    return person


def _versions(stack: Stack) -> dict[str, str]:
    """Of each service's tables, as Alembic names them."""
    books, query = Books(stack), "select version_num from alembic_version"
    return {name: str(books.rows(name, query)[0][0]) for name in SERVICES}


def test_the_two_releases_have_different_tables(upgrade):
    """Otherwise nothing is tried here: then PREVIOUS names the wrong commit."""
    before, after = upgrade.tables

    assert before != after


def test_work_goes_on_at_every_stage(upgrade):
    assert upgrade.failed == []
    assert [stage for stage in STAGES if len(upgrade.lives[stage]) < SEEN_THROUGH] == []


def test_all_books_agree_when_it_is_over(upgrade):
    books = Books(upgrade.stack)
    books.settle()

    lives = [life for stage in STAGES for life in upgrade.lives[stage]]
    faults = books.faults(lives)

    assert {kind: found for kind, found in faults.items() if found} == {}
