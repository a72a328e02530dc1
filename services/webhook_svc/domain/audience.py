"""Whom an event concerns: its enterprise, and its agent where a grant covers it (R37-R39)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from contracts.visible_events import AGENT_EVENTS


@dataclass(frozen=True, slots=True)
class Grant:
    """One that is live."""

    principal_code: str
    agent_code: str
    granted_at: datetime


@dataclass(frozen=True, slots=True)
class Subject:
    """What happened to whom; `approved_at` is the last approval of the certificate, if known."""

    event_type: str
    enterprise_code: str
    agent_code: str | None = None
    approved_at: datetime | None = None


def hears(enterprise_code: str, subject: Subject, grants: Iterable[Grant]) -> bool:
    """An agent hears of a grant itself, and of certificates approved under one that lives."""
    if enterprise_code == subject.enterprise_code:
        return True
    if enterprise_code != subject.agent_code:
        return False
    if subject.event_type in AGENT_EVENTS:
        return True
    approved_at = subject.approved_at
    return approved_at is not None and any(
        grant.principal_code == subject.enterprise_code
        and grant.agent_code == enterprise_code
        and grant.granted_at < approved_at
        for grant in grants
    )
