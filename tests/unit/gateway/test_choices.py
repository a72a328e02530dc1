"""The data of drop-down lists need a session and no service."""

import pytest


@pytest.mark.parametrize("path", ["/certificate-types", "/destinations", "/offices"])
def test_choices_are_for_whoever_is_logged_in(anonymous, path):
    response = anonymous.get(f"/api/v1{path}")

    assert (response.status_code, response.json()["code"]) == (401, "session.required")


@pytest.mark.parametrize(
    ("path", "field", "count"),
    [("/certificate-types", "certificate_types", 18), ("/offices", "offices", 42)],
)
def test_choices_are_whole(http, path, field, count):
    assert len(http.get(f"/api/v1{path}").json()[field]) == count


def test_destinations_name_the_types_made_for_any(http):
    assert "non_preferential_co" in http.get("/api/v1/destinations").json()["any_destination"]
