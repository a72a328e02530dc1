"""claims and replacements"""

import sqlalchemy as sa
from alembic import op

revision = "0003_claims_and_replacements"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("certificates", sa.Column("applied_on", sa.Date(), nullable=True))
    op.add_column("certificates", sa.Column("replaces", sa.Text(), nullable=True))
    op.add_column("certificates", sa.Column("replaced_by", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("certificates", "replaced_by")
    op.drop_column("certificates", "replaces")
    op.drop_column("certificates", "applied_on")
