"""What the books hold of each certificate, and where they disagree."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from deploy.soak.lives import Life

SEALINGS: Final = 4
"""Rows of the ledger for one original with its copy: seal and signature on each."""


@dataclass(frozen=True, slots=True)
class Entries:
    """Certificate numbers, and how often each: of customs, of cert_svc, of print_svc."""

    approved: AbstractSet[str]
    """At customs, be it printed or not."""
    archived_at_customs: AbstractSet[str]
    certificates: AbstractSet[str]
    without_layout: AbstractSet[str]
    archived: AbstractSet[str]
    exceptions: Mapping[str, int]
    printed_twice: AbstractSet[str]
    live_twice: AbstractSet[str]
    originals: Mapping[str, int]
    """Those that were released to a printer."""
    sealings: Mapping[str, int]

    def under_way(self) -> dict[str, list[str]]:
        """By kind, what is lost or stuck if it still is so when all has had its time."""
        return {
            "lost": sorted(self.approved - self.certificates),
            "stuck before their layout": sorted(self.without_layout),
        }

    def faults(self, lives: Sequence[Life]) -> dict[str, list[str]]:
        """By kind; empty lists where the books agree with one another and with the people."""
        expected = {life.certificate_no: life.originals for life in lives}
        return {
            **self.under_way(),
            "not archived on both sides": sorted(
                (self.archived ^ self.archived_at_customs) | (expected.keys() - self.archived)
            ),
            "printed twice": sorted(self.printed_twice),
            "two live originals": sorted(self.live_twice),
            "originals miscounted": _unlike(expected, self.originals),
            "exceptions miscounted": _unlike(
                {number: count - 1 for number, count in expected.items()}, self.exceptions
            ),
            "sealings miscounted": _unlike(
                {number: SEALINGS * count for number, count in self.originals.items()},
                self.sealings,
            ),
        }


def _unlike(expected: Mapping[str, int], found: Mapping[str, int]) -> list[str]:
    return [
        f"{number}: {found.get(number, 0)} instead of {count}"
        for number, count in sorted(expected.items())
        if found.get(number, 0) != count
    ]
