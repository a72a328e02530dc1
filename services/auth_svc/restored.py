"""What auth_svc does once its database was restored to an earlier moment (`chassis.restored`).

Whatever had ended or was used up after that moment is there again.
"""

from collections.abc import Iterator

from chassis.database import Session
from services.auth_svc.storage import restored


def after_restore(session: Session) -> Iterator[str]:
    """Everybody logs in again, and no signature of a card is good for a second time."""
    yield f"{restored.delete_sessions(session)} sessions are over"
    yield f"{restored.delete_statements(session)} statements that waited for a card are void"
