"""Numbers of enterprises and persons: the standards' own examples, and every single slip."""

import pytest

from contracts.identifiers import is_credit_code, is_id_number

pytestmark = pytest.mark.unit

ENTERPRISE = "91350100M000100Y43"  # GB 32100-2015, the example of its appendix
PERSON = "11010519491231002X"  # GB 11643-1999, the example of its section 4


def test_the_example_of_gb_32100_is_a_credit_code() -> None:
    assert is_credit_code(ENTERPRISE)


def test_the_examples_of_gb_11643_are_id_numbers() -> None:
    assert is_id_number(PERSON)
    assert is_id_number("440524188001010014")


@pytest.mark.parametrize("place", range(18))
def test_one_wrong_character_spoils_a_credit_code(place: int) -> None:
    other = "1" if ENTERPRISE[place] != "1" else "2"

    assert not is_credit_code(ENTERPRISE[:place] + other + ENTERPRISE[place + 1 :])


@pytest.mark.parametrize("place", range(18))
def test_one_wrong_character_spoils_an_id_number(place: int) -> None:
    other = "1" if PERSON[place] != "1" else "2"

    assert not is_id_number(PERSON[:place] + other + PERSON[place + 1 :])


@pytest.mark.parametrize(
    "text",
    [
        "",
        ENTERPRISE[:17],
        ENTERPRISE + "0",
        ENTERPRISE.lower(),
        "9135010０M000100Y43",
        ENTERPRISE + "\n",
    ],
)
def test_text_of_another_shape_is_no_credit_code(text: str) -> None:
    assert not is_credit_code(text)


@pytest.mark.parametrize(
    "text", ["", PERSON[:17], PERSON.lower(), PERSON + "\n", "1101051949123100２X"]
)
def test_text_of_another_shape_is_no_id_number(text: str) -> None:
    assert not is_id_number(text)


def test_an_impossible_birthday_is_no_id_number() -> None:
    assert not is_id_number("110105194902300020")
