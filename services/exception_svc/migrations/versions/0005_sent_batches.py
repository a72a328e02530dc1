"""what was sent lately"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004_approvals"


def upgrade() -> None:
    op.create_table(
        "sent_batches",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column(
            "sent_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "sent_batches_by_time", "sent_batches", ["sent_at"], postgresql_using="brin"
    )


def downgrade() -> None:
    op.drop_table("sent_batches")
