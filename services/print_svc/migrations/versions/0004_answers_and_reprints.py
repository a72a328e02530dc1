"""answers that are waited for, who printed, what a reprint allows"""

import sqlalchemy as sa
from alembic import op

revision = "0004_answers_and_reprints"
down_revision = "0003_claims_and_replacements"

UNANSWERED = sa.text("kind = 'print' and state = 'released'")
TO_REMIND_OF = sa.text(
    "kind = 'print' and state = 'released' and has_original and escalated_at is null"
)


def upgrade() -> None:
    op.create_table(
        "reprints",
        sa.Column("certificate_no", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("certificate_no"),
    )
    op.add_column("print_jobs", sa.Column("operator_name", sa.Text(), nullable=True))
    for name in ("reminded_at", "escalated_at"):
        op.add_column("print_jobs", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "print_jobs_unanswered",
        "print_jobs",
        ["enterprise_code", "issued_at", "id"],
        unique=False,
        postgresql_where=UNANSWERED,
    )
    op.create_index(
        "print_jobs_to_remind_of",
        "print_jobs",
        ["released_at"],
        unique=False,
        postgresql_where=TO_REMIND_OF,
    )


def downgrade() -> None:
    op.drop_index("print_jobs_to_remind_of", table_name="print_jobs")
    op.drop_index("print_jobs_unanswered", table_name="print_jobs")
    for name in ("escalated_at", "reminded_at", "operator_name"):
        op.drop_column("print_jobs", name)
    op.drop_table("reprints")
