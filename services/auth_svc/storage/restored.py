"""SQL for the moment after a restore: what had ended since is there again, and has to go."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from services.auth_svc.tables import card_challenges, card_logins, sessions


def delete_sessions(session: Session) -> int:
    """How many there were."""
    return len(session.execute(delete(sessions).returning(sessions.c.id)).all())


def delete_statements(session: Session) -> int:
    """Those that no card has signed yet, as far as is known now; how many there were."""
    challenges = session.execute(delete(card_challenges).returning(card_challenges.c.id)).all()
    logins = session.execute(delete(card_logins).returning(card_logins.c.user_code)).all()
    return len(challenges) + len(logins)
