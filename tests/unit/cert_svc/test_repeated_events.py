"""An event that is delivered again changes nothing and is answered by nothing, however late it is.

Approvals and layouts are handled outside a transaction: the certificate alone knows what it heard.
"""

from collections import Counter
from collections.abc import Sequence
from functools import reduce
from itertools import takewhile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.base import Event
from contracts.certificates import LayoutReceived
from contracts.customs import CertificateApproved, LayoutStatus, LayoutStatusChanged
from services.cert_svc.domain.certificates import Certificate, apply
from services.cert_svc.domain.layouts import Examined, conclude
from tests.unit.cert_svc.events import (
    APPROVED,
    HOUR,
    approved,
    archived,
    claimed,
    layout_changed,
    print_completed,
    print_issued,
    print_released,
    reference,
    replaced,
    reprint_granted,
    returned,
)
from tests.unit.cert_svc.test_certificates import (
    LAYOUT,
    OTHER_LAYOUT,
    UNKNOWN,
    comparable,
    received,
)

GOOD = (LAYOUT, OTHER_LAYOUT)
SPOILED = reference("layouts/spoiled.json")
HISTORY = (
    returned(revision=0),
    approved(),
    layout_changed(LayoutStatus.GENERATING),
    layout_changed(LayoutStatus.SENDING),
    received(layout=SPOILED),
    received(layout=None),
    received(layout=SPOILED, changed_at=APPROVED + 2 * HOUR),
    received(),
    print_issued(),
    print_released(),
    claimed(),
    returned(),
    approved(revision=2, approved_at=APPROVED + 3 * HOUR),
    layout_changed(LayoutStatus.SENDING, revision=2),
    received(revision=2, layout=SPOILED),
    received(revision=2, layout=OTHER_LAYOUT),
    reprint_granted(),
    print_released("SERIAL-2", revision=2),
    print_completed("SERIAL-2", revision=2),
    claimed(revision=2),
    archived(revision=2),
    replaced(revision=2),
)
PLACES = range(len(HISTORY))

Told = tuple[Certificate, tuple[Event, ...]]


def examined(certificate: Certificate) -> Examined:
    """What lies in customs' bucket: good layouts, spoiled ones, nothing."""
    wrong = list(takewhile(lambda each: each.layout not in GOOD, certificate.announced))
    right = certificate.announced[len(wrong) :]
    refused = tuple((each, "missing") for each in wrong)
    return Examined(certificate.approval, refused, right[0].layout if right else None)


def deliver(told: Told, event: Event) -> Told:
    """Both transactions of a handler."""
    certificate = apply(told[0], event)
    concluded, published = conclude(certificate, examined(certificate), APPROVED + 5 * HOUR)
    return concluded, (*told[1], *published)


def deliver_and_die(told: Told, event: Event) -> Told:
    """The process ends between the two transactions."""
    return apply(told[0], event), told[1]


def told(order: Sequence[int]) -> Told:
    return reduce(deliver, (HISTORY[place] for place in order), (UNKNOWN, ()))


def told_once_more(order: Sequence[int], died: Sequence[int]) -> Told:
    """Some handlers die half way; their events are delivered again after all others."""
    so_far: Told = (UNKNOWN, ())
    for place in order:
        handle = deliver_and_die if place in died else deliver
        so_far = handle(so_far, HISTORY[place])
    return reduce(deliver, (HISTORY[place] for place in died), so_far)


@st.composite
def orders_with_repetitions(draw):
    """Some order, and the same with events that come again later."""
    order = draw(st.permutations(PLACES))
    repeated = list(order)
    for again in draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=8)):
        first = repeated.index(again)
        repeated.insert(draw(st.integers(first + 1, len(repeated))), again)
    return order, repeated


@settings(deadline=None)
@given(orders_with_repetitions())
def test_an_event_that_comes_again_at_any_later_time_changes_and_publishes_nothing(orders):
    order, repeated = orders

    assert told(repeated) == told(order)


@settings(deadline=None)
@given(st.permutations(PLACES), st.lists(st.sampled_from(PLACES), unique=True))
def test_what_a_process_that_died_left_undone_is_done_by_the_next_delivery(order, died):
    certificate, published = told_once_more(order, died)

    assert comparable(certificate) == comparable(told(PLACES)[0])
    assert certificate.layout == OTHER_LAYOUT
    layouts = Counter(each.revision for each in published if isinstance(each, LayoutReceived))
    assert layouts[2] == 1
    assert layouts[1] <= 1


@pytest.mark.parametrize(
    "event",
    [event for event in HISTORY if isinstance(event, CertificateApproved | LayoutStatusChanged)],
    ids=lambda event: f"{type(event).__name__} {event.revision}",
)
def test_after_all_is_over_an_approval_or_a_layout_that_comes_again_changes_nothing(event):
    over = told(PLACES)

    assert deliver(over, event) == over
