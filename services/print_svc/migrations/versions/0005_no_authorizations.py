"""no_authorizations: cert_svc says with each certificate which stamps it takes"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005_no_authorizations"
down_revision = "0004_answers_and_reprints"


def upgrade() -> None:
    op.drop_table("disabled_stamps")
    op.drop_table("authorized_seals")


def downgrade() -> None:
    op.create_table(
        "authorized_seals",
        sa.Column("enterprise_code", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seal", postgresql.JSONB(), nullable=False),
        sa.Column("signatures", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("enterprise_code"),
    )
    op.create_table(
        "disabled_stamps",
        sa.Column("stamp_id", sa.UUID(), nullable=False),
        sa.PrimaryKeyConstraint("stamp_id"),
    )
