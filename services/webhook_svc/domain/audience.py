"""Whom an event concerns: its enterprise, and its agent where a grant covers it (R37-R39)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from contracts.access import Subject as Concern
from contracts.access import allows
from contracts.visible_events import AGENT_EVENTS


@dataclass(frozen=True, slots=True)
class Grant:
    """One that is live."""

    principal_code: str
    agent_code: str
    granted_at: datetime


@dataclass(frozen=True, slots=True)
class Subject:
    """What happened to whom; `since` as in `contracts.access`: the last approval, if known."""

    event_type: str
    enterprise_code: str
    agent_code: str | None = None
    since: datetime | None = None


def hears(enterprise_code: str, subject: Subject, grants: Iterable[Grant]) -> bool:
    """An agent hears of a grant itself, and of certificates approved under one that lives."""
    if subject.event_type in AGENT_EVENTS:
        return enterprise_code in {subject.enterprise_code, subject.agent_code}
    concern = Concern(subject.enterprise_code, subject.agent_code, subject.since)
    its_own = [grant for grant in grants if grant.agent_code == enterprise_code]
    return allows(enterprise_code, concern, "hear", its_own)
