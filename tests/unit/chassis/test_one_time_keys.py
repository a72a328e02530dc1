"""What a service shows once: open to the key of its call, and to no other."""

import pytest

from chassis.one_time_keys import OneTimeKey, seal_once
from contracts.errors import Refused


def test_a_secret_is_opened_by_the_key_it_was_sealed_to():
    key = OneTimeKey()

    assert key.open(seal_once("whsec_specimen", key.public)) == "whsec_specimen"


def test_the_key_of_another_call_opens_nothing():
    assert OneTimeKey().open(seal_once("whsec_specimen", OneTimeKey().public)) is None


@pytest.mark.parametrize("public", ["", "no base64!", "AAAA", "A" * 44])
def test_what_is_no_key_is_refused(public):
    with pytest.raises(Refused, match="reveal_to"):
        seal_once("whsec_specimen", public)
