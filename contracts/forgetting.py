"""Rows that are kept for days only: how whoever has a PostgreSQL database deletes them after."""

from dataclasses import dataclass
from typing import Final

STEP_ROWS: Final = 5_000
"""One step takes a fraction of a second, however much there is to forget."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The rows of `table`, each until it is `days` old by its column `since`.

    No BRIN index finds them: new rows get the space of old ones, and a range of blocks in which an
    old row ever was counts as old for good.
    """

    table: str
    since: str
    days: int

    @property
    def statement(self) -> str:
        """SQL that deletes the oldest of those too old, but for what another process deletes.

        In the order of its index, because without it PostgreSQL may read the table for a few rows.
        """
        oldest = f"now() - interval '{self.days} days'"
        return (
            f"delete from {self.table} where ctid = any (array("
            f" select ctid from {self.table} where {self.since} < {oldest}"
            f" order by {self.since} limit {STEP_ROWS} for update skip locked))"
        )
