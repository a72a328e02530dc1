"""What one certificate leaves once it is printed and archived: bytes of rows and of objects."""

from typing import Final

from sqlalchemy import create_engine, make_url, text

from bench.harness import Row, largest_first
from bench.instant_printer import instant_printer
from bench.print import OVERRIDES, PATIENCE_SECONDS, desk, printable
from bench.running import scratch
from contracts.printing import MOST_AT_ONCE
from deploy.local.exporter import Exporter, wait_for
from deploy.local.stack import Stack, running_stack

DATABASES: Final = ("auth_svc", "cert_svc", "print_svc", "exception_svc", "webhook_svc")
SHOWN_BYTES: Final = 50.0
_SIZES: Final = text(
    "select relname, pg_total_relation_size(oid) - 8192 * (select count(*) from pg_index"
    " where indrelid = pg_class.oid) from pg_class where relkind = 'r' and relnamespace ="
    " 'public'::regnamespace"
)
"""With its indexes, less the first page of each, which is there before any row is."""


def run(*, quick: bool = False) -> list[Row]:
    count = MOST_AT_ONCE * (1 if quick else 10)
    with (
        scratch() as root,
        running_stack(root, overrides=OVERRIDES) as stack,
        instant_printer() as printer,
        desk(stack, printer) as exporter,
    ):
        before, objects = _rows(stack), _objects(stack)
        numbers = printable(stack, exporter, count)
        for first in range(0, count, MOST_AT_ONCE):
            _printed(exporter, numbers[first : first + MOST_AT_ONCE])
        for number in numbers:
            exporter.wait_until(number, PATIENCE_SECONDS, archived=True)
        grown = {name: size - before.get(name, 0) for name, size in _rows(stack).items()}
        tables = {name: size / count for name, size in grown.items()}
        return _told(tables, (_objects(stack) - objects) / count)


def _printed(exporter: Exporter, numbers: list[str]) -> None:
    """Ordered together, and answered together once each has come out."""
    jobs = [each["job"]["job_id"] for each in exporter.order_prints(numbers, "both")]

    def all_out() -> bool | None:
        told = (exporter.call("GET", f"/print-jobs/{job}")["evidence"] for job in jobs)
        return all(one and one["finished_at"] for one in told) or None

    wait_for(all_out, "the end of the batch", PATIENCE_SECONDS)
    exporter.call("POST", "/print-jobs/confirmations", json={"job_ids": jobs, "printed": True})


def _rows(stack: Stack) -> dict[str, float]:
    """Bytes of each table of each service."""
    sizes: dict[str, float] = {}
    for database in DATABASES:
        url = make_url(stack.servers.postgres_url).set(database=database)
        engine = create_engine(url)
        with engine.connect() as connection:
            found = connection.execute(_SIZES).all()
        sizes |= {f"{database}.{name}": float(size) for name, size in found}
        engine.dispose()
    return sizes


def _objects(stack: Stack) -> float:
    """Bytes in the services' bucket."""
    bucket = stack.root / "servers" / "objects" / "data" / "originprint"
    return float(sum(file.stat().st_size for file in bucket.rglob("*") if file.is_file()))


def _told(tables: dict[str, float], objects: float) -> list[Row]:
    note = largest_first(tables, least=SHOWN_BYTES, digits=0)
    what = "rows of one certificate, with their indexes"
    total = sum(tables.values())
    return [Row("storage", what, total, objects, "its objects", "bytes", None, note)]
