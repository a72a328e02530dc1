"""card_statements: which statement a card signed for a seal; one seal of each"""

import sqlalchemy as sa
from alembic import op

revision = "0004_card_statements"
down_revision = "0003_names_of_seals"


def upgrade() -> None:
    op.add_column("stamps", sa.Column("challenge_id", sa.UUID()))
    op.create_unique_constraint("stamps_challenge_id_key", "stamps", ["challenge_id"])


def downgrade() -> None:
    op.drop_column("stamps", "challenge_id")
