"""Events make a certificate; the same events in any order make the same certificate."""

from datetime import timedelta
from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.customs import LayoutStatus
from contracts.originals import OriginalState
from contracts.values import PrintPart
from services.cert_svc.domain.certificates import (
    Announcement,
    Certificate,
    Original,
    apply,
    layout_refused,
    layout_stored,
)
from tests.unit.cert_svc.events import (
    AGENT,
    APPROVED,
    EXPORTER,
    HOUR,
    NEW_NUMBER,
    NUMBER,
    approved,
    archived,
    claimed,
    layout_changed,
    print_completed,
    print_failed,
    print_issued,
    print_released,
    reference,
    replaced,
    reprint_granted,
    returned,
)

LAYOUT = reference("layouts/specimen.json")
OTHER_LAYOUT = reference("layouts/specimen-2.json", b"SPECIMEN 2")
ANNOUNCED = Announcement(LAYOUT, APPROVED + HOUR)
UNKNOWN = Certificate(certificate_no=NUMBER)


def after(*events) -> Certificate:
    return reduce(apply, events, UNKNOWN)


def received(revision: int = 1, layout=LAYOUT, **changes):
    return layout_changed(LayoutStatus.RECEIVED, revision=revision, layout=layout, **changes)


def test_an_approved_certificate_waits_for_its_layout_and_its_print():
    certificate = after(approved())

    assert certificate.revision == 1
    assert certificate.layout_status is LayoutStatus.GENERATING
    assert certificate.print_status == "waiting"
    assert not certificate.archived


def test_a_second_approval_counts_and_starts_over():
    first = layout_stored(after(approved(), received()), 1, LAYOUT)

    second = apply(first, approved(revision=2, approved_at=APPROVED + HOUR, destination="NZ"))

    assert (second.revision, second.approval.destination) == (2, "NZ")
    assert second.layout_status is LayoutStatus.GENERATING
    assert second.layout is None


def test_a_new_approval_ends_the_return():
    certificate = after(approved(), returned(), approved(revision=2))

    assert certificate.returned_at is None


def test_a_late_earlier_approval_changes_nothing():
    newest = after(approved(revision=2, destination="NZ"))

    assert apply(newest, approved(revision=1)) == newest


def test_who_declares_for_itself_is_no_agent():
    assert after(approved(agent_code=EXPORTER)).approval.agent_code is None
    assert after(approved(agent_code=AGENT)).approval.agent_code == AGENT


@pytest.mark.rule("R55")
def test_the_layout_status_never_goes_back():
    certificate = after(
        approved(), layout_changed(LayoutStatus.SENDING), layout_changed(LayoutStatus.GENERATING)
    )

    assert certificate.layout_status is LayoutStatus.SENDING


@pytest.mark.rule("R55")
def test_an_announced_layout_is_not_received_before_it_was_examined():
    certificate = after(approved(), received())

    assert certificate.layout_status is LayoutStatus.SENDING
    assert certificate.announced == (ANNOUNCED,)


def test_an_examined_layout_is_received():
    certificate = layout_stored(after(approved(), received()), 1, LAYOUT)

    assert certificate.layout_status is LayoutStatus.RECEIVED
    assert certificate.layout == LAYOUT
    assert certificate.announced == ()


def test_a_received_layout_is_not_replaced_within_one_approval():
    certificate = layout_stored(after(approved(), received()), 1, LAYOUT)

    assert apply(certificate, received(layout=OTHER_LAYOUT)) == certificate
    assert layout_stored(certificate, 1, OTHER_LAYOUT) == certificate


def test_a_refused_layout_leaves_the_status_at_sending():
    certificate = layout_refused(after(approved(), received()), 1, ANNOUNCED)

    assert certificate.layout_status is LayoutStatus.SENDING
    assert certificate.announced == ()


def test_a_refused_announcement_that_comes_again_is_not_examined_again():
    refused = layout_refused(after(approved(), received()), 1, ANNOUNCED)

    assert apply(refused, received()) == refused


def test_the_same_object_announced_later_is_examined_again():
    refused = layout_refused(after(approved(), received()), 1, ANNOUNCED)

    again = apply(refused, received(changed_at=APPROVED + 2 * HOUR))

    assert again.announced == (Announcement(LAYOUT, APPROVED + 2 * HOUR),)


def test_a_layout_examined_for_an_approval_that_has_been_replaced_is_dropped():
    certificate = after(approved(), received(), approved(revision=2))

    assert layout_stored(certificate, 1, LAYOUT) == certificate
    assert layout_refused(certificate, 1, ANNOUNCED) == certificate


def test_what_comes_before_its_approval_is_caught_up_with_it():
    certificate = after(received(), returned(), approved())

    assert certificate.announced == (ANNOUNCED,)
    assert certificate.returned_at == APPROVED + HOUR
    assert certificate.early == ()


def test_what_is_early_for_a_later_approval_waits_for_that_one():
    certificate = after(received(revision=2), approved())

    assert certificate.announced == ()
    assert apply(certificate, approved(revision=2)).announced == (ANNOUNCED,)


def test_an_application_sent_back_before_any_approval_is_known_as_returned():
    certificate = after(returned(revision=0))

    assert certificate.returned_at is not None
    assert certificate.enterprise_code == EXPORTER
    assert apply(certificate, approved()).returned_at is None


@pytest.mark.rule("R57")
@pytest.mark.parametrize(
    ("events", "status"),
    [
        ([print_issued()], "waiting"),
        ([print_released()], "printed"),
        ([print_failed()], "printed"),
        ([print_completed()], "printed"),
        ([print_released(), reprint_granted()], "waiting"),
        ([reprint_granted(), print_released(), print_completed()], "waiting"),
        ([print_released(), reprint_granted(), print_released("SERIAL-2")], "printed"),
        ([print_released(parts=(PrintPart.COPY,))], "waiting"),
        ([print_completed(parts=(PrintPart.COPY,))], "waiting"),
    ],
)
def test_the_print_status_turns_with_the_original_that_is_out(events, status):
    assert after(approved(), *events).print_status == status


@pytest.mark.rule("R56", "R57", "R83")
@pytest.mark.parametrize("reprint", [[], [print_issued("SERIAL-2")]], ids=["none", "queued"])
def test_archiving_takes_back_a_reprint_that_was_not_made(reprint):
    granted = [approved(), print_released(), print_completed(), reprint_granted(), *reprint]

    assert after(*granted, archived()).print_status == "printed"
    assert after(archived(), *granted).print_status == "printed"


@pytest.mark.rule("R56", "R57", "R104")
@pytest.mark.parametrize(
    "events",
    [[], [print_issued()], [print_released(), reprint_granted(), approved(revision=2)]],
    ids=["nothing printed", "only queued", "printed of an earlier approval"],
)
def test_archiving_alone_makes_nothing_printed(events):
    assert after(approved(), *events, archived()).print_status == "waiting"


def test_an_original_never_falls_back_to_an_earlier_state():
    certificate = after(print_completed(), print_released(), print_issued())

    assert certificate.originals == {"SERIAL-1": Original(1, OriginalState.PRINTED)}


def test_an_original_of_an_earlier_approval_no_longer_counts():
    printed = after(approved(), print_released(), print_completed())

    renewed = apply(printed, approved(revision=2))

    assert renewed.print_status == "waiting"
    assert apply(renewed, print_released("SERIAL-2", revision=2)).print_status == "printed"


def test_the_number_of_exception_prints_is_the_highest_heard_of():
    certificate = after(reprint_granted("SERIAL-2", count=2), reprint_granted(count=1))

    assert certificate.exception_count == 2


def test_archiving_is_final_even_through_a_new_approval():
    certificate = after(approved(), archived(), approved(revision=2))

    assert certificate.archived


HISTORY = (
    returned(revision=0),
    approved(),
    layout_changed(LayoutStatus.GENERATING),
    layout_changed(LayoutStatus.SENDING),
    received(),
    print_issued(),
    print_released(),
    claimed(),
    returned(),
    returned(returned_at=APPROVED + 2 * HOUR),
    approved(revision=2, approved_at=APPROVED + 3 * HOUR, destination="NZ"),
    layout_changed(LayoutStatus.GENERATING, revision=2),
    layout_changed(LayoutStatus.SENDING, revision=2),
    received(revision=2, layout=OTHER_LAYOUT),
    print_failed(),
    reprint_granted(),
    print_issued("SERIAL-2"),
    print_released("SERIAL-2"),
    print_completed("SERIAL-2"),
    archived(revision=2),
    archived(revision=2, archived_at=APPROVED + timedelta(days=1)),
    claimed(revision=2),
    replaced(revision=2),
)


@settings(deadline=None)
@given(
    st.sets(st.sampled_from(range(len(HISTORY)))),
    st.permutations(range(len(HISTORY))),
    st.lists(st.sampled_from(range(len(HISTORY)))),
)
def test_the_same_events_in_any_order_and_number_make_the_same_certificate(
    missing, order, repeated
):
    straight = [n for n in range(len(HISTORY)) if n not in missing]
    shuffled = [n for n in [*order, *repeated] if n not in missing]

    expected = after(*(HISTORY[n] for n in straight))
    found = after(*(HISTORY[n] for n in shuffled))

    assert comparable(found) == comparable(expected)


def comparable(certificate: Certificate):
    """Waiting events and announcements are sets; their order says nothing."""
    early = {event.model_dump_json() for event in certificate.early}
    return (
        certificate.approval,
        certificate.returned_at,
        certificate.layout_status,
        set(certificate.announced),
        early,
        dict(certificate.originals),
        certificate.exception_count,
        certificate.archived_at,
    )


@pytest.mark.rule("R48", "R104")
def test_a_claim_is_of_one_approval_whenever_it_is_heard():
    again = approved(revision=2)

    assert after(approved(), claimed()).approval.claimed_at_counter
    assert after(claimed(), approved()).approval.claimed_at_counter
    assert not after(approved(), claimed(), again).approval.claimed_at_counter
    assert not after(approved(), again, claimed()).approval.claimed_at_counter
    assert after(approved(), claimed(revision=2), again).approval.claimed_at_counter


@pytest.mark.rule("R99")
def test_a_replacement_is_final_whenever_it_is_heard():
    again = approved(revision=2)

    assert after(replaced(), approved()).replaced_by == NEW_NUMBER
    assert after(approved(), replaced(), again).replaced_by == NEW_NUMBER


@pytest.mark.rule("R98")
def test_an_amended_certificate_says_which_one_it_replaces():
    assert (
        after(approved(application_kind="1", replaces=NEW_NUMBER)).approval.replaces == NEW_NUMBER
    )
