"""A column's text is hidden under a key with a name and shown by whoever has it."""

import pytest

from chassis.hidden_columns import ColumnKeys, HiddenColumnError

OLD, NEW = ("old", bytes(32)), ("new", bytes(range(32)))
NUMBER = "110101199003070011"


def test_what_is_hidden_is_shown_and_is_not_to_be_seen():
    keys = ColumnKeys((OLD,))

    stored = keys.hide(NUMBER)

    assert keys.show(stored) == NUMBER
    assert stored.startswith("$siv$old$")
    assert NUMBER[:6] not in stored


def test_equal_texts_are_equal_and_others_are_not():
    keys = ColumnKeys((OLD,))

    assert keys.hide(NUMBER) == keys.hide(NUMBER) != keys.hide(NUMBER[:-1])


def test_the_first_key_hides_and_the_others_show():
    stored = ColumnKeys((OLD,)).hide(NUMBER)
    keys = ColumnKeys((NEW, OLD))

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
        ColumnKeys((("old", NEW[1]),)).hide(NUMBER),
        ColumnKeys((OLD,)).hide(NUMBER).replace("$old$", "$new$"),
    ],
)
def test_what_is_under_no_known_key_or_was_changed_is_not_shown(stored):
    with pytest.raises(HiddenColumnError):
        ColumnKeys((OLD, NEW)).show(stored)
