"""Bodies of routes and requests of contracts: the same fields under the same constraints."""

import pytest

from contracts.authorization import GrantAgent, SetAuthorizationDefaults
from contracts.certificate_lists import ListCertificates
from contracts.exceptions import FileException
from contracts.people import AddOperator
from contracts.print_answers import ConfirmPrints
from contracts.printing import ConfirmPrint, IssuePrintJobs, ListPrintJobs
from contracts.seals import MakeSeal, MakeSignature
from contracts.values import SealedText
from contracts.workstations import BeginPairing
from gateway.routes.agents import NewGrant
from gateway.routes.authorization import Defaults
from gateway.routes.certificates import Filters
from gateway.routes.exceptions import NewException
from gateway.routes.people import NewOperator, PasswordReset
from gateway.routes.print_answers import AnswerForMany
from gateway.routes.printing import Answer, JobFilters, NewPrintJobs
from gateway.routes.seals import SealForm, SignatureForm
from gateway.routes.workstations import NewPairing

PAIRS = {
    NewOperator: (AddOperator, set()),
    Defaults: (SetAuthorizationDefaults, set()),
    NewGrant: (GrantAgent, set()),
    NewPrintJobs: (IssuePrintJobs, {"operator_name"}),
    Answer: (ConfirmPrint, {"job_id"}),
    AnswerForMany: (ConfirmPrints, set()),
    JobFilters: (ListPrintJobs, set()),
    NewException: (FileException, set()),
    NewPairing: (BeginPairing, {"secret_sha256"}),
    SealForm: (MakeSeal, {"scan"}),
    SignatureForm: (MakeSignature, {"scan"}),
    Filters: (ListCertificates, set()),
}
BEFORE_IT_IS_SEALED = {SealedText: PasswordReset.model_fields["password"]}
NOT_OF_THE_BODY = {"caller", "idempotency_key"}


def constraints(field):
    field = BEFORE_IT_IS_SEALED.get(field.annotation, field)
    return field.annotation, field.metadata, field.is_required(), field.default


@pytest.mark.parametrize("body", PAIRS, ids=lambda body: body.__name__)
def test_a_body_takes_what_its_request_takes_and_nothing_else(body):
    request, from_elsewhere = PAIRS[body]
    wanted = {
        name: constraints(field)
        for name, field in request.model_fields.items()
        if name not in NOT_OF_THE_BODY | from_elsewhere
    }

    assert {name: constraints(field) for name, field in body.model_fields.items()} == wanted
    assert body.model_config["extra"] == "forbid"
