"""the last approval"""

import sqlalchemy as sa
from alembic import op

revision = "0004_approvals"
down_revision = "0003_replacements"


def upgrade() -> None:
    op.add_column(
        "certificates", sa.Column("approved", sa.Integer(), server_default="0", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("certificates", "approved")
