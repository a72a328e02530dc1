"""A table in ranges of months, with the rows it has, and statements that read it in its place."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import Connection, Engine, Table, event, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex

MONTH: Final = "month"
"""The column that a partitioned table has besides; the first day of a month."""
NOT_WAITING: Final = {"options": "-c synchronous_commit=off"}
"""For connections: the wait for the disk is the same for all, and longer than what differs."""
_INDEX: Final = re.compile(r"INDEX (\S+) ON (\S+) ")


@dataclass(frozen=True, slots=True)
class Partitioned:
    """`name` is to hold the rows of `table` in ranges of `column`.

    `boundaries` are one more than the ranges, each where one ends and the next begins. Where the
    column is MONTH, it is the month of what `month_of` holds.
    """

    table: Table
    name: str
    key: tuple[str, ...]
    boundaries: Sequence[date | int]
    column: str = MONTH
    month_of: str = ""
    also_indexed: tuple[str, ...] = ()

    @property
    def partitions(self) -> list[str]:
        """Their names, the oldest first."""
        return [f"{self.name}_{place}" for place in range(len(self.boundaries) - 1)]


def months(first_year: int, years: int) -> list[date]:
    """The first day of each month, and that of the month after the last."""
    starts = [date(first_year + year, month, 1) for year in range(years) for month in range(1, 13)]
    return [*starts, date(first_year + years, 1, 1)]


def years_of(starts: Sequence[date]) -> list[date]:
    """Of the months, those with which a year begins."""
    return [start for start in starts if start.month == 1]


def joined(starts: Sequence[date], *, apart: int) -> list[date]:
    """The last months stay apart, those before them are joined into years."""
    return [*years_of(starts[: -apart - 1]), *starts[-apart - 1 :]]


def partition(connection: Connection, made: Partitioned) -> None:
    """The ranges, the rows of the table, then its key and its indexes."""
    create_empty(connection, made)
    fill(connection, made)
    create_indexes(connection, made)


def create_empty(connection: Connection, made: Partitioned) -> None:
    own = f", {MONTH} date not null default date_trunc('month', now())" if made.month_of else ""
    connection.execute(
        text(
            f"create table {made.name} (like {made.table.name} including constraints"
            f" including defaults{own}) partition by range ({made.column})"
        )
    )
    for name, (start, end) in zip(made.partitions, pairwise(made.boundaries), strict=True):
        connection.execute(
            text(
                f"create table {name} partition of {made.name}"
                f" for values from ('{start}') to ('{end}'){_storage(made.table)}"
            )
        )


def fill(connection: Connection, made: Partitioned) -> None:
    own = f", date_trunc('month', {made.month_of})::date" if made.month_of else ""
    connection.execute(
        text(f"insert into {made.name} select kept.*{own} from {made.table.name} as kept")
    )


def create_indexes(connection: Connection, made: Partitioned) -> None:
    """Of all at once, but for those that are unique: they hold within each partition only."""
    connection.execute(text(f"alter table {made.name} add primary key ({', '.join(made.key)})"))
    for statement, unique in index_statements(made.table):
        for name in made.partitions if unique else [made.name]:
            connection.execute(text(statement.format(table=name)))
    for columns in made.also_indexed:
        connection.execute(text(f"create index on {made.name} ({columns})"))


def index_statements(table: Table) -> Iterator[tuple[str, bool]]:
    """What creates each index of the table on `{table}`, and whether it is unique.

    PostgreSQL gives them names, since those of the table are taken.
    """
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call] # it comes without types
    for index in sorted(table.indexes, key=lambda index: str(index.name)):
        created = str(CreateIndex(index).compile(dialect=dialect))
        yield _INDEX.sub("INDEX ON {table} ", created), bool(index.unique)


def _storage(table: Table) -> str:
    kept: Mapping[str, Any] = table.dialect_options["postgresql"]["with"] or {}
    pairs = ", ".join(f"{name} = {value}" for name, value in kept.items())
    return f" with ({pairs})" if pairs else ""


class Substitute:
    """Statements of an engine read a relation in place of a table, and are the same otherwise.

    Made before `plan_once`, so that what is planned once is what is asked.
    """

    def __init__(self, engine: Engine, table: str) -> None:
        self._from = re.compile(rf"\bFROM {table}\b")
        self._table = table
        self._relation = table
        self._values: Mapping[str, Any] = {}
        self._changes: tuple[tuple[re.Pattern[str], str], ...] = ()
        event.listen(engine, "before_cursor_execute", self._changed, retval=True)

    @contextmanager
    def reading(
        self,
        relation: str,
        values: Mapping[str, Any] | None = None,
        changes: tuple[tuple[re.Pattern[str], str], ...] = (),
    ) -> Iterator[None]:
        """`values` are those that the relation names; `changes` come besides."""
        before = self._relation, self._values, self._changes
        self._relation, self._values, self._changes = relation, values or {}, changes
        try:
            yield
        finally:
            self._relation, self._values, self._changes = before

    def _changed(
        self, _connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: Any
    ) -> tuple[str, Any]:
        if self._relation != self._table and self._from.search(statement):
            statement = self._from.sub(f"FROM {self._relation} AS {self._table}", statement)
            values = {**values, **self._values}
        for pattern, instead in self._changes:
            statement = pattern.sub(instead, statement)
        return statement, values


def within(name: str, start: date | int, end: date | int, *, column: str = MONTH) -> str:
    """A relation: what lies in these ranges, from one boundary to another; known when planned."""
    return f"(SELECT * FROM {name} WHERE {column} >= '{start}' AND {column} < '{end}')"


def within_values(name: str, *, column: str = MONTH) -> str:
    """The same between two values, `start` and `end`, that are known when asked."""
    return f"(SELECT * FROM {name} WHERE {column} >= %(start)s AND {column} < %(end)s)"
