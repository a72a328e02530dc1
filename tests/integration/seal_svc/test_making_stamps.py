"""Seals and signatures made from scans (R19-R25): measured, announced, unreadable at rest."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image, ImageChops

from contracts.errors import Refused
from contracts.seals import GetStampImage, SealMade, SignatureMade
from contracts.values import LoginMedium, StampKind


def test_a_seal_is_stored_and_announced_with_its_measures(office, objects, seal_upload):
    made = office.make_seal()

    (event,) = office.bench.published()
    assert isinstance(event, SealMade)
    assert (event.seal_id, event.operator_id) == (made.stamp_id, office.caller.operator_id)
    assert event.width_mm == pytest.approx(40, abs=0.2)
    assert event.scan_sha256 == made.scan_sha256 == seal_upload.sha256
    assert objects.get(event.cutout).startswith(b"\x89PNG")
    assert office.listed() == [made.stamp_id]
    assert office.marked_for_removal() == []


@pytest.mark.rule("R19", "R25")
def test_a_signature_is_bound_to_its_declarer(office):
    made = office.make_signature()

    (event,) = office.bench.published()
    assert isinstance(event, SignatureMade)
    assert event.declarer_id == made.declarer_id
    assert event.declarer_name == made.declarer_name == "样本申报员"
    assert office.listed(StampKind.SIGNATURE) == [made.stamp_id]
    assert office.listed(StampKind.SEAL) == []


def test_nothing_at_rest_can_be_read_without_the_key(office, stored):
    made = office.make_seal()

    at_rest = stored(f"seals/{made.stamp_id}/")

    assert {key.rpartition("/")[2] for key in at_rest} == {"scan", "cutout", "overlay", "preview"}
    assert all(content.startswith(b"OPE2") for content in at_rest.values())
    assert not any(b"IHDR" in content or b"JFIF" in content for content in at_rest.values())


def test_a_browser_gets_the_seal_at_low_resolution_only(office, objects):
    made = office.make_seal()
    fields = {"caller": office.caller, "kind": made.kind, "stamp_id": made.stamp_id}

    preview = office.bench.ask(GetStampImage(**fields, picture="preview")).image
    overlay = office.bench.ask(GetStampImage(**fields, picture="overlay")).image

    (event,) = office.bench.published()
    full, small = (Image.open(BytesIO(objects.get(ref))) for ref in (event.cutout, preview))
    assert small.width <= full.width / 5
    assert max(Image.open(BytesIO(objects.get(overlay))).size) < 297 / 25.4 * 150


@pytest.mark.parametrize("picture", ["scan", "cutout"])
def test_scan_and_cutout_cannot_be_asked_for(office, picture):
    made = office.make_seal()
    fields = {
        "caller": office.caller.model_dump(mode="json"),
        "kind": made.kind,
        "stamp_id": str(made.stamp_id),
        "picture": picture,
    }

    with pytest.raises(Refused, match=r"request\.invalid"):
        office.bench.ask_raw(GetStampImage, fields)


@pytest.mark.parametrize(
    ("start", "end"),
    [(timedelta(days=-1), timedelta(days=9)), (timedelta(), timedelta(days=331))],
    ids=["before the card", "beyond the card"],
)
def test_the_validity_lies_inside_the_card_certificates(office, auth_svc, start, end):
    first = auth_svc.valid_from

    with pytest.raises(Refused, match=r"seal\.validity_outside_card"):
        office.make_seal(valid_from=first + start, valid_to=first + end)


def test_an_empty_validity_is_refused(office, auth_svc):
    with pytest.raises(Refused, match=r"seal\.validity_outside_card"):
        office.make_seal(valid_to=auth_svc.valid_from)


def test_a_validity_that_is_over_is_refused(office, auth_svc):
    with pytest.raises(Refused, match=r"seal\.validity_over"):
        office.make_seal(valid_to=auth_svc.valid_from + timedelta(days=1))


def test_the_whole_validity_of_the_card_may_be_used(office, auth_svc):
    made = office.make_seal(valid_to=auth_svc.valid_to)

    assert (made.valid_from, made.valid_to) == (auth_svc.valid_from, auth_svc.valid_to)


def test_a_signature_for_nobody_filed_is_refused(office):
    with pytest.raises(Refused, match=r"declarer\.unknown"):
        office.make_signature(uuid4())


def test_an_upload_with_another_digest_is_refused(office, seal_upload):
    altered = seal_upload.model_copy(update={"sha256": "0" * 64})

    with pytest.raises(Refused, match=r"object\.altered"):
        office.make_seal(scan=altered)


def test_a_repeated_request_makes_one_seal_and_asks_once(office, auth_svc):
    making = office.making(idempotency_key="once")

    first, again = office.bench.ask(making), office.bench.ask(making)

    assert again == first
    assert office.listed() == [first.stamp_id]
    assert auth_svc.asked == 1
    assert len(office.bench.published()) == 1


def test_a_key_used_for_another_request_is_refused(office):
    office.make_seal(idempotency_key="once")

    with pytest.raises(Refused, match=r"idempotency\.key_reused"):
        office.make_seal(idempotency_key="once", name="另一个印章")


@pytest.mark.rule("R23")
def test_a_seal_cannot_have_the_name_of_another_of_the_enterprise(office):
    first = office.make_seal()
    office.disable(first)

    with pytest.raises(Refused, match=r"seal\.name_taken"):
        office.make_seal()
    assert office.listed() == [first.stamp_id]
    assert office.marked_for_removal() == []


@pytest.mark.rule("R23")
def test_a_name_is_free_for_another_enterprise_and_once_its_seal_is_deleted(office):
    first = office.make_seal()
    elsewhere = office.of_another_enterprise().make_seal()
    office.disable(first)
    office.delete(first)
    again = office.make_seal()

    assert first.name == elsewhere.name == again.name


@pytest.mark.parametrize("medium", [LoginMedium.OPERATOR_CARD, LoginMedium.PASSWORD])
def test_only_the_legal_persons_card_may_make_seals_and_signatures(office, medium):
    clerk = office.with_medium(medium)

    with pytest.raises(Refused, match=r"session\.medium_not_allowed"):
        clerk.make_seal()
    with pytest.raises(Refused, match=r"session\.medium_not_allowed"):
        clerk.make_signature()


def test_a_sheet_with_warnings_only_becomes_a_seal(office, objects, seal_page):
    off_centre = BytesIO()
    lowered = ImageChops.offset(Image.open(BytesIO(seal_page)), 0, 600)
    lowered.save(off_centre, "JPEG", quality=90, dpi=(600, 600))

    made = office.make_seal(scan=objects.put("uploads/warned/scan", off_centre.getvalue()))

    assert made.report.verdict == "warn"
    assert made.report.findings[0].code == "stamp.off_centre"
    assert office.listed() == [made.stamp_id]
