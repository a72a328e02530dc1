"""what is kept for days is found by its age"""

from alembic import op

revision = "0005_forgetting"
down_revision = "0004_said"


def upgrade() -> None:
    op.drop_index("said_by_time", table_name="said")
    op.create_index("said_by_time", "said", ["said_at"])
    op.create_index("inbox_by_time", "inbox", ["handled_at"])


def downgrade() -> None:
    op.drop_index("inbox_by_time", table_name="inbox")
    op.drop_index("said_by_time", table_name="said")
    op.create_index("said_by_time", "said", ["said_at"], postgresql_using="brin")
