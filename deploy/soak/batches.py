"""A day's approvals beside what is printed: customs approves, and all must become printable."""

import itertools
import time
from collections.abc import Sequence
from functools import partial
from typing import Final

from contracts.certificate_types import load_certificate_types
from deploy.local.officer import Officer
from deploy.local.patience import patiently
from deploy.local.person import Person

EVERY_SECONDS: Final = 20.0
"""From one batch to the next, over which its approvals are spread."""


def approve_until(deadline: float, officer: Officer, people: Sequence[Person], size: int) -> None:
    """Batches of `size`, each of the next form, because a year has 9,999 numbers for each (R97).

    `deadline` is of the monotonic clock; the last approval is due by then. A batch whose answer got
    lost is approved again, which makes one more.
    """
    forms = (form.id for form in load_certificate_types().certificate_types)
    for person, type_id in zip(itertools.cycle(people), itertools.cycle(forms), strict=False):
        began = time.monotonic()
        if began + EVERY_SECONDS > deadline:
            return
        approve = partial(officer.approve_batch, person, size, over_seconds=EVERY_SECONDS)
        patiently(partial(approve, type_id=type_id))
        time.sleep(max(0.0, began + EVERY_SECONDS - time.monotonic()))
