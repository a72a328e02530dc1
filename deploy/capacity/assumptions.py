"""What is assumed of the country and of its users; each figure with where it is from."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """One year of self-service printing, everybody included."""

    certificates_a_year: float = 10e6
    enterprises: int = 200_000
    years_kept: int = 10
    office_share: float = 0.6
    """Approved within the eight hours of workdays."""
    evening_share: float = 0.3
    """In the other sixteen hours of workdays; the rest on days off."""
    more_for_each_day_off: float = 0.15
    """More on the first workday for each day off before it: Mondays have 1.3 times the usual."""
    most_after_days_off: float = 2.0
    approvals_in_a_batch: float = 10.0
    """Mean; sizes are geometric, and all of a batch are approved in one moment."""
    prints: float = 1.05
    """Of one certificate, original and copies together; so 5 % are printed twice."""
    copies_seen: float = 0.2
    """Copies to look at, of one certificate; each is a document and a row of print_jobs."""
    by_agents: float = 0.3
    """Of the prints: their audit records stand in two chains."""
    calls: float = 20.0
    """To the HTTP API for one certificate, as dear as a list page; not counting the print's own."""
    logins: float = 1.0
    """For one certificate; each with its log-out is two audit records."""
    connected: float = 0.5
    """Of the enterprises, at once: one workstation each."""
    stamps: float = 4.0
    """Scans of seals and signatures of one enterprise over all years kept."""


COUNTRY: Final = Country()

PRINT_CALLS: Final = 4
"""Of one print: the order, the fetched document, the device's report, the answer."""
AUDIT_RECORDS_OF_PRINT: Final = 4
"""One for each of them (`contracts/audited.py`)."""
LEDGER_ROWS_OF_PART: Final = 2
"""Seal and signature (`services/print_svc/domain/seal_uses.py`)."""

_GIVEN: Final = "given with the question, not checked against statistics"
_ASSUMED: Final = "assumed"
_PERFORMANCE: Final = "[performance](performance.md)"
SOURCES: Final = (
    ("10 million certificates a year, 200,000 enterprises, all kept for ten years", _GIVEN),
    ("60 % are approved within the eight hours of workdays; Mondays have the most", _GIVEN),
    ("30 % in the other hours of workdays, 10 % on days off", _ASSUMED),
    ("workdays of 2026", "notice of the State Council's general office, 4 November 2025"),
    ("the first workday has 0.15 more for each day off before it, at most twice as many", _ASSUMED),
    ("the hour from ten o'clock has 1.4 times the mean of office hours", _ASSUMED),
    ("approvals come in batches of 10 on the mean, all of one in one moment", _ASSUMED),
    ("each certificate is printed here 1.05 times with its copy, within the hour", "upper bound"),
    ("a fifth of them are looked at as a copy, 30 % of prints are agents'", _ASSUMED),
    ("20 calls as dear as a list page, and one log-in, for each certificate", _ASSUMED),
    ("half of the enterprises have a workstation connected", _ASSUMED),
    ("four scans of seals and signatures of each enterprise in ten years", _ASSUMED),
    ("processor time of an approval (8.8 ms), a list page (9.75), a print (232)", _PERFORMANCE),
    ("a print is four calls, each as dear as the others", "simplified"),
    ("times of visits are exponential around the measured mean", "spread was not measured"),
    ("memory and processor of connected workstations", _PERFORMANCE),
    (
        "bytes of rows and objects, time of the ledger's lock",
        "`deploy/capacity/measured.json`, by `measuring`",
    ),
    ("bytes of a signed document, 283,000", _PERFORMANCE),
    ("events of 2 KB", _ASSUMED),
)
"""What is taken as given, and where from; as the page says it."""
