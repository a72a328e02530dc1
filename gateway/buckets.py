"""Token buckets: shared by all gateways in PostgreSQL, or of one process while that is away."""

import asyncio
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol

import psycopg2

from contracts.database_roles import ORDINARY, Declared
from contracts.postgresql import CONNECTION_OPTIONS, libpq_url

MOST_KEPT = 20_000
THREADS = 4
PATIENCE_SECONDS = 0.5
SWEEP_SECONDS = 60.0

LAYOUT = """
create unlogged table if not exists buckets (
    key text primary key,
    rate double precision not null,
    burst double precision not null,
    tokens double precision not null,
    granted double precision not null,
    at timestamptz not null default clock_timestamp()
)
"""
"""Unlogged: after a crash every bucket is full, and nothing waits for a disk."""
DECLARED = Declared({"buckets": ORDINARY})

_PREPARE = """
prepare take(text[], float8[], float8[], float8[]) as
insert into buckets as b (key, rate, burst, granted, tokens)
select key, rate, burst, least(count, burst), burst - least(count, burst)
from unnest($1, $2, $3, $4) as asked(key, rate, burst, count) order by key
on conflict (key) do update set
    rate = excluded.rate, burst = excluded.burst, at = clock_timestamp(),
    granted = least(excluded.granted, floor({filled})),
    tokens = {filled} - least(excluded.granted, floor({filled}))
where {filled} >= least(excluded.granted, 1)
returning key, granted
""".format(
    filled="least(excluded.burst,"
    " b.tokens + extract(epoch from clock_timestamp() - b.at) * excluded.rate)"
)
_TAKE = "execute take(%s, %s, %s, %s)"
_SWEEP = "delete from buckets where at < clock_timestamp() - interval '10 minutes'"


class BucketsAway(Exception):  # noqa: N818 - nobody's error: the other buckets are asked instead
    """The shared buckets do not answer now."""


@dataclass(frozen=True, slots=True)
class Asked:
    """`count` tokens of the bucket `key`, which fills with `rate` a second up to `burst`; -1 gives
    one back."""

    key: str
    rate: float
    burst: float
    count: int = 1


class Buckets(Protocol):
    """Some of the tokens asked for, by key; an empty bucket is not named."""

    async def take(self, asked: Sequence[Asked]) -> Mapping[str, int]: ...


class OwnBuckets:
    """In memory; those longest untouched are forgotten first."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def take(self, asked: Sequence[Asked]) -> Mapping[str, int]:
        granted = {each.key: self.grant(each) for each in asked}
        return {key: count for key, count in granted.items() if count}

    def grant(self, asked: Asked) -> int:
        """How many of the tokens asked for there were."""
        now = self._clock()
        tokens, at = self._kept.pop(asked.key, (asked.burst, now))
        tokens = min(asked.burst, tokens + (now - at) * asked.rate)
        granted = min(asked.count, int(tokens))
        self._kept[asked.key] = (tokens - granted, now)
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return granted


class SharedBuckets:
    """One statement for all that a call asks for, in a thread, each with a connection of its own.

    `take` raises BucketsAway after half a second at the latest.
    """

    def __init__(self, database_url: str) -> None:
        self._dsn = libpq_url(database_url)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="buckets")
        self._own = threading.local()
        self._sweep_at = time.monotonic() + SWEEP_SECONDS

    async def take(self, asked: Sequence[Asked]) -> Mapping[str, int]:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await loop.run_in_executor(self._threads, self._take, asked)
        except (psycopg2.Error, TimeoutError) as error:
            raise BucketsAway(str(error)) from error

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _take(self, asked: Sequence[Asked]) -> Mapping[str, int]:
        columns = zip(
            *((each.key, each.rate, each.burst, each.count) for each in asked), strict=True
        )
        try:
            with self._connection().cursor() as cursor:
                cursor.execute(_TAKE, [list(column) for column in columns])
                granted = {key: int(count) for key, count in cursor.fetchall()}
                if time.monotonic() > self._sweep_at:
                    self._sweep_at = time.monotonic() + SWEEP_SECONDS
                    cursor.execute(_SWEEP)
        except psycopg2.Error:
            self._own.connection = None
            raise
        return granted

    def _connection(self) -> Any:
        found = getattr(self._own, "connection", None)
        if found is None:
            found = psycopg2.connect(
                self._dsn,
                connect_timeout=2,
                **CONNECTION_OPTIONS | {"tcp_user_timeout": 2000},
                options="-c statement_timeout=400",
            )
            found.autocommit = True
            with found.cursor() as cursor:
                cursor.execute(_PREPARE)
            self._own.connection = found
        return found
