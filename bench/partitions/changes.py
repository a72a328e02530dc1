"""Changes to partitions of certificates: how long each takes, and how long others wait for it.

The table as it is becomes the first partition; months are made, joined, closed and taken away.
"""

import time
from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, Engine, text

from bench.harness import Row
from bench.partitions.tables import index_statements
from services.cert_svc.tables import certificates

LIMIT_MS: Final = 1_000
"""What callers may wait for a lock without noticing more than a slow page."""
FIRST, LAST = "2017-01-01", "2027-01-01"
"""All that there is was issued between them."""
PARENT: Final = "certificates_after"
JOINED_YEAR: Final = 2024


def changes(engine: Engine) -> list[Row]:
    """The table as it is comes last, for it is no longer what it was."""
    return [*_months_joined(engine), *_months_closed(engine), *_attached(engine)]


def _attached(engine: Engine) -> list[Row]:
    """The steps of docs/capacity.md, and at the end the same without its check."""
    rows = [
        _held(engine, "a column for the month, the same in all rows", [_COLUMN]),
        _beside(engine, "its key with the month is built", _KEY),
        _held(engine, "the check of its range, not validated", [_CHECK]),
        _beside(engine, "the check of its range is validated", _VALIDATE),
    ]
    rows.append(_held(engine, "the table as it is becomes the first partition", _SWITCH))
    rows.append(_held(engine, "an empty month is made", [_NEXT_MONTH]))
    rows.append(_held(engine, "the first partition is taken away again", [_DETACH]))
    _run(engine, [f"alter table {certificates.name} drop constraint certificates_of_range"])
    rows.append(_held(engine, "the same attached without its check: all is read", [_ATTACH]))
    return rows


_COLUMN: Final = f"alter table certificates add column month date not null default '{FIRST}'"
_KEY: Final = (
    "create unique index concurrently certificates_key on certificates (certificate_no, month)"
)
_RANGE: Final = f"month >= '{FIRST}' and month < '{LAST}'"
_CHECK: Final = (
    f"alter table certificates add constraint certificates_of_range check ({_RANGE}) not valid"
)
_VALIDATE: Final = "alter table certificates validate constraint certificates_of_range"
_ATTACH: Final = (
    f"alter table {PARENT} attach partition certificates for values from ('{FIRST}') to ('{LAST}')"
)
_DETACH: Final = f"alter table {PARENT} detach partition certificates"
_NEXT_MONTH: Final = (
    f"create table certificates_next partition of {PARENT}"
    f" for values from ('{LAST}') to ('2027-02-01') with (fillfactor = 75)"
)
_EMPTY: Final = (
    f"create table {PARENT} (like certificates including constraints including defaults)"
)
_SWITCH: Final = (
    "alter table certificates drop constraint certificates_pkey",
    "alter table certificates add primary key using index certificates_key",
    f"{_EMPTY} partition by range (month)",
    f"alter table {PARENT} drop constraint certificates_of_range",
    f"alter table {PARENT} add primary key (certificate_no, month)",
    *(statement.format(table=PARENT) for statement, _ in index_statements(certificates)),
    _ATTACH,
)


def _months_joined(engine: Engine) -> list[Row]:
    """Twelve months become a year: copied beside the work, then put in their place."""
    names = _months_of(engine, JOINED_YEAR)
    bounds = f"from ('{JOINED_YEAR}-01-01') to ('{JOINED_YEAR + 1}-01-01')"
    check = f"month >= '{JOINED_YEAR}-01-01' and month < '{JOINED_YEAR + 1}-01-01'"
    made = "create table certificates_joined_year (like certificates_months including all)"
    copied = [
        f"{made} with (fillfactor = 75)",
        "insert into certificates_joined_year select * from certificates_months where " + check,
        f"alter table certificates_joined_year add constraint of_year check ({check})",
    ]
    attached = "attach partition certificates_joined_year for values " + bounds
    swapped = [f"alter table certificates_months detach partition {name}" for name in names]
    swapped.append(f"alter table certificates_months {attached}")
    row = _beside(engine, "twelve months copied into a year", *copied)
    return [row, _held(engine, "twelve months replaced by their year", swapped)]


def _months_closed(engine: Engine) -> list[Row]:
    closed, away, beside = _months_of(engine, JOINED_YEAR - 1)[:3]
    _run(engine, [_REFUSING])
    trigger = (
        f"create trigger closed before insert or update or delete on {closed}"
        " for each row execute function refuse_closed()"
    )
    detached = f"alter table certificates_months detach partition {away}"
    concurrently = f"alter table certificates_months detach partition {beside} concurrently"
    return [
        _held(engine, "a month made read-only by a trigger for each row", [trigger]),
        _held(engine, "a month taken away", [detached]),
        _beside(engine, "a month taken away concurrently", concurrently),
    ]


_REFUSING: Final = (
    "create function refuse_closed() returns trigger language plpgsql as"
    " $$ begin raise exception '% is closed', tg_table_name; end $$"
)


def _months_of(engine: Engine, year: int) -> list[str]:
    """The partitions of that year's months, the oldest first."""
    found = text(
        "select inhrelid::regclass::text from pg_inherits join pg_class on oid = inhrelid,"
        " pg_get_expr(relpartbound, oid) bound where bound like :bound"
        " and inhparent = 'certificates_months'::regclass order by bound"
    )
    with engine.connect() as connection:
        names = connection.execute(found, {"bound": f"FOR VALUES FROM ('{year}-%"}).scalars()
        return list(names)


def _held(engine: Engine, what: str, statements: Sequence[str]) -> Row:
    """In one transaction, whose locks end with it."""
    begun = time.perf_counter()
    _run(engine, statements)
    return _row(what, (time.perf_counter() - begun) * 1000, held=True)


def _beside(engine: Engine, what: str, *statements: str) -> Row:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        begun = time.perf_counter()
        _execute(connection, statements)
        return _row(what, (time.perf_counter() - begun) * 1000, held=False)


def _run(engine: Engine, statements: Sequence[str]) -> None:
    with engine.begin() as connection:
        _execute(connection, statements)


def _execute(connection: Connection, statements: Sequence[str]) -> None:
    """The wait for the disk is part of it: locks are held meanwhile."""
    for statement in ("set synchronous_commit = on", *statements):
        connection.execute(text(statement))


def _row(what: str, milliseconds: float, *, held: bool) -> Row:
    note = "others wait for it" if held else "beside the work of others"
    return Row("partitions", what, milliseconds, LIMIT_MS, "a second", "ms", None, note)
