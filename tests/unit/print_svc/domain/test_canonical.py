"""Digests need one byte string per value."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.print_svc.domain.canonical import canonical_json


@given(st.dictionaries(st.text(), st.integers() | st.none() | st.booleans()))
def test_the_order_of_keys_does_not_matter(value):
    assert canonical_json(dict(reversed(value.items()))) == canonical_json(value)


def test_texts_that_look_alike_have_one_form():
    assert canonical_json("e\u0301") == canonical_json("\u00e9")


def test_the_form_is_json_without_blanks():
    assert canonical_json({"b": [1, None], "a": "证"}) == '{"a":"证","b":[1,null]}'.encode()
    assert json.loads(canonical_json({"a": (1, True)})) == {"a": [1, True]}


@pytest.mark.parametrize("value", [1.5, b"bytes", {"a": 0.1}, [object()]])
def test_values_without_one_form_are_refused(value):
    with pytest.raises(TypeError, match="no canonical form"):
        canonical_json(value)
