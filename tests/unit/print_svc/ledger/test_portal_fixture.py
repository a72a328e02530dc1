"""The portal checks proofs in the browser: its tests run against what this code makes."""

from tests.unit.print_svc.ledger import portal_fixture


def test_the_portal_is_tested_with_proofs_as_they_are_made_now():
    assert portal_fixture.PATH.read_text() == portal_fixture.text()
