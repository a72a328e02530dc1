"""What the broker said about messages sent at once, whatever the order of its answers."""

import pytest

from contracts.publishing import Confirms


@pytest.fixture
def confirms():
    """Three messages are on their way."""
    expecting = Confirms()
    for message_id in ("first", "second", "third"):
        expecting.expect(message_id)
    return expecting


def test_messages_wait_until_the_last_of_them_is_confirmed(confirms):
    confirms.answer(2, multiple=False, taken=True)
    confirms.answer(1, multiple=False, taken=True)

    assert confirms.are_missing
    confirms.answer(3, multiple=False, taken=True)
    assert not confirms.are_missing


def test_one_answer_stands_for_all_up_to_its_number(confirms):
    confirms.answer(3, multiple=True, taken=True)

    assert not confirms.are_missing
    assert confirms.take_refused() == set()


def test_what_the_broker_refuses_is_named(confirms):
    confirms.answer(2, multiple=True, taken=False)
    confirms.answer(3, multiple=False, taken=True)

    assert confirms.take_refused() == {"first", "second"}


def test_what_came_back_is_refused_though_it_is_confirmed(confirms):
    confirms.give_back("second")
    confirms.answer(3, multiple=True, taken=True)

    assert confirms.take_refused() == {"second"}


def test_what_was_refused_is_told_once(confirms):
    confirms.give_back("second")
    confirms.take_refused()

    assert confirms.take_refused() == set()


def test_numbers_go_on_in_the_next_batch(confirms):
    confirms.answer(3, multiple=True, taken=True)
    confirms.expect("fourth")

    confirms.answer(4, multiple=False, taken=False)

    assert confirms.take_refused() == {"fourth"}
