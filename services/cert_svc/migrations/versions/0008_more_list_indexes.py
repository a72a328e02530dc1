"""Open certificates in every order, one type by number and by destination"""

import sqlalchemy as sa
from alembic import op

revision = "0008_more_list_indexes"
down_revision = "0007_exports"

NEWEST = ["issue_date", "certificate_no"]
OPEN_ORDERS = {
    "certificates_open_of_enterprise_by_approval": ["approved_at", "certificate_no"],
    "certificates_open_of_enterprise_by_number": ["certificate_no"],
}


def upgrade() -> None:
    for name, order in OPEN_ORDERS.items():
        _create(name, ["enterprise_code", *_newest(order)], "listed AND NOT archived")
    _create(
        "certificates_by_type_and_number",
        ["enterprise_code", "type_id", *_newest(["certificate_no"])],
        "listed",
    )
    op.drop_index("certificates_by_type", table_name="certificates")
    _create(
        "certificates_by_type",
        ["enterprise_code", "type_id", *_newest(NEWEST), "destination"],
        "listed",
    )


def downgrade() -> None:
    for name in ("certificates_by_type_and_number", "certificates_by_type", *OPEN_ORDERS):
        op.drop_index(name, table_name="certificates")
    _create("certificates_by_type", ["enterprise_code", "type_id", *_newest(NEWEST)], "listed")


def _newest(order: list[str]) -> list[sa.TextClause]:
    return [sa.text(f"{column} DESC") for column in order]


def _create(name: str, columns: list[str | sa.TextClause], where: str) -> None:
    op.create_index(name, "certificates", columns, postgresql_where=sa.text(where))
