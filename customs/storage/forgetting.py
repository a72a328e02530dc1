"""What customs keeps for days only; the timeline, which its console shows, it keeps for good."""

from typing import Final

from sqlalchemy import Connection, text

from contracts.forgetting import Kept

SAID_DAYS: Final = 7
INBOX_DAYS: Final = 30
"""Much longer than services keep what they sent, to send it again after a restore."""

KEPT: Final = (Kept("said", "said_at", SAID_DAYS), Kept("inbox", "handled_at", INBOX_DAYS))


def forget_some(connection: Connection, kept: Kept) -> None:
    """The oldest of what is too old; often enough, that is all of it."""
    connection.execute(text(kept.statement))
