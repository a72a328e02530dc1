"""claims and replacements"""

import sqlalchemy as sa
from alembic import op

revision = "0003_claims_and_replacements"
down_revision = "0002"


def upgrade() -> None:
    op.add_column(
        "certificates",
        sa.Column("claimed_revision", sa.Integer(), server_default=sa.text("0"), nullable=False),
    )
    op.add_column("certificates", sa.Column("replaced_by", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("certificates", "replaced_by")
    op.drop_column("certificates", "claimed_revision")
