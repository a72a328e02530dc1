"""Servers die and are cut off under load, and nothing that was acknowledged is lost or done twice.

What is printed here stands in docs/operations.md: how long callers saw the outage.
"""

import math
import time
from dataclasses import dataclass

import pytest

from customs.domain.numbers import SERIALS_PER_YEAR
from deploy.local.cluster.recovery import await_whole
from tests.failover.faults import (
    Fault,
    cut_off,
    killed,
    leader_of_approvals,
    lose_sight_for_a_moment,
    node_of_publisher,
    primary,
    store,
)
from tests.failover.load import BATCH, FORMS, PRINTS, Answer, Business

WITHOUT_SECONDS = 36.0
"""Longer than the longest of the promised pauses until something else takes over, 30 s."""
SERVED_SECONDS = 4.0
"""How long before the end of it callers must be served again."""
BEFORE_SECONDS = 3.0
RATE = 50
"""Certificates a second."""
SHORT = (cut_off("the queue leader's node and the primary", leader_of_approvals, primary),)
WHOLE = (
    killed("the queue leader's node", leader_of_approvals),
    cut_off("the queue leader's node", leader_of_approvals),
    killed("the publisher's node", node_of_publisher),
    cut_off("the publisher's node", node_of_publisher),
    killed("the primary", primary),
    cut_off("the primary", primary),
    killed("the S3 server", store),
    cut_off("the S3 server", store),
    killed("everything once", leader_of_approvals, primary, store),
    cut_off("everything once", leader_of_approvals, primary, store),
)


@dataclass(frozen=True)
class Outage:
    """What callers saw of a fault, in seconds after it."""

    answers: list[Answer]
    began_at: float

    @property
    def ended_after(self) -> float:
        """When the last caller was refused."""
        refused = [one.answered_at for one in self.answers if not one.is_good]
        return max([0.0, *(at - self.began_at for at in refused)])

    @property
    def was_over(self) -> bool:
        """Whether something else served, to the last caller, before what failed came back."""
        last = self.began_at + WITHOUT_SECONDS - SERVED_SECONDS
        late = [one.is_good for one in self.answers if one.answered_at >= last]
        return bool(late) and all(late)

    @property
    def other_answers(self) -> set[int]:
        """Neither what was asked for nor 503 with the time after which to try again."""
        refused = (one for one in self.answers if not one.is_good)
        return {one.status for one in refused if one.status != 503 or one.retry_after is None}


def test_the_forms_have_numbers_enough_for_all_faults():
    faults = len(SHORT + WHOLE)
    batches = math.ceil(RATE * (BEFORE_SECONDS + WITHOUT_SECONDS) / BATCH) * faults

    assert 1 + PRINTS * faults + math.ceil(batches / len(FORMS)) * BATCH <= SERIALS_PER_YEAR


@pytest.mark.parametrize("fault", SHORT, ids=lambda fault: fault.name)
def test_nothing_acknowledged_is_lost_or_doubled(work, fault):
    _held(work, fault)


@pytest.mark.nightly
@pytest.mark.parametrize("fault", WHOLE, ids=lambda fault: fault.name)
def test_nothing_acknowledged_is_lost_or_doubled_by_any_other_fault(work, fault):
    outage = _held(work, fault)

    assert outage.was_over


@pytest.mark.nightly
def test_a_node_that_the_others_stay_apart_from_is_one_of_them_again_when_it_is_started_anew(work):
    broker, node = work.stack.broker, work.stack.broker.nodes[0]
    lose_sight_for_a_moment(node)
    assert broker.is_parted()
    assert not broker.is_whole()
    told: list[str] = []

    await_whole(work.stack, [node], told.append)

    assert len(told) == 1
    assert not broker.is_parted()
    work.await_rest()


def _held(work: Business, fault: Fault) -> Outage:
    ordered = len(work.prints.ordered)
    outage = _struck(work, fault)
    work.await_rest()

    print(f"\n| {fault.name} | {outage.ended_after:.1f} s |")
    assert outage.other_answers == set()
    assert len(work.prints.ordered) > ordered
    assert work.prints.refused == []
    assert work.missing_prints() == set()
    assert work.doubled() == []
    assert work.dead_letters() == 0
    return outage


def _struck(work: Business, fault: Fault) -> Outage:
    numbers = work.approve_for_prints(PRINTS)
    chosen = fault.chosen(work.stack)
    seconds = BEFORE_SECONDS + WITHOUT_SECONDS
    work.callers.answers.clear()
    work.approve(int(RATE * seconds), over_seconds=seconds)
    with work.callers.calling(), work.prints.ordering(numbers):
        time.sleep(BEFORE_SECONDS)
        began_at = time.monotonic()
        fault.strike(chosen)
        try:
            time.sleep(WITHOUT_SECONDS)
            seen = list(work.callers.answers)
        finally:
            fault.heal(chosen)
        await_whole(work.stack, chosen, print)
    return Outage(seen, began_at)
