"""Collecting offices, and an index for each order of the lists"""

import sqlalchemy as sa
from alembic import op

revision = "0005_list_indexes"
down_revision = "0004_filings_end_and_limits"

FILTERED = ["type_id", "destination", "issuing_office", "collecting_office"]
ORDERS = {
    "certificates_of_enterprise": ["issue_date", "certificate_no"],
    "certificates_of_enterprise_by_approval": ["approved_at", "certificate_no"],
    "certificates_of_enterprise_by_number": ["certificate_no"],
}
AGENT_ORDERS = {
    "certificates_of_agent_by_approval": ["approved_at", "certificate_no"],
    "certificates_of_agent_by_number": ["certificate_no"],
}
RARE = {
    "certificates_by_destination": (["destination"], "listed"),
    "certificates_not_received": ([], "listed AND layout_key IS NULL"),
}


def upgrade() -> None:
    op.add_column("certificates", sa.Column("collecting_office", sa.Text(), nullable=True))
    op.drop_index("certificates_of_enterprise", table_name="certificates")
    for name, order in ORDERS.items():
        _create(name, ["enterprise_code", *_newest(order), *FILTERED], "listed")
    for name, order in AGENT_ORDERS.items():
        _create(name, ["agent_code", *_newest(order)], "listed AND agent_code IS NOT NULL")
    for name, (columns, where) in RARE.items():
        newest = _newest(["issue_date", "certificate_no"])
        _create(name, ["enterprise_code", *columns, *newest], where)
    _create(
        "certificates_by_invoice",
        ["enterprise_code", "invoice_no"],
        "listed AND invoice_no IS NOT NULL",
    )


def downgrade() -> None:
    for name in ("certificates_by_invoice", *RARE, *AGENT_ORDERS, *ORDERS):
        op.drop_index(name, table_name="certificates")
    newest = _newest(["issue_date", "certificate_no"])
    _create("certificates_of_enterprise", ["enterprise_code", *newest], "listed")
    op.drop_column("certificates", "collecting_office")


def _newest(order: list[str]) -> list[sa.TextClause]:
    return [sa.text(f"{column} DESC") for column in order]


def _create(name: str, columns: list[str | sa.TextClause], where: str) -> None:
    op.create_index(name, "certificates", columns, postgresql_where=sa.text(where))
