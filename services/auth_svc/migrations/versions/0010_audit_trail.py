"""audit_trail: what was done and refused, in one chain for each enterprise, that only grows"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010_audit_trail"
down_revision = "0009_card_logins"


def upgrade() -> None:
    op.create_table(
        "audit_heads",
        sa.Column("enterprise_code", sa.Text(), primary_key=True),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("row_hash", sa.Text(), nullable=False),
        sa.Column("key_id", sa.Text()),
        sa.Column("signature", sa.Text()),
    )
    op.create_table(
        "audit_records",
        sa.Column("enterprise_code", sa.Text(), primary_key=True),
        sa.Column("position", sa.BigInteger(), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("operator_id", sa.UUID()),
        sa.Column("told", postgresql.JSONB(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("row_hash", sa.Text(), nullable=False),
    )
    op.create_index("audit_records_by_time", "audit_records", ["enterprise_code", "at"])
    op.execute(
        "create function refuse_change() returns trigger language plpgsql as"
        " $$ begin raise exception '% only grows', tg_table_name; end $$"
    )
    op.execute(
        "create trigger audit_records_only_grow before update or delete or truncate"
        " on audit_records for each statement execute function refuse_change()"
    )


def downgrade() -> None:
    op.drop_table("audit_records")
    op.drop_table("audit_heads")
    op.execute("drop function refuse_change()")
