"""管理员账号信息管理: edited, disabled, reset and bound to cards by the legal person (R20, R28)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest

from chassis.testing import TEST_SEALER
from contracts.authorization import GetSession
from contracts.errors import Refused
from contracts.people import (
    BindCard,
    DisableOperator,
    EditOperator,
    EnableOperator,
    ListOperators,
    RemoveOperator,
    ResetPassword,
)
from contracts.values import LoginMedium
from tests.integration.auth_svc.company import PASSWORD
from workstation.card_issuer import CardRole

NEW_PASSWORD = "another specimen password"


@pytest.fixture
def caller(company):
    return company.legal_person()


@pytest.fixture
def clerk(company, caller):
    """An operator without card, who logs in with a password."""
    return company.add_operator(caller)


@pytest.fixture
def do(company, caller, clerk):
    """Ask for a change of the clerk on behalf of the legal person."""

    def ask(request_type, **fields):
        return company.bench.ask(
            request_type(**{"caller": caller, "operator_id": clerk.operator_id} | fields)
        )

    return ask


@pytest.fixture
def reset(do, clerk):
    """Set a new password, of the clerk unless told whose."""

    def reset(password, operator_id=clerk.operator_id):
        return do(ResetPassword, operator_id=operator_id, password=sealed(operator_id, password))

    return reset


def sealed(operator_id, password):
    return TEST_SEALER.seal(password, ResetPassword, operator_id)


def requests(caller, operator_id, card):
    """One of each change of a person."""
    person = {"caller": caller, "operator_id": operator_id}
    return [
        EditOperator(**person, name="新名"),
        DisableOperator(**person),
        EnableOperator(**person),
        ResetPassword(**person, password=sealed(operator_id, NEW_PASSWORD)),
        BindCard(**person, card_certificate=card.certificate_pem.decode()),
    ]


def refusals(company, asked):
    """The code of each."""
    codes = []
    for request in asked:
        with pytest.raises(Refused) as refused:
            company.bench.ask(request)
        codes.append(refused.value.code)
    return codes


@pytest.mark.rule("R20")
def test_a_person_without_card_is_renamed_and_its_number_corrected(company, do):
    changed = do(EditOperator, name="新名", id_number=company.person(5), user_name="other")

    number = company.person(5)
    assert (changed.name, changed.user_name) == ("新名", "other")
    assert changed.id_number_masked == number[:3] + "*" * 13 + number[-2:]
    assert company.log_in_with_password(name="other").caller.operator_id == changed.operator_id


def test_what_an_edit_leaves_out_stays(do, clerk):
    assert do(EditOperator) == clerk


@pytest.mark.rule("R28")
def test_a_card_says_who_its_holder_is(company, do):
    do(BindCard, card_certificate=company.card(1, CardRole.OPERATOR).certificate_pem.decode())

    assert do(EditOperator, user_name="other").user_name == "other"
    with pytest.raises(Refused, match=r"operator\.named_by_card"):
        do(EditOperator, id_number=company.person(5))


def test_a_number_that_a_colleague_has_is_taken(company, do):
    with pytest.raises(Refused, match=r"operator\.id_number_taken"):
        do(EditOperator, id_number=company.person(0))


def test_a_user_name_that_somebody_has_is_taken(company, other_company, do):
    other_company.add_operator(other_company.legal_person())

    with pytest.raises(Refused, match=r"operator\.user_name_unavailable"):
        do(EditOperator, user_name="specimen-2")


@pytest.mark.rule("R20")
def test_who_is_disabled_is_out_at_once_and_stays_out(company, do):
    opened = company.log_in_with_password()

    assert do(DisableOperator).disabled_at is not None

    with pytest.raises(Refused, match=r"session\.required"):
        company.bench.ask(GetSession(token_sha256=opened.token_sha256))
    with pytest.raises(Refused, match=r"operator\.disabled"):
        company.log_in_with_password()


def test_a_disabled_person_s_wrong_password_tells_nothing(company, do):
    do(DisableOperator)

    with pytest.raises(Refused, match=r"session\.wrong_password"):
        company.log_in_with_password("wrong password")


@pytest.mark.rule("R20")
def test_a_disabled_person_s_card_opens_nothing(company, do):
    do(DisableOperator)

    with pytest.raises(Refused, match=r"operator\.disabled"):
        company.log_in(company.card(1, CardRole.OPERATOR))


def test_other_services_are_told_that_sessions_have_ended(company, do, clerk):
    company.bench.published()
    do(DisableOperator)

    (told,) = company.bench.published()
    assert (told.operator_id, set(told.media)) == (clerk.operator_id, set(LoginMedium))


def test_who_is_enabled_again_logs_in_anew(company, do):
    opened = company.log_in_with_password()
    do(DisableOperator)

    assert do(EnableOperator).disabled_at is None

    assert company.log_in_with_password().token_sha256 != opened.token_sha256
    with pytest.raises(Refused, match=r"session\.required"):
        company.bench.ask(GetSession(token_sha256=opened.token_sha256))


@pytest.mark.rule("R20")
def test_nobody_disables_themselves(caller, do):
    with pytest.raises(Refused, match=r"operator\.self"):
        do(DisableOperator, operator_id=caller.operator_id)


@pytest.mark.rule("R20")
def test_of_two_legal_persons_who_disable_each_other_at_once_one_is_left(company):
    both = [company.log_in(company.card(number)).caller for number in (0, 7)]
    start = Barrier(2)

    def disable(mine, other):
        start.wait()
        try:
            company.bench.ask(DisableOperator(caller=mine, operator_id=other.operator_id))
        except Refused as refused:
            return refused.code
        return "disabled"

    with ThreadPoolExecutor(2) as pool:
        ended = list(pool.map(disable, both, reversed(both)))

    assert sorted(ended) == ["disabled", "operator.disabled"]


def test_a_disabled_person_gets_no_login_by_being_added_again(company, caller, do):
    do(DisableOperator)

    with pytest.raises(Refused, match=r"operator\.disabled"):
        company.add_operator(caller, user_name="again")


def test_a_reset_password_ends_what_the_old_one_opened(company, reset):
    opened = company.log_in_with_password()

    reset(NEW_PASSWORD)

    with pytest.raises(Refused, match=r"session\.required"):
        company.bench.ask(GetSession(token_sha256=opened.token_sha256))
    with pytest.raises(Refused, match=r"session\.wrong_password"):
        company.log_in_with_password(PASSWORD)
    assert company.log_in_with_password(NEW_PASSWORD).caller.medium is LoginMedium.PASSWORD


def test_a_reset_password_leaves_the_card_s_sessions(company, caller, reset):
    company.add_operator(caller, id_number=company.person(0), user_name="boss")
    opened = company.log_in()

    reset(NEW_PASSWORD, caller.operator_id)

    assert company.bench.ask(GetSession(token_sha256=opened.token_sha256)).caller == caller


def test_a_short_password_is_no_reset(reset):
    with pytest.raises(Refused, match=r"operator\.weak_password"):
        reset("short")


def test_who_has_no_user_name_gets_no_password(caller, reset):
    with pytest.raises(Refused, match=r"operator\.no_user_name"):
        reset(NEW_PASSWORD, caller.operator_id)


@pytest.mark.rule("R21", "R28")
def test_a_card_of_the_person_is_bound_and_names_it(company, do):
    bound = do(
        BindCard, card_certificate=company.card(1, CardRole.OPERATOR).certificate_pem.decode()
    )

    assert (bound.has_card, bound.name) == (True, "样本人员1")


@pytest.mark.rule("R28")
def test_a_card_of_somebody_else_is_not_bound(company, other_company, do):
    others = [company.card(2, CardRole.OPERATOR), other_company.card(1, CardRole.OPERATOR)]
    asked = [card.certificate_pem.decode() for card in others]

    with pytest.raises(Refused, match=r"operator\.wrong_persons_card"):
        do(BindCard, card_certificate=asked[0])
    with pytest.raises(Refused, match=r"operator\.wrong_enterprise_card"):
        do(BindCard, card_certificate=asked[1])


def test_another_enterprise_s_person_is_unknown(company, other_company, clerk):
    stranger = other_company.legal_person()
    asked = requests(stranger, clerk.operator_id, company.card(1, CardRole.OPERATOR))

    assert refusals(company, asked) == ["operator.unknown"] * 5
    assert clerk in company.bench.ask(ListOperators(caller=company.legal_person())).operators


def test_a_person_that_does_not_exist_is_unknown(company, caller):
    asked = requests(caller, uuid4(), company.card(1, CardRole.OPERATOR))

    assert refusals(company, asked) == ["operator.unknown"] * 5


@pytest.mark.rule("R20")
def test_a_person_who_was_removed_is_unknown_until_added_again(company, caller, do, clerk):
    do(RemoveOperator)

    asked = requests(caller, clerk.operator_id, company.card(1, CardRole.OPERATOR))
    again = RemoveOperator(caller=caller, operator_id=clerk.operator_id)
    assert refusals(company, [*asked, again]) == ["operator.unknown"] * 6
    assert company.add_operator(caller).operator_id == clerk.operator_id
    assert do(EditOperator, name="新名").name == "新名"


@pytest.mark.rule("R20")
def test_a_legal_person_who_was_removed_is_told_to_be_out(company, caller):
    second = company.log_in(company.card(7)).caller
    company.bench.ask(RemoveOperator(caller=caller, operator_id=second.operator_id))

    asked = EditOperator(caller=second, operator_id=caller.operator_id, user_name="other")
    assert refusals(company, [asked]) == ["operator.disabled"]


@pytest.mark.rule("R20")
@pytest.mark.parametrize("medium", [LoginMedium.OPERATOR_CARD, LoginMedium.PASSWORD])
def test_only_the_legal_persons_card_may_change_people(company, caller, clerk, medium):
    someone = caller.model_copy(update={"medium": medium})
    asked = requests(someone, clerk.operator_id, company.card(1, CardRole.OPERATOR))

    assert refusals(company, asked) == ["session.medium_not_allowed"] * 5
