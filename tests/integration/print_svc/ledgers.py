"""The ledger of an office: its heads, its proofs, what others write into it."""

import json

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from chassis.deliveries import Delivery
from contracts.seal_uses import GetSealUseProof
from services.print_svc.audit import audit
from services.print_svc.domain.keys import public_pem
from services.print_svc.ledger.__main__ import main as ledger_command
from services.print_svc.storage import seal_uses
from services.print_svc.tables import ledger_heads
from tests.unit.cert_svc.events import STRANGER, caller
from tests.unit.print_svc.ledger.ledgers import seal_use

MANY_ROWS = text(
    "insert into seal_uses"
    " select tip + g, g, 'A26SPECIMEN10001', 'serial', 'copy', '000000000000000000',"
    " gen_random_uuid(), now(), gen_random_uuid(), repeat('0', 64), repeat('0', 32),"
    " repeat('0', 64), encode(sha256(g::text::bytea), 'hex')"
    " from generate_series(1, :rows) g, (select coalesce(max(position), 0) tip from seal_uses) t"
)
"""Of nobody; enough to be counted and stepped over, not to be proven."""


def proof(office, enterprise=None, **asked):
    who = caller(enterprise) if enterprise else caller()
    return office.bench.ask(GetSealUseProof(caller=who, **asked)).proof


def checked(tmp_path, keys, document):
    file, key = tmp_path / "proof.json", tmp_path / "key.pem"
    file.write_text(json.dumps(document))
    key.write_bytes(public_pem(keys.statement.public_key()))
    return ledger_command(["verify", str(file), "--key", str(key)])


def audited(office, keys):
    with Session(office.bench.engine) as session:
        return audit(session, keys.statement_public)


def sign(office):
    office.bench._instance(Delivery("print_svc.sign_ledger_head")).sign_ledger_head()


def heads(office):
    with office.bench.engine.connect() as connection:
        return connection.execute(select(ledger_heads)).all()


def others_print(office, rows=2):
    with Session(office.bench.engine) as session:
        seal_uses.append(session, [seal_use(number, STRANGER) for number in range(rows)])
        session.commit()


def fill(office, rows):
    with office.bench.engine.begin() as connection:
        connection.execute(MANY_ROWS, {"rows": rows})
