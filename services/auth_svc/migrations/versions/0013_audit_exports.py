"""audit_exports: which exported files are to be deleted, and when"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012_forgetting"


def upgrade() -> None:
    op.create_table(
        "audit_exports",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_audit_exports_expires_at", "audit_exports", ["expires_at"])
    # Each legal person's last file lay under a name of its own, and nothing deleted it.
    op.execute(
        "insert into audit_exports"
        " select 'audit-exports/' || enterprise_code || '/' || id || '.xlsx',"
        " now() + interval '1 day' from operators"
        " where id in (select operator_id from cards where role = 'legal_person')"
    )


def downgrade() -> None:
    op.drop_table("audit_exports")
