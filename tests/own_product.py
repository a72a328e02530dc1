"""A whole product for one file of tests, where the one that the others share will not do."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from deploy.local.application import REPOSITORY
from deploy.local.exporter import Exporter, authorized_exporter
from deploy.local.officer import Officer
from deploy.local.person import Person
from deploy.local.postgres import let_through
from deploy.local.stack import Stack, running_stack


@contextmanager
def own_product(
    root: Path, settings: Mapping[str, str], source: Path = REPOSITORY
) -> Iterator[Stack]:
    """In a folder of pytest's `tmp_path_factory`; the settings are every process's.

    `source` is the tree whose code runs.
    """
    let_through(root, above=2)
    everyone = {"*": dict(settings)}
    with running_stack(root, durable=False, overrides=everyone, source=source) as stack:
        yield stack


@contextmanager
def officer_and_exporter(
    stack: Stack, seal: bytes, seed: int
) -> Iterator[tuple[Officer, Exporter]]:
    person = Person.with_card(stack.cards, seed=seed)
    with (
        closing(Officer(stack.gateway, stack.console_token)) as officer,
        closing(authorized_exporter(stack.gateway, officer, person, seal)) as exporter,
    ):
        yield officer, exporter
