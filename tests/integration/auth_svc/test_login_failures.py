"""Wrong passwords: counted by user name, known or not, and how long a name is locked."""

import pytest

from contracts.errors import Refused


def fail(company, times, name=None) -> list[str]:
    """Error codes of that many wrong passwords."""
    codes = []
    for _ in range(times):
        with pytest.raises(Refused) as refusal:
            company.log_in_with_password("a wrong password", name)
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
