"""Declarers whom customs has filed (R19, R27)."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Declarer:
    """One person of one enterprise, as last filed."""

    id: UUID
    enterprise_code: str
    id_number: str = field(repr=False)
    name: str
    filed_at: datetime
