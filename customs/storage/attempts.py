"""In whose handling did the process die? Counted for events that are delivered again."""

from collections.abc import Collection

from sqlalchemy import Connection, delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from customs.storage.inbox import Key
from customs.tables import attempts


def deaths(connection: Connection, keys: Collection[Key]) -> dict[Key, int]:
    """How many processes died in each; those of which none did are not in it."""
    key = tuple_(attempts.c.handler, attempts.c.event_id)
    rows = connection.execute(select(attempts).where(key.in_(keys)))
    return {(row.handler, row.event_id): row.attempts for row in rows}


def begin(connection: Connection, key: Key) -> int:
    """Count one more; returns how many before it did not come to an end."""
    handler, event_id = key
    statement = insert(attempts).values(handler=handler, event_id=event_id)
    counted = statement.on_conflict_do_update(
        index_elements=["handler", "event_id"], set_={"attempts": attempts.c.attempts + 1}
    )
    return int(connection.execute(counted.returning(attempts.c.attempts)).scalar_one()) - 1


def end(connection: Connection, key: Key) -> None:
    """It ended, in whatever way, and its process lives."""
    handler, event_id = key
    connection.execute(delete(attempts).filter_by(handler=handler, event_id=event_id))
