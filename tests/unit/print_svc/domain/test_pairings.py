"""A code that people read and type, and that nobody guesses."""

import secrets
from datetime import timedelta

import pytest

from contracts.user_codes import ALPHABET, make_user_code, shown, tidy
from services.print_svc.domain.pairings import GUESSES, check_guesses, fingerprint
from tests.unit.print_svc.domain.jobs import NOW, refusal

CODE = make_user_code(secrets.choice)


def test_a_code_has_two_groups_of_four_letters_that_spell_nothing():
    assert len(CODE) == 8
    assert set(CODE) <= set(ALPHABET)
    assert not set(ALPHABET) & set("AEIOUY0123456789")
    assert shown("WDJBMJHT") == "WDJB-MJHT"


@pytest.mark.parametrize("typed", ["WDJB-MJHT", "wdjbmjht", " wdjb mjht "])
def test_a_code_is_read_however_it_is_typed(typed):
    assert tidy(typed) == "WDJBMJHT"


def test_after_ten_wrong_codes_a_person_waits_until_the_first_is_ten_minutes_old():
    wrong = [NOW - timedelta(minutes=9) + timedelta(seconds=n) for n in range(GUESSES)]

    check_guesses(wrong[1:], now=NOW)
    check_guesses(wrong, now=NOW + timedelta(minutes=2))
    assert refusal(check_guesses, wrong, now=NOW) == "workstation.too_many_guesses"


def test_a_fingerprint_is_of_both_keys():
    pairs = [(b"a" * 32, b"b" * 32), (b"b" * 32, b"a" * 32), (b"a" * 32, b"c" * 32)]

    prints = {fingerprint(*keys) for keys in pairs}

    assert len(prints) == 3
    assert all(len(one) == 24 for one in prints)
