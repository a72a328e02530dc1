"""card_requests: statements that a session asks the card at a workstation to sign"""

import sqlalchemy as sa
from alembic import op

revision = "0008_card_requests"
down_revision = "0007_orders_and_preflights"


def upgrade() -> None:
    op.create_table(
        "card_requests",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("enterprise_code", sa.Text(), nullable=False),
        sa.Column("workstation_id", sa.UUID(), nullable=False),
        sa.Column("operator_id", sa.UUID(), nullable=False),
        sa.Column("operator_name", sa.Text(), nullable=False),
        sa.Column("session_id", sa.UUID(), nullable=False),
        sa.Column("client_address", sa.Text(), nullable=False),
        sa.Column("challenge_id", sa.UUID(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("signature", sa.Text()),
        sa.Column("trouble", sa.Text()),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_card_requests_expires_at", "card_requests", ["expires_at"])
    op.create_index(
        "card_requests_waiting",
        "card_requests",
        ["workstation_id"],
        postgresql_where=sa.text("state = 'waiting'"),
    )


def downgrade() -> None:
    op.drop_table("card_requests")
