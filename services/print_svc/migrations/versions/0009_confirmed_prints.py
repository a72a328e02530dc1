"""confirmed_prints: what a confirmed print tells is only ever added to"""

from alembic import op

revision = "0009_confirmed_prints"
down_revision = "0008_card_requests"

_FUNCTION = """
create function print_jobs_confirmed() returns trigger language plpgsql as $$
declare
    was constant jsonb := jsonb_strip_nulls(nullif(old.evidence, 'null'));
begin
    if (new.confirmed_at, new.confirmed_printed, new.released_at, new.printed_digest,
        new.document_sha256, new.original_serial, new.copy_serial, new.operator_id)
        is distinct from (old.confirmed_at, old.confirmed_printed, old.released_at,
        old.printed_digest, old.document_sha256, old.original_serial, old.copy_serial,
        old.operator_id)
        or was is not null and (jsonb_strip_nulls(new.evidence) @> was) is not true
    then
        raise exception 'what a confirmed print tells is only ever added to'
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end $$
"""
"""A fact that was not known may come later; one that was known stays."""

_TRIGGER = """
create trigger print_jobs_confirmed before update on print_jobs
for each row when (old.confirmed_at is not null) execute function print_jobs_confirmed()
"""


def upgrade() -> None:
    op.execute(_FUNCTION)
    op.execute(_TRIGGER)


def downgrade() -> None:
    op.execute("drop trigger print_jobs_confirmed on print_jobs")
    op.execute("drop function print_jobs_confirmed")
