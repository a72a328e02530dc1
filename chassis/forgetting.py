"""What the tables of the chassis keep for days only, and its deletion, a step at a time.

Each step is a transaction of its own: a statement that runs out of time undoes that step alone.
"""

from typing import Final

from sqlalchemy import Engine, text

from chassis.database import translated
from chassis.sent import SENT_DAYS
from contracts import forgetting
from contracts.forgetting import Kept

INBOX_DAYS: Final = 30
REPLY_DAYS: Final = 2

KEPT: Final = (
    Kept("sent_batches", "sent_at", SENT_DAYS),
    Kept("inbox", "handled_at", INBOX_DAYS),
    Kept("attempts", "first_at", INBOX_DAYS),
    Kept("idempotent_replies", "created_at", REPLY_DAYS),
)
"""Of `attempts` few rows stay, so that one needs no index."""


def forget_some(engine: Engine, kept: Kept) -> bool:
    """One step; whether there may be more. Transient when the database is away or busy."""
    with translated(), engine.begin() as connection:
        gone = connection.execute(text(kept.statement)).rowcount
    return gone == forgetting.STEP_ROWS
