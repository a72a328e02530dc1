"""What is filed for specimens is what customs takes, for every form."""

from types import SimpleNamespace

import pytest

from contracts.certificate_types import load_certificate_types
from customs.domain.applications import ApplicationForm
from deploy.local.officer import specimen_application
from workstation.card_issuer import specimen_credit_code, specimen_id_number

pytestmark = pytest.mark.unit

PERSON = SimpleNamespace(
    name="样本申报员", credit_code=specimen_credit_code(1), id_number=specimen_id_number(1)
)


@pytest.mark.parametrize("form", load_certificate_types().certificate_types, ids=lambda one: one.id)
def test_a_specimen_application_is_one_that_customs_takes(form):
    filed = ApplicationForm.model_validate(specimen_application(PERSON, form.id, 2))

    assert filed.destination in form.destinations or form.destinations == ("*",)
