"""What every service says of its own actions, for the audit trail of auth_svc (操作日志)."""

from typing import Final
from uuid import UUID

from pydantic import AwareDatetime, Field

from contracts.base import Event
from contracts.values import ClientAddress, LoginMedium

NOBODYS: Final = "-"
"""In place of an enterprise's code: the chain of what was refused to nobody in particular."""
DONE: Final = "done"
"""The outcome of what was not refused; of what was, the outcome is the code of the refusal."""


class ActionRecorded(Event):
    """`count` tries alike were refused between `at` and `until`; of more than one, whatever each
    was about is not told.

    `enterprise_code` says in whose chain it belongs, `by_enterprise` whose person it was. `session`
    holds the first characters of the digest of a session token.
    """

    at: AwareDatetime
    action: str
    outcome: str = DONE
    count: int = 1
    until: AwareDatetime | None = None
    by_enterprise: str | None = None
    operator_id: UUID | None = None
    medium: LoginMedium | None = None
    session: str | None = None
    address: ClientAddress | None = None
    subjects: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @property
    def subject(self) -> str:
        """Business does not wait for its records."""
        return f"audit/{self.enterprise_code}"
