"""Applications whose approval would come before the receipt (R36)."""

import pytest

from services.auth_svc.domain.order_guard import APPROVAL_MAY_BE_EARLY, Application, cautions_of
from tests.unit.auth_svc.stamps import DECLARER, NOW, OTHER

pytestmark = pytest.mark.rule("R36", "R43")


def application(serial: int = 1, declarer: str = DECLARER) -> Application:
    return Application(
        certificate_no=f"A26SPECIMEN1{serial:04}",
        enterprise_code="91000000000000001N",
        declarer_id_number=declarer,
        received_at=NOW,
    )


def test_an_application_under_way_is_named():
    [told] = cautions_of([application()], frozenset())

    assert (told.code, told.rule) == (APPROVAL_MAY_BE_EARLY, "R36")
    assert told.certificate_nos == ("A26SPECIMEN10001",)


def test_without_an_application_nothing_is_said():
    assert cautions_of([], frozenset()) == ()


def test_an_application_whose_declarer_is_authorized_already_is_not_named():
    [told] = cautions_of([application(1), application(2, OTHER)], {DECLARER})

    assert told.certificate_nos == ("A26SPECIMEN10002",)
    assert cautions_of([application(1)], {DECLARER}) == ()


def test_of_many_applications_the_first_twenty_are_named_and_all_are_counted():
    [told] = cautions_of([application(serial) for serial in range(1, 26)], frozenset())

    assert (len(told.certificate_nos), told.certificate_nos[0]) == (20, "A26SPECIMEN10001")
    assert "25" in told.message_zh
    assert "25" in told.message_en
