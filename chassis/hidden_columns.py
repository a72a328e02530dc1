"""Columns whose text lies encrypted and can still be compared: AES-SIV (RFC 5297), 256-bit keys.

The same text under the same key is the same ciphertext: what is unique, joined or searched for by
equality stays so, and who reads the database sees only which rows are of one person. Order and
parts of the text cannot be asked for. What is stored names its key: `$siv$<id>$<base64>`.
"""

import base64
import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Column, Dialect, Engine, MetaData, Table, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

from contracts.database_roles import quoted
from contracts.key_rings import KeyRing

AT_ONCE: Final = 500
SHOWN_KEPT: Final = 1_000
"""Fifty certificates are of few declarers, whose numbers need not be deciphered each time."""
_MARK: Final = "$siv$"
_DIALECTS_OWN: Final = "originprint_column_keys"


class HiddenColumnError(Exception):
    """What is stored is under no key that is known, or is not what was stored."""


class ColumnKeys:
    """The first key hides, all of them show."""

    def __init__(self, ring: KeyRing) -> None:
        self._ciphers = {name: AESSIV(_stretched(key)) for name, key in ring.keys}
        self._newest, _ = ring.current
        self._shown = lru_cache(SHOWN_KEPT)(self._deciphered)

    @property
    def start(self) -> str:
        """How all begins that is hidden under the newest key."""
        return f"{_MARK}{self._newest}$"

    def hide(self, clear: str) -> str:
        hidden = self._ciphers[self._newest].encrypt(clear.encode(), None)
        return self.start + base64.b64encode(hidden).decode()

    def show(self, stored: str) -> str:
        """Raises HiddenColumnError, also for what lies in clear."""
        return self._shown(stored)

    def _deciphered(self, stored: str) -> str:
        name, _, hidden = stored.removeprefix(_MARK).partition("$")
        if not stored.startswith(_MARK) or name not in self._ciphers:
            raise HiddenColumnError("not under a key that is known")
        try:
            return self._ciphers[name].decrypt(base64.b64decode(hidden), None).decode()
        except Exception as error:
            raise HiddenColumnError("not what was stored") from error

    def hidden_anew(self, stored: str) -> str:
        """Under the newest key; what lies in clear from before is hidden now."""
        return self.hide(self.show(stored) if stored.startswith(_MARK) else stored)


class HiddenText(TypeDecorator[str]):
    """Text that `use_keys` of the engine hides and shows."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else keys_of(dialect).hide(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else keys_of(dialect).show(value)


class HiddenJSON(TypeDecorator[Any]):
    """JSON as a hidden text; nothing in it can be asked for."""

    impl = JSONB(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else keys_of(dialect).hide(json.dumps(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(keys_of(dialect).show(value))


def use_keys(engine: Engine, keys: KeyRing) -> None:
    """From here on for all that this engine asks."""
    setattr(engine.dialect, _DIALECTS_OWN, ColumnKeys(keys))


def hidden_rows(
    table: Table, rows: Iterable[Mapping[str, Any]], dialect: Dialect
) -> list[dict[str, Any]]:
    """Whole rows with what the table hides hidden, for SQL that the types of columns do not see."""
    kinds = {
        column.name: column.type
        for column in table.columns
        if isinstance(column.type, HiddenText | HiddenJSON)
    }

    def hidden(row: Mapping[str, Any]) -> dict[str, Any]:
        return {name: kind.process_bind_param(row[name], dialect) for name, kind in kinds.items()}

    return [{**row, **hidden(row)} for row in rows]


def hide_all(engine: Engine, metadata: Iterable[MetaData], keys: KeyRing) -> int:
    """As the owner: everything under the newest key; how many different values were not.

    Some at a time, each a transaction. Until it ends, one text may lie under two keys and equal
    nothing, so that nobody else may be at work.
    """
    columns = [column for each in metadata for column in _hidden_in(each)]
    return sum(_hide_column(engine, column, ColumnKeys(keys)) for column in columns)


def _hide_column(engine: Engine, column: Column[Any], keys: ColumnKeys) -> int:
    table, name = quoted(column.table.name), quoted(column.name)
    is_json = isinstance(column.type, HiddenJSON)
    stored = f"case jsonb_typeof({name}) when 'string' then {name} #>> '{{}}' else {name}::text end"
    stored, new = (stored, "to_jsonb(becomes)") if is_json else (name, "becomes")
    find = text(
        f"select distinct {stored} from {table} where not starts_with({stored}, :start)"
        f" limit {AT_ONCE}"
    )
    replace = text(
        f"update {table} set {name} = {new} from unnest(cast(:found as text[]),"
        f" cast(:hidden as text[])) as changes (was, becomes) where {stored} = was"
    )
    count = 0
    while True:
        with engine.begin() as connection:
            found = connection.execute(find, {"start": keys.start}).scalars().all()
            if not found:
                return count
            hidden = [keys.hidden_anew(old) for old in found]
            connection.execute(replace, {"found": found, "hidden": hidden})
        count += len(found)


def _hidden_in(metadata: MetaData) -> list[Column[Any]]:
    columns = [column for table in metadata.sorted_tables for column in table.columns]
    return [one for one in columns if isinstance(one.type, HiddenText | HiddenJSON)]


def keys_of(dialect: Dialect) -> ColumnKeys:
    """Raises HiddenColumnError where `use_keys` gave none."""
    keys: ColumnKeys | None = getattr(dialect, _DIALECTS_OWN, None)
    if keys is None:
        raise HiddenColumnError("this engine was given no keys of columns")
    return keys


def _stretched(key: bytes) -> bytes:
    """AES-256-SIV takes two keys in one."""
    return HKDF(SHA256(), length=64, salt=None, info=b"originprint columns").derive(key)
