"""What searches choose from is what the certificate types say."""

import pytest

from contracts import choices
from contracts.certificate_types import load_certificate_types
from contracts.customs_offices import REGIONAL_CUSTOMS
from services.cert_svc.domain.openings import PILOT_REGIONS

TYPES = load_certificate_types()


def test_every_form_can_be_chosen_by_its_names():
    chosen = {each.type_id: each for each in choices.certificate_types(TYPES).certificate_types}

    assert set(chosen) == {kind.id for kind in TYPES.certificate_types}
    assert chosen["rcep"].name_zh_short == "RCEP证书"


@pytest.mark.rule("R87", "R93")
def test_a_type_says_where_it_is_printed_and_where_it_is_downloaded():
    chosen = {each.type_id: each for each in choices.certificate_types(TYPES).certificate_types}
    places = {
        channel: {
            place
            for opening in chosen["rcep"].openings
            if opening.channel == channel
            for place in opening.destinations
        }
        for channel in ("self_print", "download")
    }

    assert places["download"] == {"JP", "SG", "NZ", "AU", "KR"}
    assert places["self_print"] > places["download"]


def test_every_destination_that_a_type_or_an_announcement_names_can_be_chosen():
    named = {place for kind in TYPES.certificate_types for place in kind.destinations}
    opened = {
        place
        for each in TYPES.eligibility_history
        if not isinstance(each.destinations, str)
        for place in each.destinations
    }

    assert set(choices.DESTINATIONS) == (named | opened) - {"*"}
    assert {each.code for each in choices.destinations(TYPES).destinations} == set(
        choices.DESTINATIONS
    )


def test_a_destination_names_the_types_that_were_opened_for_it_later():
    chosen = {each.code: each for each in choices.destinations(TYPES).destinations}

    assert "apta_korea" in chosen["IN"].type_ids


@pytest.mark.rule("R88", "R103")
def test_every_region_of_the_pilot_has_an_office_to_choose():
    assert set(PILOT_REGIONS) <= set(REGIONAL_CUSTOMS)
    assert {each.code for each in choices.offices().offices} >= {"0100", "2200", "8000"}
