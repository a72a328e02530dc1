"""A document bears the stamps that cert_svc named, or is not made (R29, R48)."""

from contracts.certificates import Printable
from services.print_svc.domain.stamps import Stamps, stamps_of
from tests.unit.cert_svc.events import seal_authorized
from tests.unit.print_svc.domain.jobs import PRINTABLE, refusal

EVENT = seal_authorized()
SIGNATURE = EVENT.signatures[0]


def printable(**changes) -> Printable:
    return PRINTABLE.model_copy(update=changes)


def test_a_document_bears_what_was_named_and_no_seal_where_none_was():
    sealed = printable(seal=EVENT.seal, signature=SIGNATURE)

    assert stamps_of(sealed) == Stamps(EVENT.seal, SIGNATURE)
    assert stamps_of(printable(signature=SIGNATURE)) == Stamps(None, SIGNATURE)


def test_nothing_is_made_without_a_signature():
    assert refusal(stamps_of, printable()) == "certificate.already_printed"
