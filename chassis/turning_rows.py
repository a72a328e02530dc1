"""Values in columns, encrypted anew under the current master key; the rest of a row is left."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column, Engine, select, update

from chassis.ciphers import Cipher
from chassis.data_keys import Header
from chassis.database import translated
from contracts.key_rings import KeyRing

BATCH: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class EncryptedColumn:
    """`bound_to`: the primary key, whose text is the place; `keys`: the setting with the ring.

    A service names its own as `ENCRYPTED` in its `tables.py`.
    """

    column: Column[Any]
    bound_to: Column[Any]
    keys: str

    @property
    def name(self) -> str:
        return str(self.column)


def turn_rows(engine: Engine, encrypted: EncryptedColumn, ring: KeyRing) -> int:
    """How many were turned; a value that somebody else changed meanwhile is left as that is.

    What these keys do not read is left too.
    """
    cipher, turned = Cipher(ring), 0
    column, bound_to = encrypted.column, encrypted.bound_to
    for place, sealed in values(engine, encrypted):
        try:
            if cipher.is_current(Header.read(sealed)):
                continue
            fresh = {column.name: cipher.turned(sealed, str(place))}
        except ValueError:
            continue
        change = update(column.table).where(bound_to == place, column == sealed)
        with translated(), engine.begin() as connection:
            turned += connection.execute(change.values(fresh)).rowcount
    return turned


def values(engine: Engine, encrypted: EncryptedColumn) -> Iterator[tuple[Any, bytes]]:
    """Row for row in the order of their keys, without a transaction that lasts."""
    column, bound_to = encrypted.column, encrypted.bound_to
    page = select(bound_to, column).where(column.is_not(None)).order_by(bound_to).limit(BATCH)
    last: Any = None
    while True:
        wanted = page if last is None else page.where(bound_to > last)
        with translated(), engine.connect() as connection:
            rows = connection.execute(wanted).all()
        for place, sealed in rows:
            yield place, bytes(sealed)
        if len(rows) < BATCH:
            return
        last = rows[-1][0]
