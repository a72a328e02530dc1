"""What the books hold of each certificate, and where they disagree."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from deploy.soak.lives import Life

SEALINGS: Final = 4
"""Rows of the ledger for one original with its copy: seal and signature on each."""


@dataclass(frozen=True, slots=True)
class Entries:
    """Certificate numbers, and how often each: of customs, of cert_svc, of print_svc."""

    approved: Collection[str]
    """At customs, be it printed or not."""
    archived_at_customs: Collection[str]
    certificates: Collection[str]
    without_layout: Collection[str]
    archived: Collection[str]
    exceptions: Mapping[str, int]
    printed_twice: Collection[str]
    live_twice: Collection[str]
    originals: Mapping[str, int]
    """Those that were released to a printer."""
    sealings: Mapping[str, int]

    def under_way(self) -> dict[str, list[str]]:
        """By kind, what is lost or stuck if it still is so when all has had its time."""
        return {
            "lost": sorted({*self.approved} - {*self.certificates}),
            "stuck before their layout": sorted(self.without_layout),
        }

    def faults(self, lives: Sequence[Life]) -> dict[str, list[str]]:
        """By kind; empty lists where the books agree with one another and with the people."""
        expected = {life.certificate_no: life.originals for life in lives}
        archived = {*self.archived}
        return {
            **self.under_way(),
            "not archived on both sides": sorted(
                (archived ^ {*self.archived_at_customs}) | (expected.keys() - archived)
            ),
            "printed twice": sorted(self.printed_twice),
            "two live originals": sorted(self.live_twice),
            "originals miscounted": _unlike(expected, self.originals.get),
            "exceptions miscounted": _unlike(
                {number: count - 1 for number, count in expected.items()}, self.exceptions.get
            ),
            "sealings miscounted": _unlike(
                {number: SEALINGS * count for number, count in self.originals.items()},
                self.sealings.get,
            ),
        }


def _unlike(expected: Mapping[str, int], found: Callable[[str], int | None]) -> list[str]:
    return [
        f"{number}: {found(number) or 0} instead of {count}"
        for number, count in sorted(expected.items())
        if (found(number) or 0) != count
    ]
