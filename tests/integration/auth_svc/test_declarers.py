"""Declarers as customs filed them, each its own enterprise's (R19, R27)."""

from datetime import timedelta

import pytest

from contracts.customs import DeclarerFiled
from contracts.errors import Refused
from contracts.people import GetDeclarer, ListDeclarers
from tests.integration.auth_svc.company import START

HOUR = timedelta(hours=1)


def test_the_latest_filing_names_the_declarer_whatever_the_order(company):
    caller = company.legal_person()
    company.file_declarer(filed_at=START + timedelta(days=1), name="新名")
    company.file_declarer(filed_at=START, name="旧名")

    (declarer,) = company.bench.ask(ListDeclarers(caller=caller)).declarers
    assert declarer.name == "新名"


def filed(company, caller, **filters):
    return company.bench.ask(ListDeclarers(caller=caller, **filters)).declarers


@pytest.mark.rule("R19", "R20")
def test_an_operator_without_card_becomes_one_whom_a_signature_can_be_made_for(company):
    caller = company.legal_person()
    company.file_declarer(1)
    (before,) = filed(company, caller)
    assert before.problem == "declarer.not_a_person"
    assert filed(company, caller, for_signature=True) == ()

    added = company.add_operator(caller)

    (chosen,) = filed(company, caller, for_signature=True)
    assert (chosen.operator_id, chosen.has_card) == (added.operator_id, False)
    assert chosen.id_number_masked == added.id_number_masked
    identity = company.bench.ask(GetDeclarer(caller=caller, declarer_id=chosen.declarer_id))
    assert identity.id_number.get_secret_value() == company.person(1)


@pytest.mark.rule("R19")
def test_no_signature_is_made_for_a_declarer_who_cannot_be_chosen(company):
    caller = company.legal_person()
    company.file_declarer(1)
    (declarer,) = filed(company, caller)

    with pytest.raises(Refused, match=r"declarer\.not_a_person"):
        company.bench.ask(GetDeclarer(caller=caller, declarer_id=declarer.declarer_id))


@pytest.mark.rule("R27", "R28")
def test_a_signature_is_not_authorized_once_the_filing_has_ended_until_filed_anew(desk):
    company = desk.company
    company.end_filing(ended_at=START + HOUR)
    assert company.draft(desk.caller).problems == ("authorization.signature_mismatch",)
    with pytest.raises(Refused, match=r"authorization\.signature_mismatch"):
        desk.request()

    company.file_declarer(filed_at=START + 2 * HOUR)

    assert desk.request().signatures


@pytest.mark.rule("R27")
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (0, 1, 2, 1, 0)])
def test_filings_and_ends_count_by_their_times_whatever_the_order(company, order):
    caller = company.legal_person()
    happened = [
        lambda: company.file_declarer(filed_at=START),
        lambda: company.end_filing(ended_at=START + HOUR),
        lambda: company.file_declarer(filed_at=START + 2 * HOUR, name="新名"),
    ]

    for place in order:
        happened[place]()

    (declarer,) = filed(company, caller)
    assert (declarer.name, declarer.ended_at, declarer.problem) == ("新名", None, None)


@pytest.mark.rule("R27")
def test_a_filing_that_comes_after_its_own_end_is_over(company):
    caller = company.legal_person()
    company.end_filing(ended_at=START + HOUR)
    assert filed(company, caller) == ()

    company.file_declarer(filed_at=START)

    (declarer,) = filed(company, caller)
    assert (declarer.ended_at, declarer.problem) == (START + HOUR, "declarer.filing_ended")


@pytest.mark.rule("R28")
def test_a_card_of_another_number_for_the_same_name_stops_the_authorization(desk):
    company = desk.company
    company.bench.deliver(
        DeclarerFiled(
            enterprise_code=company.code,
            id_number=company.person(9),
            name="样本人员0",
            filed_at=START,
        )
    )
    signature = company.make_signature(9)
    company.set_defaults(desk.caller, desk.seal_id, signature)

    assert company.draft(desk.caller).problems == ("authorization.signature_mismatch",)
