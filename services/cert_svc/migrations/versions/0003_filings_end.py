"""filings that end"""

import sqlalchemy as sa
from alembic import op

revision = "0003_filings_end"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("filed_declarers", sa.Column("ended_at", sa.DateTime(timezone=True)))
    op.alter_column("filed_declarers", "filed_at", nullable=True)


def downgrade() -> None:
    op.execute("delete from filed_declarers where filed_at is null")
    op.alter_column("filed_declarers", "filed_at", nullable=False)
    op.drop_column("filed_declarers", "ended_at")
