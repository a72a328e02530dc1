"""What is no password (NIST SP 800-63B)."""

from threading import get_ident

import argon2
import pytest
from zxcvbn import zxcvbn

from contracts.errors import Refused
from services.auth_svc import passwords
from services.auth_svc.domain import passwords as domain
from services.auth_svc.domain.passwords import check_password

KNOWN = ("zhanglei", "张磊", "SPECIMEN TRADING NO. 1", "91990000187244670N")


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "operator.weak_password"),
        ("Kx9#mQ2v!", "operator.weak_password"),
        ("x" * 129, "operator.long_password"),
        ("1234567890", "operator.common_password"),
        ("qwertyuiop", "operator.common_password"),
        ("woaini1314", "operator.common_password"),
        ("5201314520", "operator.common_password"),
        ("aaaaaaaaaaaaaaaa", "operator.common_password"),
        ("zhanglei123", "operator.common_password"),
        ("91990000187244670N", "operator.common_password"),
    ],
)
def test_what_is_short_long_or_guessed_first_is_refused(password, code):
    with pytest.raises(Refused, match=code.replace(".", r"\.")):
        check_password(password, KNOWN)


@pytest.mark.parametrize(
    "password", ["correct horse battery", "Kx9#mQ2v!p", "样本企业密码足够长了吧"]
)
def test_length_and_chance_are_enough(password):
    check_password(password, KNOWN)


def test_of_a_password_made_to_be_slow_only_the_beginning_is_looked_at(monkeypatch):
    seen = []

    def estimated(password, **known):
        seen.append(password)
        return zxcvbn(password, **known)

    monkeypatch.setattr(domain, "zxcvbn", estimated)
    check_password("4@8({[<369|!1/0$5+7%2zx" * 4, KNOWN)

    assert [len(password) for password in seen] == [domain.LOOKED_AT]


def test_a_new_password_is_judged_beside_the_thread_that_answers_callers(monkeypatch):
    threads = []
    monkeypatch.setattr(passwords, "check_password", lambda *_: threads.append(get_ident()))

    passwords.judge_password("Kx9#mQ2v!p", KNOWN)

    assert len(threads) == 1
    assert get_ident() not in threads


def test_a_login_that_nobody_has_costs_as_much_as_anybodys():
    of_nobody = argon2.extract_parameters(passwords.NOBODY)

    assert of_nobody == argon2.extract_parameters(argon2.PasswordHasher().hash("somebody's"))
    with pytest.raises(argon2.exceptions.VerifyMismatchError):
        argon2.PasswordHasher().verify(passwords.NOBODY, "a password")
