"""forgetting: what is kept for days is found by its age"""

from alembic import op

revision = "0012_forgetting"
down_revision = "0011_printed_when_archived"


def upgrade() -> None:
    op.drop_index("sent_batches_by_time", table_name="sent_batches")
    op.create_index("sent_batches_by_time", "sent_batches", ["sent_at"])
    op.create_index("inbox_by_time", "inbox", ["handled_at"])
    op.create_index("idempotent_replies_by_time", "idempotent_replies", ["created_at"])


def downgrade() -> None:
    op.drop_index("idempotent_replies_by_time", table_name="idempotent_replies")
    op.drop_index("inbox_by_time", table_name="inbox")
    op.drop_index("sent_batches_by_time", table_name="sent_batches")
    op.create_index("sent_batches_by_time", "sent_batches", ["sent_at"], postgresql_using="brin")
