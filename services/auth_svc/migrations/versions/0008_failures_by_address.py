"""failures_by_address: a name is locked where it was tried, and known where it got in"""

import sqlalchemy as sa
from alembic import op

revision = "0008_failures_by_address"
down_revision = "0007_identity"


def upgrade() -> None:
    """Locks of before were for a minute and without an address: they end now."""
    op.execute("delete from login_failures")
    op.alter_column("login_failures", "user_name_sha256", new_column_name="tried_sha256")
    op.add_column("login_failures", sa.Column("succeeded_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.execute("delete from login_failures")
    op.drop_column("login_failures", "succeeded_at")
    op.alter_column("login_failures", "tried_sha256", new_column_name="user_name_sha256")
