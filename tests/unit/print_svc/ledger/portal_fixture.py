"""`python -m tests.unit.print_svc.ledger.portal_fixture`: the proofs that the portal's tests check.

Written to `portal/src/screens/ledger/proofs.fixture.json`; a test says when they are out of date.
"""

import json
from pathlib import Path

from services.print_svc.ledger.proofs import make_proof
from tests.unit.print_svc.ledger.ledgers import KEY, OURS, head_of, ledger

PATH = Path(__file__).parents[4] / "portal/src/screens/ledger/proofs.fixture.json"


def proofs():
    """One from the beginning, and one after a head in the middle."""
    rows = ledger()
    whole = make_proof(rows, head_of(rows), KEY.public_key(), enterprise_code=OURS)
    start = head_of(rows[:2])
    later = make_proof(rows[2:], head_of(rows), KEY.public_key(), enterprise_code=OURS, start=start)
    return {"whole": whole, "later": later}


def text():
    return json.dumps(proofs(), indent=2) + "\n"


if __name__ == "__main__":
    PATH.write_text(text())
