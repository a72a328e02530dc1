"""people who are disabled, filings that end, grants with limits"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003_people"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("operators", sa.Column("disabled_at", sa.DateTime(timezone=True)))
    op.add_column("declarers", sa.Column("ended_at", sa.DateTime(timezone=True)))
    op.alter_column("declarers", "filed_at", nullable=True)
    op.add_column(
        "agent_grants",
        sa.Column("limits", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("agent_grants", "limits")
    op.execute("delete from declarers where filed_at is null")
    op.alter_column("declarers", "filed_at", nullable=False)
    op.drop_column("declarers", "ended_at")
    op.drop_column("operators", "disabled_at")
