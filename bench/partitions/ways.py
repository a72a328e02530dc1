"""Ways to keep a list's table and to ask for a page of it, and how long each takes.

A page is asked in the product's own statements. With windows, one after another in the order of
the list, until it is full; a cursor says with which to begin.
"""

import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from bench.harness import Row
from bench.partitions.tables import within, within_values

AS_IT_IS: Final = "as it is"
PAGES: Final = ("first", "middle", "last")
WARM_UP: Final = 5
LAST_ROWS: Final = 25
"""So many are on the last page."""


@dataclass(frozen=True, slots=True)
class Way:
    """`relation` is read in place of the table, whole or in `windows`, the newest last.

    `column` is what ranges are of. `rest_at_once`: after the first window all others together.
    `planned`: every statement is planned once for the connection; `by_values`: the bounds of a
    window are values of such a statement and no part of its text. `by_position`: the ledger is
    listed by its position, and not by the count of an enterprise.
    """

    name: str
    relation: str
    windows: tuple[tuple[Any, Any], ...] = ()
    column: str = "month"
    rest_at_once: bool = False
    planned: bool = False
    by_values: bool = False
    by_position: bool = False

    def relations(
        self, *, descending: bool, place: Any = None
    ) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """One after another with their values, from the window that holds `place` on."""
        if not self.windows:
            yield self.relation, {}
        for start, end in self._windows(descending=descending, place=place):
            if self.by_values:
                values = {"start": start, "end": end}
                yield within_values(self.relation, column=self.column), values
            else:
                yield within(self.relation, start, end, column=self.column), {}

    def _windows(self, *, descending: bool, place: Any) -> list[tuple[Any, Any]]:
        ordered = reversed(self.windows) if descending else self.windows
        left = [each for each in ordered if place is None or _goes_on(each, place, descending)]
        if not self.rest_at_once or len(left) < 3:
            return left
        first, *others = left
        return [first, (min(start for start, _ in others), max(end for _, end in others))]


def _goes_on(window: tuple[Any, Any], place: Any, descending: bool) -> bool:  # noqa: FBT001 - of a list
    """Whether anything after the place may be in it."""
    start, end = window
    return bool(start <= place if descending else place < end)


def windows_of(boundaries: Sequence[Any]) -> tuple[tuple[Any, Any], ...]:
    return tuple(pairwise(boundaries))


@dataclass(frozen=True, slots=True)
class Case:
    """What is asked; `group` names the line in which it is told."""

    group: str
    name: str
    asked: Mapping[str, Any] = field(hash=False)


@dataclass
class Times:
    """Milliseconds by way and case, those of all three pages together."""

    taken: dict[tuple[Way, Case], list[float]] = field(default_factory=dict)

    def add(self, way: Way, case: Case, milliseconds: float) -> None:
        self.taken.setdefault((way, case), []).append(milliseconds)

    def median(self, way: Way, case: Case) -> float:
        return statistics.median(self.taken[way, case])

    def rows(self, what: str, ways: Sequence[Way], cases: Iterable[Case]) -> list[Row]:
        """A row for each way but the first, to which it is compared, and each group of cases."""
        groups: dict[str, list[Case]] = {}
        for case in cases:
            groups.setdefault(case.group, []).append(case)
        return [
            self._row(f"{what}, {group}: {way.name}", way, ways[0], cases)
            for way in ways[1:]
            for group, cases in groups.items()
        ]

    def _row(self, what: str, way: Way, reference: Way, cases: Sequence[Case]) -> Row:
        ours, theirs = (
            statistics.mean(self.median(each, case) for case in cases) for each in (way, reference)
        )
        return Row("partitions", what, ours, theirs, AS_IT_IS, "ms", None, self._note(way, cases))

    def _note(self, way: Way, cases: Sequence[Case]) -> str:
        """Of each case the ratio of medians, and 99 of 100 within, of all of them."""
        reference = next(each for each, _ in self.taken)
        p99, its = (
            statistics.quantiles([each for case in cases for each in self.taken[one, case]], n=100)[
                -1
            ]
            for one in (way, reference)
        )
        ratios = ", ".join(
            f"{case.name} {self.median(way, case) / self.median(reference, case):.2f}"
            for case in cases
        )
        return f"p99 {p99:.1f} ms, {its:.1f} ms; {ratios}"


def compared(what: str, ours: Sequence[float], theirs: Sequence[float]) -> Row:
    """Medians of milliseconds, with 99 of 100 within in the note."""
    medians = statistics.median(ours), statistics.median(theirs)
    p99s = [statistics.quantiles(each, n=100)[-1] for each in (ours, theirs)]
    note = f"p99 {p99s[0]:.1f} ms, {p99s[1]:.1f} ms"
    return Row("partitions", what, *medians, AS_IT_IS, "ms", None, note)


def measure(
    ways: Sequence[Way],
    cases: Sequence[Case],
    owners: Sequence[int],
    rounds: int,
    ask: Callable[[Way, int, Case, str], object],
) -> Times:
    """In turn, so that what else the machine does meets all ways alike; each is asked before.

    `ask` gets the way, the owner, the case and one of PAGES. What is planned once has its plan
    after a few times.
    """
    times = Times()
    for case in cases:
        for way in ways:
            for page in PAGES * WARM_UP:
                ask(way, owners[0], case, page)
        for turn in range(rounds):
            owner = owners[(turn + 1) * 997 % len(owners)]
            for page in PAGES:
                for way in _turned(ways, turn):
                    begun = time.perf_counter()
                    ask(way, owner, case, page)
                    times.add(way, case, (time.perf_counter() - begun) * 1000)
    return times


def _turned(ways: Sequence[Way], turn: int) -> Sequence[Way]:
    """Another one begins each time: who comes first after a change of owner reads most anew."""
    place = turn % len(ways)
    return [*ways[place:], *ways[:place]]
