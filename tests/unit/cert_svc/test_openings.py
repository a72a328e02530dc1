"""What is open on which day, for which destination, at which office (R44, R49, R85-R94)."""

from datetime import date

import pytest

from contracts.certificate_types import load_certificate_types
from services.cert_svc.domain.openings import CLOSED, Openings, openings_of
from tests.unit.cert_svc.test_certificates import after, approved

SELF_PRINT = Openings(self_print=True, download=False)
DOWNLOAD = Openings(self_print=False, download=True)
BOTH = Openings(self_print=True, download=True)


@pytest.mark.rule("R50", "R90", "R91", "R92")
@pytest.mark.parametrize(
    ("type_id", "destination", "day", "office", "expected"),
    [
        ("china_australia", "AU", "2026-03-10", "2200", SELF_PRINT),
        ("china_australia", "NZ", "2026-03-10", "2200", CLOSED),
        ("china_australia", "AU", "2019-05-20", "9400", SELF_PRINT),
        ("china_australia", "AU", "2019-05-19", "2200", SELF_PRINT),
        ("china_australia", "AU", "2019-05-19", "5300", SELF_PRINT),
        ("china_australia", "AU", "2019-03-24", "2200", CLOSED),
        ("china_asean_form_e", "ID", "2020-05-10", "2200", CLOSED),
        ("china_asean_form_e", "ID", "2020-05-11", "2200", SELF_PRINT),
        ("china_asean_form_e", "TH", "2021-07-01", "2200", SELF_PRINT),
        ("china_asean_form_e", "VN", "2024-08-31", "2200", CLOSED),
        ("china_asean_form_e", "VN", "2024-09-01", "2200", SELF_PRINT),
        ("apta_korea", "IN", "2020-05-11", "2200", SELF_PRINT),
        ("china_mauritius", "MU", "2021-06-30", "2200", CLOSED),
        ("china_mauritius", "MU", "2021-07-01", "2200", SELF_PRINT),
        ("rcep", "JP", "2021-12-31", "2200", DOWNLOAD),
        ("rcep", "JP", "2026-03-10", "2200", BOTH),
        ("rcep", "ID", "2023-01-01", "2200", CLOSED),
        ("rcep", "ID", "2023-01-02", "2200", SELF_PRINT),
        ("rcep_back_to_back", "KR", "2026-03-10", "2200", BOTH),
        ("no_such_type", "AU", "2026-03-10", "2200", CLOSED),
    ],
)
def test_a_channel_is_open_by_type_destination_and_day(type_id, destination, day, office, expected):
    approval = after(
        approved(
            type_id=type_id,
            destination=destination,
            issue_date=date.fromisoformat(day),
            issuing_office=office,
        )
    ).approval

    assert openings_of(load_certificate_types(), approval) == expected


@pytest.mark.rule("R95", "R46")
@pytest.mark.parametrize(
    ("applied_on", "expected"),
    [(date(2024, 9, 1), SELF_PRINT), (date(2024, 8, 31), CLOSED), (None, SELF_PRINT)],
)
def test_what_was_applied_for_before_the_opening_keeps_the_old_way(applied_on, expected):
    approval = after(
        approved(
            type_id="china_asean_form_e",
            destination="VN",
            issue_date=date(2024, 9, 2),
            applied_on=applied_on,
        )
    ).approval

    assert openings_of(load_certificate_types(), approval) == expected


@pytest.mark.rule("R89")
def test_during_the_pilot_the_office_applied_to_decides():
    approval = after(approved(issue_date=date(2019, 4, 1), issuing_office="9400")).approval

    found = openings_of(load_certificate_types(), approval)

    assert found == Openings(self_print=False, download=False, elsewhere=True)
