"""What begins, releases, confirms, expires and restores a print job, and who is refused."""

from dataclasses import replace
from datetime import timedelta

import pytest

from contracts.access import Standing, standing_of
from contracts.errors import Refused
from contracts.values import ObjectRef, PrintPart
from services.print_svc.domain.print_jobs import (
    as_of,
    confirm,
    downloaded,
    is_overtaken,
    is_replaceable,
    release,
    restore,
    with_document,
)
from tests.unit.print_svc.domain.jobs import ISSUER, JOB, LATER, NOW, OWNER, begun, job, refusal

DOCUMENT = ObjectRef(key="prints/specimen.pdf", sha256="0" * 64)


@pytest.mark.parametrize(
    ("action", "kind", "released_at", "confirmed_at", "printed"),
    [
        ("issue", "print", None, None, None),
        ("preview", "preview", NOW, None, None),
        ("download", "download", NOW, NOW, True),
    ],
)
def test_a_job_begins_as_what_was_asked_for(action, kind, released_at, confirmed_at, printed):
    found = begun(action)

    assert (found.kind, found.released_at, found.confirmed_at, found.confirmed_printed) == (
        kind,
        released_at,
        confirmed_at,
        printed,
    )


def test_a_job_of_both_parts_goes_by_the_originals_serial():
    copy_alone = begun(serials={PrintPart.COPY: "COPY-1"})

    assert (JOB.print_serial, copy_alone.print_serial) == ("ORIGINAL-1", "COPY-1")
    assert (JOB.has_original, copy_alone.has_original) == (True, False)


def test_an_agents_job_is_released_on_the_agents_behalf():
    assert JOB.issuer.enterprise_code == ISSUER
    assert JOB.enterprise_code == OWNER


@pytest.mark.parametrize(
    ("enterprise", "standing"),
    [
        (OWNER, Standing.OWNER),
        (ISSUER, Standing.AGENT_WITHOUT_GRANT),
        ("91310000MA1FL0002W", Standing.STRANGER),
    ],
)
def test_a_job_concerns_its_owner_and_while_it_is_granted_its_issuer(enterprise, standing):
    assert standing_of(enterprise, JOB.subject, ()) is standing


def test_a_release_is_kept_with_its_document_and_time():
    made = with_document(JOB, DOCUMENT, digest=b"digest", sheets=2)

    found = release(made, now=LATER)

    assert (found.state, found.released_at) == ("released", LATER)
    assert (found.document, found.printed_digest, found.sheets) == (DOCUMENT, b"digest", 2)


def test_a_job_that_nobody_fetched_expires_with_its_ticket():
    assert as_of(JOB, LATER - timedelta(seconds=1)) is JOB
    assert as_of(JOB, LATER).state == "expired"


@pytest.mark.parametrize(("printed", "state"), [(True, "printed"), (False, "failed")])
def test_an_answer_is_kept_with_its_time(printed, state):
    answered = confirm(job("released"), printed=printed, now=LATER)

    assert (answered.state, answered.confirmed_printed, answered.confirmed_at) == (
        state,
        printed,
        LATER,
    )


def test_the_same_answer_again_changes_nothing():
    answered = confirm(job("released"), printed=True, now=NOW)

    assert confirm(answered, printed=True, now=LATER) is answered


def test_the_other_answer_is_refused_and_names_the_first():
    answered = confirm(job("released"), printed=False, now=NOW)

    with pytest.raises(Refused) as refused:
        confirm(answered, printed=True, now=LATER)
    assert refused.value.details == {"answer_zh": "否", "answer_en": "no"}


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("issued", "print.not_released"),
        ("voided", "print.ticket_void"),
        ("expired", "print.ticket_expired"),
    ],
)
def test_what_is_not_out_is_not_confirmed(state, code):
    assert refusal(confirm, job(state), printed=True, now=NOW) == code


@pytest.mark.parametrize(
    ("reason", "revision", "overtaken"),
    [("reprint", 2, True), ("reprint", 3, False), ("new_approval", 2, False), (None, 2, False)],
)
def test_archiving_overtakes_a_reprint_of_the_last_approval_alone(reason, revision, overtaken):
    voided = job("voided", void_reason=reason, revision=2)

    assert is_overtaken(voided, revision=revision) == overtaken


@pytest.mark.parametrize(
    ("printed", "state"), [(None, "released"), (True, "printed"), (False, "failed")]
)
def test_a_restored_sheet_counts_as_it_was_answered_for(printed, state):
    restored = restore(job("voided", printed=printed, void_reason="reprint"))

    assert (restored.state, restored.void_reason) == (state, None)


def test_a_download_is_the_file_of_its_own_approval_alone():
    live = with_document(begun("download"), DOCUMENT, digest=b"", sheets=1)

    assert downloaded(live, revision=1) == DOCUMENT
    assert downloaded(live, revision=2) is None
    assert downloaded(replace(live, kind="print"), revision=1) is None


@pytest.mark.parametrize(
    ("state", "serial", "replaceable"),
    [
        ("voided", "ORIGINAL-1", True),
        ("failed", "ORIGINAL-1", True),
        ("voided", "COPY-1", False),
        ("printed", "ORIGINAL-1", False),
    ],
)
def test_only_an_original_that_is_void_is_replaced(state, serial, replaceable):
    assert is_replaceable(job(state), serial) == replaceable


def test_the_nonce_is_never_shown():
    assert "SECRET" not in repr(JOB)
