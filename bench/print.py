"""From the click to the last byte at the printer, and a batch of 200, on a printer that is instant.

The whole product runs on this machine, with the workstation program as it is installed.
"""

import itertools
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Final

from bench.harness import Row, largest_first
from bench.instant_printer import InstantPrinter, instant_printer
from bench.processor_time import each_took, processor_seconds
from bench.running import scratch
from contracts.printing import MOST_AT_ONCE
from deploy.local.desk import pair_by_code, running_workstation
from deploy.local.exporter import Exporter, authorized_exporter
from deploy.local.officer import Officer
from deploy.local.person import Person
from deploy.local.stack import Stack, running_stack

OVERRIDES: Final = {
    "*": {"receipt_delay_seconds": "0.5", "layout_step_seconds": "0"},
    "gateway": {"limit_factor": "1000"},
}
MEDIAN_MS, P95_MS, PAUSE_MS = 300.0, 600.0, 1000.0
WARM_UP: Final = 5
PATIENCE_SECONDS: Final = 300.0
PAUSE_BETWEEN_CLICKS: Final = 0.1
"""What was printed before has been told of by then."""
SHOWN_MILLISECONDS: Final = 0.5


def run(*, quick: bool = False) -> list[Row]:
    clicks = 20 if quick else 100
    with (
        scratch() as root,
        running_stack(root, overrides=OVERRIDES) as stack,
        instant_printer() as printer,
        desk(stack, printer) as exporter,
    ):
        numbers = printable(stack, exporter, WARM_UP + clicks + MOST_AT_ONCE)
        _clicks(exporter, printer, numbers[:WARM_UP])
        single = _clicks(exporter, printer, numbers[WARM_UP : WARM_UP + clicks])
        return [*_of_clicks(single), *_batch(stack, exporter, printer, numbers[-MOST_AT_ONCE:])]


@contextmanager
def desk(stack: Stack, printer: InstantPrinter) -> Iterator[Exporter]:
    """An exporter whose workstation runs with this printer."""
    officer, state = Officer(stack.gateway, stack.console_token), stack.root / "workstation"
    person = Person.with_card(stack.cards, seed=1)
    with closing(authorized_exporter(stack.gateway, officer, person)) as exporter:
        pair_by_code(exporter, stack.gateway, state, "bench")
        with running_workstation(exporter, state, printer.uri):
            yield exporter


def printable(stack: Stack, exporter: Exporter, count: int) -> list[str]:
    """The numbers of so many certificates of this exporter, approved and received."""
    officer = Officer(stack.gateway, stack.console_token)
    numbers = [officer.apply(exporter.person) for _ in range(count)]
    for number in numbers:
        officer.approve(number)
    for number in numbers:
        exporter.wait_until(number, PATIENCE_SECONDS, printable=True)
    return numbers


def _clicks(exporter: Exporter, printer: InstantPrinter, numbers: list[str]) -> list[float]:
    """Milliseconds of each print, one after the other, shortest first."""
    taken = []
    for number in numbers:
        before, clicked = len(printer.arrived), time.monotonic()
        exporter.order_print(number, "both", None)
        printer.wait_for(before + 1, PATIENCE_SECONDS)
        taken.append((printer.arrived[before] - clicked) * 1000)
        time.sleep(PAUSE_BETWEEN_CLICKS)
    return sorted(taken)


def _of_clicks(taken: list[float]) -> list[Row]:
    """Of so many hundredths: the time within which they were at the printer."""
    note = f"fastest {taken[0]:.0f} ms, slowest of {len(taken)} {taken[-1]:.0f} ms"
    return [
        Row(
            "print",
            f"click to last byte at the printer, {share} of 100 within",
            taken[len(taken) * share // 100],
            limit,
            "limit",
            "ms",
            1.0,
            note,
        )
        for share, limit in ((50, MEDIAN_MS), (95, P95_MS))
    ]


def _batch(
    stack: Stack, exporter: Exporter, printer: InstantPrinter, numbers: list[str]
) -> list[Row]:
    """The longest pause, and what one print took of all processors but the workstation's."""
    pids = stack.pids
    spent, before, clicked = processor_seconds(pids), len(printer.arrived), time.monotonic()
    exporter.order_prints(numbers, "both")
    printer.wait_for(before + len(numbers), PATIENCE_SECONDS)
    took, since = printer.arrived[-1] - clicked, processor_seconds(pids)
    arrived = itertools.pairwise(printer.arrived[before:])
    longest = max(later - one for one, later in arrived) * 1000
    each = each_took(spent, since, len(numbers))
    where = largest_first(each, least=SHOWN_MILLISECONDS, digits=1)
    what = f"batch of {len(numbers)}: "
    first = (printer.arrived[before] - clicked) * 1000
    note = f"all in {took:.1f} s, the first after {first:.0f} ms"
    total, one_core = sum(each.values()), took * 1000 / len(numbers)
    return [
        Row("print", f"{what}longest pause", longest, PAUSE_MS, "limit", "ms", 1.0, note),
        Row("print", f"{what}processor time of one", total, one_core, "took", "ms", None, where),
    ]
