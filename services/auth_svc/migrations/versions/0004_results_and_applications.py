"""results and applications"""

import sqlalchemy as sa
from alembic import op

revision = "0004_results_and_applications"
down_revision = "0003_people"

UNDER_WAY = "(received_at is not null and (ended_at is null or ended_at < received_at))"


def upgrade() -> None:
    op.add_column(
        "authorizations", sa.Column("result_released_at", sa.DateTime(timezone=True), nullable=True)
    )
    # What was seen before is not announced once more.
    op.execute(
        "update authorizations set result_released_at = greatest(receipt_due_at, received_at)"
        " where state <> 'waiting' and receipt_due_at <= now()"
    )
    op.create_index(
        "authorizations_to_release",
        "authorizations",
        ["receipt_due_at"],
        postgresql_where=sa.text("result_released_at is null and state <> 'waiting'"),
    )
    op.create_table(
        "applications",
        sa.Column("certificate_no", sa.Text(), nullable=False),
        sa.Column("enterprise_code", sa.Text(), nullable=False),
        sa.Column("declarer_id_number", sa.Text(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("certificate_no"),
    )
    op.create_index("ix_applications_ended_at", "applications", ["ended_at"])
    op.create_index(
        "applications_under_way",
        "applications",
        ["enterprise_code"],
        postgresql_where=sa.text(UNDER_WAY),
    )


def downgrade() -> None:
    op.drop_table("applications")
    op.drop_index("authorizations_to_release", "authorizations")
    op.drop_column("authorizations", "result_released_at")
