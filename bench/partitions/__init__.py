"""Certificates, ledger of seal uses and audit trail in partitions, beside the same rows whole.

The same pages of lists are asked of all in turn, in the product's own statements; then what
writing and changing partitions costs. All is of docs/capacity.md.
"""

import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bench.harness import Row
from bench.list_data import Scale
from bench.partitions import certificates, chains
from bench.partitions.appends import appends
from bench.partitions.care import care
from bench.partitions.certificates import CertificateShelf, pages_in_windows
from bench.partitions.chains import LEDGER, TRAIL, ChainShelf
from bench.partitions.rows import Amount
from bench.partitions.ways import Case, Way, measure
from bench.running import scratch
from deploy.local import server
from deploy.local.postgres import PostgreSQL, create_database

LARGE, USUAL = "large exporter", "usual exporter"
Shelf = CertificateShelf | ChainShelf


def run(*, quick: bool = False) -> list[Row]:
    """Filling takes minutes, asking more."""
    rounds = 5 if quick else 16
    scale = certificates.QUICK if quick else certificates.FULL
    amount = chains.QUICK if quick else chains.FULL
    with scratch() as folder, _database(folder / "postgres") as make:
        return [
            *_trail(make("auth_svc"), amount, rounds),
            *_ledger(make("print_svc"), amount, rounds),
            *_certificates(make("cert_svc"), scale, rounds),
        ]


@contextmanager
def _database(home: Path) -> Iterator[Callable[[str], str]]:
    """A PostgreSQL of its own: what makes a database there and gives its URL."""
    own = PostgreSQL(home, secrets.token_hex(16), durable=True)
    with server.running(own):
        yield partial(create_database, own.url)


def _certificates(url: str, scale: Scale, rounds: int) -> list[Row]:
    shelf = CertificateShelf(url, scale)
    with _told("certificates"):
        shelf.fill()
    with pages_in_windows(), _told("their pages"):
        rows = _lists("certificates", shelf, certificates.WAYS, certificates.CASES, rounds)
    with _told("their care"):
        rows += care(shelf.engine, shelf.substitute, rounds * 2)
    shelf.engine.dispose()
    return rows


def _ledger(url: str, amount: Amount, rounds: int) -> list[Row]:
    shelf = ChainShelf(url, LEDGER, amount)
    with _told("ledger of seal uses"):
        shelf.fill()
        layouts = chains.ledger_layouts(shelf)
        shelf.partition(layouts)
    with _told("its pages"):
        ways = chains.ledger_ways(layouts)
        rows = _lists("ledger", shelf, ways, chains.LEDGER_CASES, rounds)
        rows += appends(shelf, ways, rounds * 12)
    shelf.engine.dispose()
    return rows


def _trail(url: str, amount: Amount, rounds: int) -> list[Row]:
    shelf = ChainShelf(url, TRAIL, amount)
    with _told("audit trail"):
        shelf.fill()
        shelf.partition(chains.TRAIL_LAYOUTS)
    with _told("its pages"):
        rows = _lists("audit trail", shelf, chains.TRAIL_WAYS, chains.TRAIL_CASES, rounds)
    shelf.engine.dispose()
    return rows


def _lists(
    what: str, shelf: Shelf, ways: Sequence[Way], cases: Sequence[Case], rounds: int
) -> list[Row]:
    rows: list[Row] = []
    for who in (LARGE, USUAL):
        owners = shelf.amount.owners(large=who == LARGE)
        times = measure(ways, cases, owners, rounds, shelf.ask)
        rows += times.rows(f"{what}, {who}", ways, cases)
    return rows


@contextmanager
def _told(what: str) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    print(f"{what}: {time.perf_counter() - begun:.0f} s", flush=True)
