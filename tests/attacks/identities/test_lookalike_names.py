"""Somebody wants a user name that others take for another one's, or to learn who has which."""

from contextlib import closing

import pytest

from tests.attacks.identities.front import Visitor

UNAVAILABLE, NOT_ALLOWED = "operator.user_name_unavailable", "operator.user_name_not_allowed"


@pytest.fixture
def stranger(front):
    """The legal person of another enterprise."""
    with closing(Visitor(front, seed=2)) as stranger:
        stranger.log_in()
        yield stranger


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("zhanglei", UNAVAILABLE),
        ("ZhangLei", UNAVAILABLE),
        ("ｚｈａｎｇｌｅｉ", UNAVAILABLE),
        ("zhang1ei", UNAVAILABLE),
        ("zhang-lei", UNAVAILABLE),
        ("zhаnglei", NOT_ALLOWED),
        ("zhang\u200blei", NOT_ALLOWED),
        ("\u202eielgnahz", NOT_ALLOWED),
        ("zhang\u00adlei", NOT_ALLOWED),
        ("zhang张", NOT_ALLOWED),
        ("žhanglei", NOT_ALLOWED),
        ("a\u0301zhanglei", NOT_ALLOWED),
        ("admin", UNAVAILABLE),
        ("adm1n", UNAVAILABLE),
    ],
    ids=ascii,
)
def test_a_name_like_another_s_is_not_given(legal_person, stranger, name, code):
    assert legal_person.add("zhanglei").status_code == 201

    assert stranger.add(name).json()["code"] == code


def test_a_taken_name_is_refused_as_a_reserved_one_is(legal_person, stranger):
    legal_person.add("zhanglei")

    taken, reserved = stranger.add("zhanglei"), stranger.add("support")

    said = [
        answer.json()["detail"].replace(name, "")
        for answer, name in ((taken, "zhanglei"), (reserved, "support"))
    ]
    assert taken.status_code == reserved.status_code
    assert said[0] == said[1]


def test_a_name_is_the_same_however_it_is_typed(legal_person, stranger):
    legal_person.add("ZhangLei")

    assert stranger.log_in_with_password("ｚｈａｎｇｌｅｉ") is None


@pytest.mark.parametrize("name", ["wang.wu", "王五", "王五2", "wangwu2", "lu.you", "x"])
def test_ordinary_names_are_given(legal_person, name):
    assert legal_person.add(name).status_code == 201
