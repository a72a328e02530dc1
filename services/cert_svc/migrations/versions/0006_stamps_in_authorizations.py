"""stamps_in_authorizations: what is in force now is asked here; rows from before lack their stamps"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006_stamps_in_authorizations"
down_revision = "0005_list_indexes"


def upgrade() -> None:
    op.add_column("authorizations", sa.Column("requested_at", sa.DateTime(timezone=True)))
    op.add_column("authorizations", sa.Column("seal", postgresql.JSONB()))
    op.add_column("authorizations", sa.Column("signatures", postgresql.JSONB()))
    op.drop_index("ix_authorizations_enterprise_code", table_name="authorizations")
    op.create_index(
        "authorizations_newest",
        "authorizations",
        [
            "enterprise_code",
            sa.text("coalesce(requested_at, received_at) desc"),
            sa.text("received_at desc"),
        ],
    )
    op.create_table(
        "ended_stamps",
        sa.Column("stamp_id", sa.UUID(), nullable=False),
        sa.Column("enterprise_code", sa.Text(collation="C"), nullable=False),
        sa.PrimaryKeyConstraint("stamp_id"),
    )
    op.create_index("ix_ended_stamps_enterprise_code", "ended_stamps", ["enterprise_code"])


def downgrade() -> None:
    op.drop_table("ended_stamps")
    op.drop_index("authorizations_newest", table_name="authorizations")
    op.create_index("ix_authorizations_enterprise_code", "authorizations", ["enterprise_code"])
    op.drop_column("authorizations", "signatures")
    op.drop_column("authorizations", "seal")
    op.drop_column("authorizations", "requested_at")
