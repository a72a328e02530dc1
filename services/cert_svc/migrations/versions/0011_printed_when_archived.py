"""printed_when_archived: archiving takes back a reprint that nobody made"""

from alembic import op

revision = "0011_printed_when_archived"
down_revision = "0010"


def upgrade() -> None:
    # Of an archived certificate nothing more is heard, so no event would write its status anew.
    # 4 is OriginalState.VOIDED.
    op.execute(
        """
        update certificates set print_status = 'printed'
        where archived and print_status = 'waiting' and exists (
            select from jsonb_each(originals) as original (serial, known)
            where (known ->> 0)::int >= revision and (known ->> 1)::int = 4)
        """
    )


def downgrade() -> None:
    """What it says is true of the release before, too."""
