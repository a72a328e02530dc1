"""A column's text is hidden under a key with a name and shown by whoever has it."""

import pytest

from chassis.hidden_columns import ColumnKeys, HiddenColumnError
from contracts.key_rings import KeyRing

OLD, NEW = ("old", bytes(32)), ("new", bytes(range(32)))
NUMBER = "110101199003070011"


def keys_of(*keys):
    return ColumnKeys(KeyRing(keys))


def test_what_is_hidden_is_shown_and_is_not_to_be_seen():
    keys = keys_of(OLD)

    stored = keys.hide(NUMBER)

    assert keys.show(stored) == NUMBER
    assert stored.startswith("$siv$old$")
    assert NUMBER[:6] not in stored


def test_equal_texts_are_equal_and_others_are_not():
    keys = keys_of(OLD)

    assert keys.hide(NUMBER) == keys.hide(NUMBER) != keys.hide(NUMBER[:-1])


def test_the_first_key_hides_and_the_others_show():
    stored = keys_of(OLD).hide(NUMBER)
    keys = keys_of(NEW, OLD)

    assert keys.show(stored) == NUMBER
    assert keys.hide(NUMBER).startswith("$siv$new$")
    assert keys.hidden_anew(stored) == keys.hidden_anew(NUMBER) == keys.hide(NUMBER)


@pytest.mark.parametrize(
    "stored",
    [
        NUMBER,
        "",
        "$siv$",
        "$siv$unknown$AAAA",
        "$siv$old$not base64",
        "$siv$old$AAAA",
        keys_of(("old", NEW[1])).hide(NUMBER),
        keys_of(OLD).hide(NUMBER).replace("$old$", "$new$"),
    ],
)
def test_what_is_under_no_known_key_or_was_changed_is_not_shown(stored):
    with pytest.raises(HiddenColumnError):
        keys_of(OLD, NEW).show(stored)


def test_two_keys_under_one_id_are_refused():
    with pytest.raises(ValueError, match="old is there twice"):
        keys_of(OLD, ("old", NEW[1]))
