"""Secrets that one service opens, each for the purpose for which it was sealed."""

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from chassis.sealing import Sealer, open_sealed
from contracts.authorization import OpenSession
from contracts.errors import Refused
from contracts.people import AddOperator

OLD, NEW = bytes(range(32)), bytes(range(32, 64))
SECRET = "specimen password 密码"


def sealer(private: bytes) -> Sealer:
    return Sealer(X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw())


def test_what_is_sealed_is_opened_and_looks_different_each_time():
    first, second = (sealer(OLD).seal(SECRET, OpenSession, "somebody") for _ in range(2))

    assert open_sealed(first, [OLD], OpenSession, "somebody") == SECRET
    assert first != second


@pytest.mark.parametrize("private", [OLD, NEW])
def test_while_the_key_turns_both_open(private):
    sealed = sealer(private).seal(SECRET, OpenSession, "somebody")

    assert open_sealed(sealed, [NEW, OLD], OpenSession, "somebody") == SECRET


@pytest.mark.parametrize(
    ("keys", "request_type", "whom"),
    [
        ([NEW], OpenSession, "somebody"),
        ([OLD], AddOperator, "somebody"),
        ([OLD], OpenSession, "somebody else"),
    ],
    ids=["by another key", "for another operation", "for another person"],
)
def test_it_is_not_opened(keys, request_type, whom):
    sealed = sealer(OLD).seal(SECRET, OpenSession, "somebody")

    with pytest.raises(Refused, match=r"request\.invalid"):
        open_sealed(sealed, keys, request_type, whom)


def test_what_is_no_text_is_refused_where_it_is_opened():
    sealed = sealer(OLD).seal("half \ud800", OpenSession, "somebody")

    with pytest.raises(Refused, match=r"request\.invalid"):
        open_sealed(sealed, [OLD], OpenSession, "somebody")


@pytest.mark.parametrize("ciphertext", ["", "AAAA", "not base64"])
def test_what_is_no_ciphertext_is_refused(ciphertext):
    sealed = sealer(OLD).seal(SECRET, OpenSession, "somebody")
    altered = sealed.model_copy(update={"ciphertext": ciphertext})

    with pytest.raises(Refused, match=r"request\.invalid"):
        open_sealed(altered, [OLD], OpenSession, "somebody")
