"""Who of those in line is next, and who must leave it."""

from time import monotonic

from chassis.lines import Line
from tests.unit.chassis.waiting import NEVER, arrival


def line_of(*arrivals) -> Line:
    line = Line()
    for each in arrivals:
        line.append(each)
    return line


def test_the_first_in_line_is_next():
    first, second = arrival(1), arrival(2)
    line = line_of(first, second)

    assert [line.next(), line.next(), line.next()] == [first, second, None]


def test_one_that_is_not_due_lets_others_pass_and_stays():
    waits, ready = arrival(1, not_before=NEVER), arrival(2)
    line = line_of(waits, ready)

    assert line.next() is ready
    assert line.next() is None
    assert len(line) == 1


def test_one_that_has_become_due_is_next():
    due = arrival(1, not_before=monotonic())

    assert line_of(due).next() is due


def test_one_whose_channel_is_gone_is_dropped():
    gone, there = arrival(1), arrival(2)
    line = line_of(gone, there)
    gone.message.lose_channel()

    assert line.next() is there
    assert len(line) == 0


def test_those_put_back_stand_at_the_front_as_they_stood_there():
    first, second, third = arrival(1), arrival(2), arrival(3)
    line = line_of(first, second, third)
    taken = [line.next(), line.next()]

    line.put_back(taken)

    assert [line.next(), line.next(), line.next()] == [first, second, third]


def test_a_line_knows_whether_one_in_it_came_before_a_tag():
    line = line_of(arrival(5), arrival(3))

    assert line.holds_older(4)
    assert not line.holds_older(3)


def test_what_is_answered_beside_the_line_counts_until_it_is_answered():
    line = line_of(arrival(5))

    with line.beside(arrival(3).message):
        assert line.holds_older(4)
        assert not line.holds_older(3)
        assert len(line) == 1

    assert not line.holds_older(4)


def test_those_who_came_long_ago_are_taken_out_and_the_others_stay():
    old, new = arrival(1, came=monotonic() - 100), arrival(2, came=monotonic())
    line = line_of(old, new)

    assert line.take_held_for(50) == [old]
    assert [line.next(), line.next()] == [new, None]
