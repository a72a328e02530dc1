"""How tables and the object store grow, and when a table is to be partitioned."""

from dataclasses import dataclass
from math import ceil
from typing import Final

from deploy.capacity.assumptions import AUDIT_RECORDS_OF_PRINT, COUNTRY, LEDGER_ROWS_OF_PART
from deploy.capacity.figures import INDEX_BYTES, OBJECT_BYTES, ROW_BYTES

GB: Final = 1e9
MEMORY_GB: Final = {
    "as in the manifests, 4 GiB": 4 * 2**30 / GB,
    "advised, 64 GiB": 64 * 2**30 / GB,
}
"""Of one PostgreSQL server; a table that outgrows it is to be partitioned."""
SIGNED_DOCUMENT_BYTES: Final = 283_000
"""A signed document of four pages (docs/performance.md); unsigned ones are in `measured.json`."""
INBOX_DAYS: Final = 30
"""`chassis/forgetting.py`."""
HEARD: Final = 32
"""Handlings of one certificate's events in all services, one for each subscription to an event of
the main flow (`chassis.topology.subscriptions_of`), its print and audit records included."""
HOT_MONTHS: Final = 3
"""Certificates so young are listed, printed and archived."""
BLOAT: Final = 1.3
"""Dead rows, pages of indexes that split, free space."""
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Growth:
    """One table: rows of it for one certificate, bytes of one row with its indexes."""

    table: str
    rows: float
    row_bytes: int
    index_bytes: int

    @property
    def bytes_of_certificate(self) -> float:
        return self.rows * self.row_bytes

    @property
    def gb_a_year(self) -> float:
        return self.bytes_of_certificate * COUNTRY.certificates_a_year / GB

    def month_beyond(self, gb: float) -> int:
        """The month, counted from 1, in which the table passes this size."""
        return max(1, ceil(gb / (self.gb_a_year / _MONTHS)))


def kept() -> list[Growth]:
    """Tables whose rows are never removed, the fastest first."""
    rows = {
        "cert_svc.certificates": 1.0,
        "print_svc.certificates": 1.0,
        "print_svc.print_jobs": COUNTRY.prints + COUNTRY.copies_seen,
        "print_svc.seal_uses": LEDGER_ROWS_OF_PART * (2 * COUNTRY.prints + COUNTRY.copies_seen),
        "auth_svc.audit_records": AUDIT_RECORDS_OF_PRINT * COUNTRY.prints * (1 + COUNTRY.by_agents)
        + 2 * COUNTRY.logins,
        "exception_svc.certificates": 1.0,
        "exception_svc.originals": COUNTRY.prints,
    }
    found = (Growth(name, each, ROW_BYTES[name], INDEX_BYTES[name]) for name, each in rows.items())
    return sorted(found, key=lambda one: -one.gb_a_year)


def database_gb() -> float:
    """All that is kept at the end, without what is removed after days."""
    return sum(each.gb_a_year for each in kept()) * COUNTRY.years_kept * BLOAT


def inbox_gb() -> float:
    """Of all inboxes, level after a month."""
    a_month = COUNTRY.certificates_a_year * INBOX_DAYS / 365
    return HEARD * ROW_BYTES["cert_svc.inbox"] * a_month * BLOAT / GB


def hot_gb() -> float:
    """What is read and changed every day: rows and indexes of the youngest certificates."""
    a_year = sum(each.gb_a_year for each in kept())
    return a_year * HOT_MONTHS / _MONTHS * BLOAT + inbox_gb()


def objects_of_certificate() -> dict[str, float]:
    """Bytes by kind."""
    return {
        "layout": float(OBJECT_BYTES["layout"]),
        "printed document": COUNTRY.prints * SIGNED_DOCUMENT_BYTES,
        "copy to look at": COUNTRY.copies_seen * OBJECT_BYTES["copy"],
    }


def store_gb() -> dict[str, float]:
    """Gigabytes at the end by kind; none of it is ever removed."""
    certificates = COUNTRY.certificates_a_year * COUNTRY.years_kept
    grown = {kind: each * certificates / GB for kind, each in objects_of_certificate().items()}
    stamps = COUNTRY.enterprises * COUNTRY.stamps * OBJECT_BYTES["scan"] / GB
    return grown | {"scan of a seal or signature": stamps}


def objects_at_the_end() -> float:
    """How many objects lie in the store, those of stamps included."""
    certificates = COUNTRY.certificates_a_year * COUNTRY.years_kept
    of_one = 1 + COUNTRY.prints + COUNTRY.copies_seen
    return certificates * of_one + COUNTRY.enterprises * COUNTRY.stamps
