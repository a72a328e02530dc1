"""What a card is given to sign: nothing in it can be hidden, turned around or added."""

import pytest

from contracts.agents import UNLIMITED
from contracts.card_statements import (
    HEADING,
    CardPurpose,
    is_statement,
    limit_facts,
    quoted,
    statement,
)


def test_a_statement_says_what_for_and_is_of_one_nonce():
    facts = limit_facts(UNLIMITED)

    first = statement(CardPurpose.GRANT_AGENT, facts, b"1")

    assert first.splitlines()[:2] == [HEADING, "用途 Purpose: 代理打印授权 let an agent print"]
    assert is_statement(first)
    assert first != statement(CardPurpose.GRANT_AGENT, facts, b"2")
    assert first != statement(CardPurpose.AUTHORIZE, facts, b"1")


@pytest.mark.parametrize(
    "name", ["a\nb", "a\u2028b", "a\u202eb", 'a" b', "a\\b", "\u200b", "\x1b[2J"], ids=ascii
)
def test_no_name_adds_a_line_or_hides_one(name):
    said = statement(CardPurpose.MAKE_SEAL, [("seal", quoted(name))], b"1")

    assert is_statement(said)
    assert len(said.splitlines()) == 4


@pytest.mark.parametrize("text", ["", "a contract", HEADING, f"{HEADING}\n\x1b[2J\n"], ids=ascii)
def test_a_card_program_shows_and_signs_nothing_else(text):
    assert not is_statement(text)
