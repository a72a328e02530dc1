"""Examples of the gateway say what the services say, though the gateway cannot ask them."""

import json
from datetime import datetime

import pytest
from pydantic import TypeAdapter

from contracts.certificate_types import load_certificate_types
from contracts.errors import ERRORS
from contracts.exceptions import ExceptionReason
from contracts.specimens import specimen_number
from contracts.values import MINIMUM_PASSWORD, PrintSerial
from gateway.documentation import EXAMPLE_DETAILS
from gateway.examples import EXAMPLES
from gateway.routes.people import NewOperator, PasswordReset
from gateway.specimens import (
    CERTIFICATE_NO,
    COPY_SERIAL,
    DESTINATION,
    ENTERPRISE,
    ID_NUMBER,
    ID_NUMBER_MASKED,
    MORNING,
    ORIGINAL_SERIAL,
    OTHER_CERTIFICATE_NO,
    TYPE_ID,
)
from services.auth_svc.domain.id_numbers import masked
from services.auth_svc.domain.order_guard import Application, cautions_of
from services.exception_svc.domain.reasons import REASONS
from services.print_svc.domain.print_jobs import ANSWERS
from services.print_svc.domain.questions import ALL_COUNTED, QUESTION
from services.print_svc.domain.seal_uses import LONGEST_PROOF
from services.print_svc.domain.serials import (
    ENTROPY_LIMIT,
    SEQUENCE_LIMIT,
    make_serial,
    parse_serial,
)
from services.print_svc.domain.verdicts import SheetFacts, judge_sheet
from services.print_svc.ledger.proofs import read_proof


@pytest.mark.parametrize("serial", [ORIGINAL_SERIAL, COPY_SERIAL])
def test_a_serial_in_an_example_is_one_that_a_sheet_may_bear(serial):
    assert parse_serial(serial) == serial


@pytest.mark.parametrize(
    "serial",
    [
        make_serial(sequence=0, entropy=0),
        make_serial(sequence=SEQUENCE_LIMIT - 1, entropy=ENTROPY_LIMIT - 1),
    ],
)
def test_a_serial_that_print_svc_makes_has_the_form_of_the_contracts(serial):
    assert TypeAdapter(PrintSerial).validate_python(serial) == serial


def test_the_certificates_of_the_examples_are_of_one_type():
    form = load_certificate_types().by_id(TYPE_ID)

    assert [specimen_number(form, serial) for serial in (1, 2)] == [
        CERTIFICATE_NO,
        OTHER_CERTIFICATE_NO,
    ]
    assert DESTINATION in form.destinations


def test_an_id_number_in_an_example_is_masked_as_auth_svc_does():
    assert masked(ID_NUMBER) == ID_NUMBER_MASKED


@pytest.mark.parametrize("model", [NewOperator, PasswordReset])
def test_the_shortest_password_is_documented_as_it_is_demanded(model):
    assert model.model_json_schema()["properties"]["password"]["minLength"] == MINIMUM_PASSWORD
    assert EXAMPLE_DETAILS["minimum"] == MINIMUM_PASSWORD


def test_an_example_of_a_diagnosis_and_of_a_refusal_say_the_words_of_the_catalogue():
    line = EXAMPLES["Diagnosis"]["lines"][0]
    refused = EXAMPLES["PrintJobsIssued"]["refused"][0]

    for_line, for_job = ERRORS[line["code"]], ERRORS[refused["code"]]
    assert (line["message_zh"], line["message_en"]) == (for_line.whole_zh, for_line.whole_en)
    assert (refused["detail_zh"], refused["detail"]) == (for_job.whole_zh, for_job.whole_en)


def test_an_example_of_a_caution_says_the_words_of_auth_svc():
    shown = EXAMPLES["AuthorizationView"]["warnings"]
    application = Application(
        certificate_no=CERTIFICATE_NO,
        enterprise_code=ENTERPRISE,
        declarer_id_number=ID_NUMBER,
        received_at=datetime.fromisoformat(MORNING),
    )

    assert shown == [one.model_dump(mode="json") for one in cautions_of([application], frozenset())]


def test_an_example_of_the_public_check_says_the_words_of_print_svc():
    sheet = SheetFacts(
        certificate_no=CERTIFICATE_NO, print_serial=ORIGINAL_SERIAL, state="printed", digest=b""
    )

    answer = judge_sheet(sheet, archived=True, withdrawn=False, claimed=None)

    shown = EXAMPLES["Verification"]
    assert shown["verdict"] == answer.verdict
    assert (shown["message_zh"], shown["message_en"]) == (answer.message_zh, answer.message_en)


@pytest.mark.rule("R72")
def test_an_example_of_a_print_that_waits_for_an_answer_asks_as_print_svc_does():
    [shown] = EXAMPLES["PrintJobList"]["jobs"]
    asked = QUESTION.filled({"certificate_no": CERTIFICATE_NO})
    hint = ALL_COUNTED.filled({"pages": 4})

    waiting = shown["unanswered"]
    assert (waiting["question_zh"], waiting["question_en"]) == (asked.zh, asked.en)
    assert (waiting["hint_zh"], waiting["hint_en"]) == (hint.zh, hint.en)


def test_an_example_of_a_reason_is_one_of_exception_svc():
    shown = EXAMPLES["ExceptionReasonList"]["reasons"][0]

    assert ExceptionReason.model_validate(shown) in REASONS


def test_an_example_of_a_proof_is_read_as_one():
    proof = read_proof(json.dumps(EXAMPLES["SealUseProof"]["proof"]).encode())

    assert [row.use.print_serial for row in proof.shown] == [ORIGINAL_SERIAL]


def test_details_of_examples_are_those_that_services_give():
    assert EXAMPLE_DETAILS.items() >= ANSWERS[True].items()
    assert EXAMPLE_DETAILS["limit"] == LONGEST_PROOF
