"""A ticket names one job on one workstation for a short life; shown again it gives the same."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.errors import Transient
from chassis.testing import TEST_RING
from chassis.transactions import Transaction
from contracts.key_rings import KeyRing
from contracts.layouts import CertificateData
from contracts.printing import PrintReleased
from contracts.specimens import specimen_data
from contracts.values import ObjectRef
from services.print_svc.documents.renderer import Renderer
from services.print_svc.domain.tickets import Ticket, write_ticket
from tests.integration.print_svc.office import (
    TYPES,
    at_once,
    forged,
    refused,
    seal_authorization,
)


def test_a_ticket_shown_twice_gives_the_same_job_and_the_same_bytes(office):
    issued = office.issue_one(office.approve())

    first, again = office.release(issued), office.release(issued)

    assert again.job == first.job
    assert office.objects.get(again.document) == office.objects.get(first.document)
    assert [type(event) for event in office.bench.published()][1:] == [PrintReleased]


def test_a_ticket_shown_twice_at_once_releases_once(office):
    issued = office.issue_one(office.approve())

    first, second = at_once(*[lambda: office.release(issued)] * 2)

    assert first.document == second.document
    assert [type(event) for event in office.bench.published()][1:] == [PrintReleased]
    assert len(office.ledger()) == 4


@pytest.fixture
def overtaken(office, monkeypatch):
    """Another presentation releases, and cert_svc hears of it, before this one gets to ask it."""

    def overtake(issued, then=lambda: None) -> None:
        service = type(office.cert_svc)
        judge = service._judge

        def judge_late(cert_svc, number, who):
            monkeypatch.undo()
            office.release(issued)
            cert_svc.forbidden[number] = "certificate.already_printed"
            then()
            return judge(cert_svc, number, who)

        monkeypatch.setattr(service, "_judge", judge_late)

    return overtake


def test_a_ticket_shown_again_while_it_releases_gives_the_same_though_the_print_is_known(
    office, overtaken
):
    issued = office.issue_one(office.approve())
    overtaken(issued)

    overtaking = office.release(issued)

    assert overtaking.document == office.release(issued).document
    assert [type(event) for event in office.bench.published()][1:] == [PrintReleased]


def test_what_ended_while_a_ticket_was_shown_again_is_not_given_out(office, overtaken):
    issued = office.issue_one(office.approve())
    overtaken(issued, then=lambda: office.confirm(issued, printed=True))

    with refused("print.already_confirmed"):
        office.release(issued)


def test_a_released_document_stays_as_it_was_when_another_seal_is_authorized(office, objects):
    issued = office.issue_one(office.approve())
    first = office.release(issued)
    office.cert_svc.authorization = seal_authorization(objects)

    assert office.release(issued).document == first.document


def test_a_ticket_is_good_on_its_own_workstation_only(office):
    issued = office.issue_one(office.approve())

    with refused("print.wrong_workstation"):
        office.release(issued, workstation="back-office")
    assert office.job(issued).state == "issued"


def test_a_ticket_expires(office):
    issued = office.issue_one(office.approve())
    office.clock.skip(timedelta(minutes=11))

    with refused("print.ticket_expired"):
        office.release(issued)


def test_a_released_document_is_not_given_out_after_the_tickets_life(office):
    issued = office.print_out(office.approve())
    office.clock.skip(timedelta(minutes=11))

    with refused("print.ticket_expired"):
        office.release(issued)


def test_a_document_is_not_given_out_again_once_a_person_has_answered(office):
    issued = office.print_out(office.approve())
    office.confirm(issued, printed=False)

    with refused("print.already_confirmed"):
        office.release(issued)


def test_a_changed_ticket_is_unknown(office):
    issued = office.issue_one(office.approve())
    content, mac = issued.ticket.get_secret_value().rsplit(".", 1)

    for text in (f"{content[:-1]}.{mac}", f"{content}.{mac[::-1]}", content, "", "证.印"):
        with refused("print.unknown_ticket"):
            office.release(forged(issued, text))


@pytest.mark.parametrize(
    "ring", [KeyRing((("test", bytes(32)),)), TEST_RING], ids=["another key", "our key"]
)
def test_a_ticket_that_was_not_issued_is_unknown_even_under_our_key(office, ring):
    issued = office.issue_one(office.approve())
    job = issued.job
    ticket = Ticket(
        job_id=job.job_id,
        certificate_no=job.certificate_no,
        parts=job.parts,
        workstation_id=job.workstation_id,
        expires_at=job.ticket_expires_at,
        nonce="guessed",
    )

    with refused("print.unknown_ticket"):
        office.release(forged(issued, write_ticket(ticket, ring)))


def test_a_ticket_survives_a_new_key_and_ends_with_its_own(office):
    issued = office.issue_one(office.approve())
    settings, newer = office.bench.settings, ("newer", bytes(32))

    office.bench.settings = replace(settings, ticket_keys=KeyRing((newer,)))
    with refused("print.ticket_key_removed"):
        office.release(issued)

    office.bench.settings = replace(settings, ticket_keys=KeyRing((newer, *TEST_RING.keys)))
    assert office.release(issued).document.key.startswith(f"prints/{issued.job.job_id}/")


@pytest.mark.parametrize("moment", ["storing", "committing"])
def test_after_a_crash_before_the_commit_the_ticket_releases_one_document(
    office, monkeypatch, moment
):
    issued = office.issue_one(office.approve())
    stored = _crash(office, monkeypatch, moment)
    with pytest.raises(Crash):
        office.release(issued)
    monkeypatch.undo()

    assert office.job(issued).state == "issued"
    released = office.release(issued)

    assert released.document not in stored
    assert office.release(issued).document == released.document
    assert len(office.ledger()) == 4
    assert [type(event) for event in office.bench.published()][1:] == [PrintReleased]


def test_while_the_object_store_is_away_the_ticket_stays_good(office, monkeypatch):
    issued = office.issue_one(office.approve())
    monkeypatch.setattr(type(office.objects), "put", _away)
    with refused("service.unavailable"):
        office.release(issued)
    monkeypatch.undo()

    assert office.release(issued).job.state == "released"


def test_what_cannot_be_rendered_whole_is_refused_and_frees_the_certificate(office):
    number = office.approve()
    data = specimen_data(TYPES, TYPES.by_id("china_australia"))
    broken = CertificateData(fields={**data.fields, "exporter": "SPECIMEN 😀"}, items=data.items)
    ref = office.put_layout(number, "china_australia", data=broken)
    printable = office.cert_svc.known[number]
    office.cert_svc.known[number] = printable.model_copy(update={"layout": ref})
    issued = office.issue_one(number)

    with refused("print.not_renderable"):
        office.release(issued)

    assert office.job(issued).state == "voided"
    assert office.ledger() == []
    office.cert_svc.known[number] = office.cert_svc.known[office.approve(revision=2)]
    assert office.print_out(number).job.revision == 2


def test_a_layout_of_another_certificate_is_not_printed(office):
    number, other = office.approve(serial=1), office.approve(serial=2)
    strange = office.cert_svc.known[other].layout
    printable = office.cert_svc.known[number]
    office.cert_svc.known[number] = printable.model_copy(update={"layout": strange})

    with refused("object.altered"):
        office.print_out(number)


def test_a_layout_that_was_changed_in_the_store_is_not_printed(office):
    number = office.approve()
    ref = office.cert_svc.known[number].layout
    office.objects.put(ref.key, b"{}")

    with refused("object.altered"):
        office.print_out(number)


def test_a_layout_that_is_gone_is_not_printed(office):
    number = office.approve()
    gone = ObjectRef(key="layouts/gone/1.json", sha256="0" * 64)
    printable = office.cert_svc.known[number]
    office.cert_svc.known[number] = printable.model_copy(update={"layout": gone})

    with refused("object.missing"):
        office.print_out(number)


def test_cert_svc_is_asked_again_before_the_release(office):
    """It may have heard of another approval first."""
    number = office.approve()
    issued = office.issue_one(number)
    approved = office.cert_svc.known[number]
    office.cert_svc.known[number] = approved.model_copy(update={"revision": 2})

    with refused("print.ticket_void"):
        office.release(issued)
    assert office.ledger() == []


def test_what_cert_svc_forbids_by_now_is_not_released(office):
    number = office.approve()
    issued = office.issue_one(number)
    office.cert_svc.forbidden[number] = "certificate.archived"

    with refused("certificate.archived"):
        office.release(issued)
    assert office.job(issued).state == "issued"


def test_the_ecfa_bears_no_enterprise_seal_and_the_ledger_says_so(office):
    office.print_out(office.approve("ecfa"), parts="original")

    [row] = office.ledger()

    assert row.use.seal_id == office.cert_svc.authorization.signatures[0].signature_id


def test_the_event_loop_is_free_while_a_document_is_rendered(office):
    office.bench.extras["renderer"] = Renderer(at_once=1)

    released = office.release(office.issue_one(office.approve()))

    assert released.job.sheets == 2


class Crash(BaseException):
    """The process is gone."""


def _crash(office, monkeypatch, moment):
    """Crash after the document was stored, or with everything written and nothing committed."""
    stored, put, publish = [], type(office.objects).put, Transaction.publish

    def put_and_crash(self, *arguments, **owner):
        stored.append(put(self, *arguments, **owner))
        if moment == "storing":
            raise Crash
        return stored[-1]

    def publish_and_crash(self, *events):
        publish(self, *events)
        raise Crash

    monkeypatch.setattr(type(office.objects), "put", put_and_crash)
    monkeypatch.setattr(Transaction, "publish", publish_and_crash)
    return stored


def _away(*_arguments, **_owner):
    raise Transient("object store is away")
