"""Two roles for each database: its owner migrates it, the process works in it and owns nothing.

A database, the role of its process and the process have one name. The owner grants, at the end of
each migration, what the tables declare; what nobody declared is open to nobody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from contracts.accounts import GATEWAY, SERVICES
from contracts.customs import SOURCE as CUSTOMS

DATABASES: Final = (*SERVICES, GATEWAY, CUSTOMS)

Rights = tuple[str, ...]
RIGHTS: Final = "rights"
ORDINARY: Final[Rights] = ("select", "insert", "update", "delete")
KEPT: Final[dict[str, Rights]] = {RIGHTS: ("select", "insert", "update")}
"""`info` of a table whose rows change and stay."""
APPEND_ONLY: Final[dict[str, Rights]] = {RIGHTS: ("select", "insert")}
"""`info` of a table whose rows are only ever added."""

_ENDING = "_owner"


class NotTheOwnerError(Exception):
    """Whoever migrates is not the owner that belongs to a process."""


@dataclass(frozen=True)
class Declared:
    """What a process may do with each table, and which sequences it draws from."""

    tables: Mapping[str, Rights]
    sequences: Sequence[str] = field(default=())


def owner_of(role: str) -> str:
    """Who owns the database of this process."""
    return role + _ENDING


def role_of(owner: str) -> str:
    """Whose database this owner has. Raises NotTheOwnerError."""
    if not owner.endswith(_ENDING):
        raise NotTheOwnerError(
            f"{owner} is not the owner of a database: log in as {owner_of(owner)} to migrate it"
        )
    return owner.removesuffix(_ENDING)


def rights_in(info: Mapping[Any, Any]) -> Rights:
    """As a table's `info` declares them."""
    rights: Rights = info.get(RIGHTS, ORDINARY)
    return rights


def grants(database: str, role: str, declared: Declared) -> list[str]:
    """SQL for the owner, in one transaction: exactly this from here on, whatever was before.

    Nobody else enters the database (PUBLIC may, where nobody says otherwise).
    """
    here, to = quoted(database), quoted(role)
    everyone = f"public, {to}"
    return [
        f"revoke all on database {here} from {everyone}",
        f"grant connect on database {here} to {to}",
        f"revoke all on schema public from {everyone}",
        f"grant usage on schema public to {to}",
        f"revoke all on all tables in schema public from {everyone}",
        f"revoke all on all sequences in schema public from {everyone}",
        f"revoke all on all functions in schema public from {everyone}",
        *(
            f"grant {', '.join(rights)} on table {quoted(table)} to {to}"
            for table, rights in declared.tables.items()
        ),
        *(f"grant usage on sequence {quoted(name)} to {to}" for name in declared.sequences),
    ]


def quoted(name: str) -> str:
    """As an identifier of PostgreSQL."""
    return '"' + name.replace('"', '""') + '"'
