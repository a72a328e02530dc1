"""What the broker confirmed, kept for days: a restored database has consumers that missed some.

Databases are restored to one moment, the broker to none. What had been sent by then and was not
handled yet is in no database; `chassis.restored` puts it into the outbox again, and inboxes drop
what was handled. A batch is one row, compressed, and sealed to the operators' key: events may name
people by their identity numbers.
"""

import base64
import json
import zlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, func, insert, select, text

from chassis.sealed_letters import open_letter, seal_letter
from chassis.tables import sent_batches

SENT_DAYS: Final = 7
"""Less than inboxes remember (`chassis.forgetting.INBOX_DAYS`): what comes again is done once."""
_PURPOSE: Final = "sent_batches"

_PUT_BACK = text(
    """
    insert into outbox (id, event_id, exchange, routing_key, subject, body, headers)
    overriding system value
    select id, event_id, exchange, routing_key, subject, decode(body, 'base64'), headers
    from jsonb_to_recordset(cast(:rows as jsonb)) as sent (
        id bigint, event_id uuid, exchange text, routing_key text, subject text,
        body text, headers jsonb)
    on conflict do nothing
    """
)


def keep(connection: Connection, rows: Sequence[Row[Any]], public_key: bytes) -> None:
    """These rows of the outbox, in the transaction that deletes them there."""
    content = zlib.compress(json.dumps([_written(row) for row in rows]).encode())
    sealed = seal_letter(content, _PURPOSE, public_key)
    connection.execute(insert(sent_batches).values(events=len(rows), sealed=sealed))


def last_sent(connection: Connection) -> datetime | None:
    return connection.execute(select(func.max(sent_batches.c.sent_at))).scalar()


def send_again(connection: Connection, since: datetime, keys: Sequence[bytes]) -> int:
    """Put what was sent from then on into the outbox again; how many events that are.

    Under its former ids, before whatever was not sent yet, so that the order of each subject holds.
    Raises LetterNotOpenedError without the private key.
    """
    batches = connection.execute(
        select(sent_batches.c.sealed)
        .where(sent_batches.c.sent_at >= since)
        .order_by(sent_batches.c.id)
    ).scalars()
    contents = (zlib.decompress(open_letter(sealed, _PURPOSE, keys)) for sealed in batches)
    return sum(
        connection.execute(_PUT_BACK, {"rows": content.decode()}).rowcount for content in contents
    )


def _written(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "event_id": str(row.event_id),
        "exchange": row.exchange,
        "routing_key": row.routing_key,
        "subject": row.subject,
        "body": base64.b64encode(row.body).decode(),
        "headers": row.headers,
    }
