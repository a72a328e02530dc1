"""Statements that are prepared: the same answers, and planned once on each connection."""

import pytest
from sqlalchemy import Integer, Text, bindparam, cast, func, literal, select, text

from chassis.planned import PLAN_ONCE

PREPARED = text("select count(*) from pg_prepared_statements")
NUMBER = cast(bindparam("number"), Integer)
REMAINDER = select(
    (NUMBER % 7).label("remainder"),
    func.coalesce(cast(bindparam("word"), Text), "none").label("word"),
    NUMBER.label("again"),
).execution_options(**{PLAN_ONCE: True})


def remainder_of(connection, number, word):
    return tuple(connection.execute(REMAINDER, {"number": number, "word": word}).one())


def test_a_planned_statement_answers_by_its_values_each_time(engine):
    with engine.connect() as connection:
        answers = [
            remainder_of(connection, 12, "50 % of 'it'"),
            remainder_of(connection, 15, None),
        ]

    assert answers == [(5, "50 % of 'it'", 12), (1, "none", 15)]


def test_it_is_prepared_once_on_a_connection(engine):
    with engine.connect() as connection:
        remainder_of(connection, 1, "a")
        connection.rollback()
        remainder_of(connection, 2, "b")

        assert connection.execute(PREPARED).scalar() == 1


def test_each_connection_prepares_its_own(engine):
    with engine.connect() as one, engine.connect() as other:
        answers = [remainder_of(one, 8, "a"), remainder_of(other, 9, "b")]

    assert answers == [(1, "a", 8), (2, "b", 9)]


def test_a_connection_that_is_made_anew_prepares_anew(engine):
    with engine.connect() as connection:
        remainder_of(connection, 1, "a")
        connection.invalidate()

    with engine.connect() as connection:
        assert remainder_of(connection, 9, "b") == (2, "b", 9)


@pytest.mark.parametrize("options", [{}, {PLAN_ONCE: False}])
def test_what_does_not_ask_for_it_is_planned_each_time(engine, options):
    with engine.connect() as connection:
        connection.execute(select(literal(1)).execution_options(**options))

        assert connection.execute(PREPARED).scalar() == 0
