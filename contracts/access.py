"""Who may do what with a certificate and with its prints: the one decision of it (R37-R39).

An enterprise does as it likes with what it owns. Another one is its agent where it declared the
certificate, or issued the print, under a grant that is live and older than the subject (promise 4).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final, Literal, Protocol, TypeVar


class Standing(Enum):
    """What an enterprise is to a certificate or a print."""

    OWNER = "owner"
    AGENT = "agent"
    AGENT_WITHOUT_GRANT = "agent_without_grant"
    STRANGER = "stranger"


Action = Literal[
    "list",
    "read",
    "diagnose",
    "print",
    "fetch",
    "report",
    "confirm",
    "cancel",
    "except",
    "hear",
]
"""`fetch` is a document, a copy, a download; `report` a device's evidence; `except` 打印异常申请;
`hear` live events."""

_HOLDERS: Final = frozenset({Standing.OWNER, Standing.AGENT})

MAY: Final[Mapping[Action, frozenset[Standing]]] = {
    "list": _HOLDERS,
    "read": _HOLDERS,
    "diagnose": _HOLDERS | {Standing.AGENT_WITHOUT_GRANT},
    "print": _HOLDERS,
    "fetch": _HOLDERS,
    "report": _HOLDERS,
    "confirm": _HOLDERS,
    "cancel": _HOLDERS,
    "except": _HOLDERS,
    "hear": _HOLDERS,
}
"""A stranger learns nothing, not even that it exists; an agent without a grant learns only why."""


class Grant(Protocol):
    """A principal's leave for one agent; only live ones are ever put to the question."""

    @property
    def principal_code(self) -> str: ...

    @property
    def granted_at(self) -> datetime: ...


GrantT = TypeVar("GrantT", bound=Grant)


@dataclass(frozen=True, slots=True)
class Subject:
    """A certificate, or a print of it.

    `agent_code` declared the certificate, or issued the print. `since`: when the certificate was
    approved, or the print issued, which was done under the grant that was live then; None before
    the first approval.
    """

    owner_code: str | None
    agent_code: str | None
    since: datetime | None


def grant_for(subject: Subject, grants: Iterable[GrantT]) -> GrantT | None:
    """The one by which its agent acts; at most one of a principal is live."""
    if subject.since is None:
        return None
    return next(
        (
            grant
            for grant in grants
            if grant.principal_code == subject.owner_code and grant.granted_at < subject.since
        ),
        None,
    )


def standing_of(enterprise_code: str, subject: Subject, grants: Iterable[Grant]) -> Standing:
    """`grants` are those to this enterprise that are live now, as auth_svc says."""
    if enterprise_code == subject.owner_code:
        return Standing.OWNER
    if enterprise_code != subject.agent_code or subject.since is None:
        return Standing.STRANGER
    covered = grant_for(subject, grants) is not None
    return Standing.AGENT if covered else Standing.AGENT_WITHOUT_GRANT


def may(standing: Standing, action: Action) -> bool:
    """The row of the table, asked."""
    return standing in MAY[action]


def allows(enterprise_code: str, subject: Subject, action: Action, grants: Iterable[Grant]) -> bool:
    """Whether this enterprise may do so; `grants` as in `standing_of`."""
    return may(standing_of(enterprise_code, subject, grants), action)
