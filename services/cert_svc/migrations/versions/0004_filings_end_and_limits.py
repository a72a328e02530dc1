"""filings that end, grants with limits"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004_filings_end_and_limits"
down_revision = "0003_claims_and_replacements"


def upgrade() -> None:
    op.add_column("filed_declarers", sa.Column("ended_at", sa.DateTime(timezone=True)))
    op.alter_column("filed_declarers", "filed_at", nullable=True)
    op.add_column(
        "agent_grants",
        sa.Column("limits", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
    )
    op.create_table(
        "agent_originals",
        sa.Column("principal_code", sa.Text(collation="C"), nullable=False),
        sa.Column("agent_code", sa.Text(collation="C"), nullable=False),
        sa.Column("certificate_no", sa.Text(collation="C"), nullable=False),
        sa.Column("heard", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("held_to", sa.DateTime(timezone=True)),
        sa.Column("printed_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("principal_code", "agent_code", "certificate_no"),
    )


def downgrade() -> None:
    op.drop_table("agent_originals")
    op.drop_column("agent_grants", "limits")
    op.execute("delete from filed_declarers where filed_at is null")
    op.alter_column("filed_declarers", "filed_at", nullable=False)
    op.drop_column("filed_declarers", "ended_at")
