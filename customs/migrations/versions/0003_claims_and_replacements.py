"""claims and replacements"""

import sqlalchemy as sa
from alembic import op

revision = "0003_claims_and_replacements"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("applications", sa.Column("counter_claim", sa.Text(), nullable=True))
    op.add_column("applications", sa.Column("replaced_by", sa.Text(), nullable=True))
    op.add_column(
        "applications", sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.drop_constraint("applications_state", "applications")
    op.create_check_constraint(
        "applications_state",
        "applications",
        "state in ('applied', 'approved', 'returned', 'archived', 'replaced')",
    )
    op.create_check_constraint(
        "applications_replaced_by",
        "applications",
        "(state = 'replaced') = (replaced_by is not null)",
    )


def downgrade() -> None:
    op.drop_constraint("applications_replaced_by", "applications")
    op.drop_constraint("applications_state", "applications")
    op.create_check_constraint(
        "applications_state",
        "applications",
        "state in ('applied', 'approved', 'returned', 'archived')",
    )
    op.drop_column("applications", "replaced_at")
    op.drop_column("applications", "replaced_by")
    op.drop_column("applications", "counter_claim")
