"""Which events were handled already."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import insert

from customs.tables import inbox

Key = tuple[str, UUID]
"""Handler and event id."""


def take_rows(connection: Connection, keys: Collection[Key]) -> frozenset[Key]:
    """Those that nobody took before; from here on they count as handled."""
    rows = [{"handler": handler, "event_id": event_id} for handler, event_id in sorted(keys)]
    statement = insert(inbox).values(rows).on_conflict_do_nothing()
    taken = connection.execute(statement.returning(inbox.c.handler, inbox.c.event_id))
    return frozenset((row.handler, row.event_id) for row in taken)
