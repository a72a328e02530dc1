"""card_logins: a browser begins, a card elsewhere signs"""

import sqlalchemy as sa
from alembic import op

revision = "0009_card_logins"
down_revision = "0008_failures_by_address"


def upgrade() -> None:
    op.create_table(
        "card_logins",
        sa.Column("user_code", sa.Text(), nullable=False),
        sa.Column("secret_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("client_address", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refused", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("card_certificate", sa.Text()),
        sa.Column("signature", sa.Text()),
        sa.Column("program_version", sa.Text()),
        sa.PrimaryKeyConstraint("user_code"),
        sa.UniqueConstraint("secret_sha256"),
    )
    op.create_index("ix_card_logins_expires_at", "card_logins", ["expires_at"])


def downgrade() -> None:
    op.drop_table("card_logins")
