"""Certificates as far as print_svc has heard of them: approved, sent back, claimed, ended."""

from dataclasses import dataclass
from datetime import date, datetime

from contracts.errors import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Revisions count approvals from 1; 0 stands for none heard of, and then the type is None.

    `claimed_revision` is the last approval of which a blank form was claimed at the counter.
    """

    revision: int
    returned_revision: int
    claimed_revision: int = 0
    replaced_by: str | None = None
    archived_at: datetime | None
    type_id: str | None
    issue_date: date | None

    @property
    def archived(self) -> bool:
        return self.archived_at is not None

    def is_withdrawn(self, revision: int) -> bool:
        """Whether customs sent this approval back (R104)."""
        return self.returned_revision >= revision

    @property
    def withdrawn(self) -> bool:
        """Whether customs sent the last approval back; a return may be heard of before it."""
        return self.is_withdrawn(max(self.revision, 1))

    def check_issuable(self, revision: int, *, to_look_at: bool = False) -> None:
        """Raise Refused for what cert_svc could not know when it was asked.

        That is its end (R56, R99), its return (R104) and a claim at the counter (R48). Of an
        archived certificate only a copy `to_look_at` is made (R61).
        """
        if self.replaced_by is not None:
            raise Refused("certificate.replaced")
        if self.archived and not to_look_at:
            raise Refused("certificate.archived")
        if self.is_withdrawn(revision) or self.revision > revision:
            raise Refused("certificate.returned")
        if self.claimed_revision >= revision:
            raise Refused("certificate.claimed_at_counter")
