"""What an enterprise has authorized, and which declarers are filed for it (R27-R36, R45)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Authorization:
    """Seal and signatures that customs accepted; `signers` maps ID numbers to names.

    `requested_at` is None of those heard of before it was told.
    """

    received_at: datetime
    signers: Mapping[str, str] = field(repr=False)
    requested_at: datetime | None = None

    @property
    def order(self) -> tuple[datetime, datetime]:
        """Each replaces those that were requested before it."""
        return self.requested_at or self.received_at, self.received_at


@dataclass(frozen=True, slots=True)
class Enterprise:
    """`declarers` maps the ID numbers of filed declarers to their names (R27).

    `filings_ended` maps those that were filed once to the last time when that ended.
    """

    authorizations: tuple[Authorization, ...] = ()
    declarers: Mapping[str, str] = field(default_factory=dict, repr=False)
    filings_ended: Mapping[str, datetime] = field(default_factory=dict, repr=False)

    def was_filed_after(self, id_number: str, moment: datetime) -> bool:
        """Whether this declarer is filed, or was so at any time after the moment."""
        if id_number in self.declarers:
            return True
        ended_at = self.filings_ended.get(id_number)
        return ended_at is not None and moment < ended_at

    def in_force_at(self, moment: datetime) -> Authorization | None:
        """The newest of those received before the moment (R36)."""
        earlier = [a for a in self.authorizations if a.received_at < moment]
        return max(earlier, key=lambda a: a.order, default=None)

    def knows_by_name_only(self, id_number: str, name: str) -> bool:
        """Whether a person of this name is filed or authorized under another number (R28)."""
        rolls = [self.declarers, *(a.signers for a in self.authorizations)]
        return any(
            known == name and number != id_number
            for roll in rolls
            for number, known in roll.items()
        )
