"""print_jobs: their order, the printer that was chosen, and what was known of it before"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007_orders_and_preflights"
down_revision = "0006_workstations"


def upgrade() -> None:
    op.add_column("print_jobs", sa.Column("printer_uri", sa.Text()))
    op.add_column("print_jobs", sa.Column("preflight", postgresql.JSONB()))
    op.add_column("print_jobs", sa.Column("order_id", sa.UUID()))
    op.add_column("print_jobs", sa.Column("order_place", sa.Integer()))


def downgrade() -> None:
    for column in ("order_place", "order_id", "preflight", "printer_uri"):
        op.drop_column("print_jobs", column)
