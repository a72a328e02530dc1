"""Every finding says what is wrong and what to do, in a form that full stops can be put to."""

import pytest

from services.seal_svc.inspection.catalogue import CATALOGUE, FINE

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("said", CATALOGUE.values(), ids=CATALOGUE)
def test_every_complaint_comes_with_advice_in_both_languages(said):
    assert said.advice_zh
    assert said.advice_en


@pytest.mark.parametrize("said", [*CATALOGUE.values(), *FINE.values()])
def test_the_full_stops_are_left_to_who_shows_it(said):
    endings = {text[-1] for text in (said.zh, said.en, said.advice_zh, said.advice_en) if text}

    assert not endings & {"。", "."}


def test_what_is_said_of_a_passed_check_belongs_to_a_finding():
    assert set(FINE) <= set(CATALOGUE)
