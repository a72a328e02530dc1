"""Wrong passwords: counted by user name and address, and how long a name is locked where."""

import pytest
from eventlet.semaphore import Semaphore

from contracts.errors import Refused
from services.auth_svc import passwords


def fail(company, times, name=None, address="192.0.2.1") -> list[str]:
    """Error codes of that many wrong passwords."""
    codes = []
    for _ in range(times):
        with pytest.raises(Refused) as refusal:
            company.log_in_with_password("a wrong password", name, address)
        codes.append(refusal.value.code)
    return codes


def test_wrong_name_and_wrong_password_read_the_same(company):
    company.add_operator(company.legal_person())

    assert fail(company, 1) == fail(company, 1, "nobody") == ["session.wrong_password"]


@pytest.mark.parametrize("name", ["specimen-1", "nobody"])
def test_after_two_failures_a_name_is_locked_whether_it_exists_or_not(company, name):
    company.add_operator(company.legal_person())

    codes = fail(company, 3, name)

    assert codes == ["session.wrong_password", "session.wrong_password", "session.locked"]


def test_the_right_password_does_not_open_a_locked_name(company):
    company.add_operator(company.legal_person())
    fail(company, 2)

    with pytest.raises(Refused) as refusal:
        company.log_in_with_password()
    assert refusal.value.code == "session.locked"
    assert 0 < refusal.value.details["seconds"] <= 61


def test_a_lock_ends_by_itself(company, clock):
    company.add_operator(company.legal_person())
    fail(company, 2)
    clock.pass_by(seconds=60)

    assert company.log_in_with_password().caller.enterprise_code == company.code


def test_a_login_forgives_the_failures_before_it(company):
    company.add_operator(company.legal_person())
    fail(company, 1)
    company.log_in_with_password()

    assert fail(company, 1) == ["session.wrong_password"]
    assert company.log_in_with_password().caller.enterprise_code == company.code


def test_who_guesses_locks_nobody_out_but_the_own_address(company):
    company.add_operator(company.legal_person())

    assert fail(company, 3, address="198.51.100.9")[-1] == "session.locked"
    assert company.log_in_with_password().caller.enterprise_code == company.code


def test_guesses_from_everywhere_lock_a_name_where_it_never_got_in(company):
    company.add_operator(company.legal_person())
    company.log_in_with_password()
    for number in range(6):
        fail(company, 1, address=f"198.51.100.{number}")

    assert fail(company, 1, address="198.51.100.99") == ["session.locked"]
    assert company.log_in_with_password().caller.enterprise_code == company.code
    assert fail(company, 1) == ["session.wrong_password"]


def test_where_a_name_got_in_is_remembered_when_its_failures_are_forgotten(company, clock):
    company.add_operator(company.legal_person())
    company.log_in_with_password()
    clock.pass_by(seconds=30 * 86_400)
    company.bench._instance(None).sweep()
    for number in range(6):
        fail(company, 1, address=f"198.51.100.{number}")

    assert company.log_in_with_password().caller.enterprise_code == company.code


def test_more_logins_than_can_wait_are_refused_before_anything_is_read(company, monkeypatch):
    monkeypatch.setattr(passwords.LINE, "_places", Semaphore(0))

    assert fail(company, 1) == ["service.too_many_requests"]
