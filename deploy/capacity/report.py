"""The tables of the answer, as text: the terminal and the page show the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from deploy.capacity import costs, demand, keeping, sizing
from deploy.capacity.assumptions import COUNTRY
from deploy.capacity.figures import LEDGER_SECONDS, OBJECT_BYTES
from deploy.capacity.workdays import days, is_workday

_NAMES: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EACH: Final = (1, 2, 3, 4)
TIMES: Final = (1, 2, 5, 10)
_GB_A_TB: Final = 1_000
_GROWTH: Final = (
    *("table", "bytes of a row", "of it indexes", "rows of a certificate", "GB a year"),
    *(f"outgrows memory ({name})" for name in keeping.MEMORY_GB),
)


@dataclass(frozen=True, slots=True)
class Table:
    """What it shows, its heading, and its rows, all of the heading's length."""

    title: str
    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables() -> list[Table]:
    """All, in the order in which they are read."""
    return [
        Table("When certificates come", ("when", "certificates"), tuple(_demand())),
        Table(
            "Cores needed at the peak hour, on the mean",
            ("process or server", *(f"{times} × the peak" for times in TIMES)),
            tuple(_utilisation()),
        ),
        Table(
            "Waits at the peak hour, so many processes (servers: cores) of each",
            (
                "of each",
                "work",
                "95 of 100 within",
                "99 of 100 within",
                "goal",
                "highest utilisation",
            ),
            tuple(_waits()),
        ),
        Table(
            "Least number that keeps the goals, and what to run",
            (
                "process, or cores of a server",
                *(f"least at {times} ×" for times in TIMES),
                "advised",
            ),
            tuple(_numbers()),
        ),
        Table("What a row costs, and how tables grow", _GROWTH, tuple(_growth())),
        Table("PostgreSQL, RabbitMQ, object store", ("what", "figure"), tuple(_servers())),
        Table("What an object costs", ("object", "bytes", "TB at the end"), tuple(_objects())),
    ]


def _demand() -> Iterator[tuple[str, str]]:
    peak, monday = demand.peak(), demand.monday_peak()
    work = [day for day in days() if is_workday(day)]
    yield "a year", f"{COUNTRY.certificates_a_year:,.0f}"
    yield "a second, mean of the year", f"{COUNTRY.certificates_a_year / 365 / 86_400:.2f}"
    for place in range(5):
        own = [demand.of_day(day) for day in work if day.weekday() == place]
        yield f"{_NAMES[place]} that is a workday, mean", f"{sum(own) / len(own):,.0f}"
    off = [demand.of_day(day) for day in days() if not is_workday(day)]
    yield "day off, mean", f"{sum(off) / len(off):,.0f}"
    yield f"highest day, {_said(peak.date())}", f"{demand.of_day(peak.date()):,.0f}"
    yield (
        f"a second, usual Monday, {monday:%H} to {monday.hour + 1} o'clock",
        _rate(demand.per_second(monday)),
    )
    yield (
        f"a second, highest hour, {_said(peak.date())}, {peak:%H} to {peak.hour + 1} o'clock",
        _rate(demand.per_second(peak)),
    )


def _utilisation() -> Iterator[tuple[str, ...]]:
    needed = [sizing.utilisation(times) for times in TIMES]
    for station in sizing.STATIONS:
        yield station, *(f"{each[station]:.2f}" for each in needed)
    yield "the ledger's lock, of one", *(f"{each[costs.LEDGER]:.2f}" for each in needed)


def _waits() -> Iterator[tuple[str, ...]]:
    needed = sizing.utilisation()
    for number in _EACH:
        found = sizing.with_each(number)
        highest = max(sizing.STATIONS, key=lambda one: needed[one])
        for name, goal in sizing.GOALS.items():
            told = (_time(found.p95[name]), _time(found.p99[name]), _time(goal))
            yield str(number), _WORK[name], *told, f"{highest} {needed[highest] / number:.0%}"


_WORK: Final = {
    "approval": "approval to printable",
    "call": "API call (list page)",
    "print call": "API call of a print",
}


def _numbers() -> Iterator[tuple[str, ...]]:
    least = [sizing.least(times).processes for times in TIMES]
    advised = sizing.advised()
    for station in sizing.STATIONS:
        yield station, *(str(each[station]) for each in least), str(advised[station])
    yield "seal_svc (not on this flow)", *("1" for _ in TIMES), str(sizing.FEWEST)


def _growth() -> Iterator[tuple[str, ...]]:
    for each in keeping.kept():
        months = (each.month_beyond(gb) for gb in keeping.MEMORY_GB.values())
        last = COUNTRY.years_kept * 12
        yield (
            f"`{each.table}`",
            f"{each.row_bytes:,}",
            f"{each.index_bytes:,}",
            f"{each.rows:.2f}",
            f"{each.gb_a_year:.1f}",
            *(f"month {month}" if month <= last else "never" for month in months),
        )


def _servers() -> Iterator[tuple[str, str]]:
    rate = sizing.peak_rate()
    a_year = sum(each.gb_a_year for each in keeping.kept())
    yield (
        "rows kept of one certificate, with indexes",
        f"{a_year * keeping.GB / COUNTRY.certificates_a_year:,.0f} bytes",
    )
    yield (
        "databases after ten years, with room for bloat",
        f"{keeping.database_gb() / _GB_A_TB:.2f} TB",
    )
    yield "read and changed every day: three months, and inboxes", f"{keeping.hot_gb():.0f} GB"
    yield (
        "rows of workstations written a second, because they are there",
        f"{sizing.presence_rate():,.0f}",
    )
    yield "prints a second that the ledger's lock allows", f"{1 / LEDGER_SECONDS:,.0f}"
    yield "the same, of the peak", f"{1 / LEDGER_SECONDS / (rate * COUNTRY.prints):,.0f} times"
    yield "events handled a second at the peak", f"{rate * keeping.HEARD:,.0f}"
    yield (
        "one consumer away for an hour of the peak: its approvals and layouts that wait",
        f"{_backlog_gb() * 1_000:,.0f} MB",
    )
    yield "objects after ten years", f"{keeping.objects_at_the_end() / 1e6:,.0f} million"
    yield "object store after ten years", f"{sum(keeping.store_gb().values()) / _GB_A_TB:.1f} TB"


def _backlog_gb() -> float:
    """Four events of 2 KB (assumed) for each certificate."""
    return sizing.peak_rate() * 3_600 * 4 * 2_000 / keeping.GB


def _objects() -> Iterator[tuple[str, str, str]]:
    at_the_end = keeping.store_gb()
    sizes = {
        "layout": OBJECT_BYTES["layout"],
        "printed document": keeping.SIGNED_DOCUMENT_BYTES,
        "copy to look at": OBJECT_BYTES["copy"],
        "scan of a seal or signature": OBJECT_BYTES["scan"],
    }
    for name, size in sizes.items():
        yield name, f"{size:,}", f"{at_the_end[name] / _GB_A_TB:.2f}"


def _said(day: date) -> str:
    return f"{_NAMES[day.weekday()]} {day}"


def _rate(rate: float) -> str:
    return f"{rate:.2f}"


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


def markdown(table: Table) -> Sequence[str]:
    """Lines of a Markdown table."""
    rows = (table.heading, ("---",) * len(table.heading), *table.rows)
    return [f"| {' | '.join(row)} |" for row in rows]


def plain(table: Table) -> Sequence[str]:
    """Lines with columns as wide as what is in them."""
    rows = [[cell.replace("`", "") for cell in row] for row in (table.heading, *table.rows)]
    wide = [max(len(row[place]) for row in rows) for place in range(len(table.heading))]
    lines = [
        "  ".join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, wide, strict=True))
        )
        for row in rows
    ]
    return [lines[0], "-" * len(lines[0]), *lines[1:]]
