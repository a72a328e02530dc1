"""How ID numbers are shown."""

from services.auth_svc.domain.id_numbers import masked


def test_an_id_number_is_shown_in_part():
    assert masked("990000199001011234") == "990*************34"
