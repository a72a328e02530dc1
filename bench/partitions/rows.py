"""Rows of the ledger of seal uses and of the audit trail, over ten years, made by PostgreSQL.

A quarter of them are of two large enterprises; all are in the order of time. Their hashes are of
the right length and chain nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import Engine, MetaData, Table, text

FIRST_YEAR: Final = 2017
YEARS: Final = 10
FIRST_DAY: Final = f"{FIRST_YEAR}-01-01"
DAYS: Final = (date(FIRST_YEAR + YEARS, 1, 1) - date(FIRST_YEAR, 1, 1)).days
LARGES: Final = 2
_CODE: Final = "'91310000' || lpad(owner::text, 9, '0') || 'N'"
_HASH: Final = "encode(sha256(('{}' || i)::bytea), 'hex')"
_NUMBER: Final = "'A26' || lpad(owner::text, 9, '0') || lpad((own / 5)::text, 4, '0')"
_SERIAL: Final = "upper(regexp_replace(left(md5('s' || i), 12), '(.{4})(.{4})', '\\1-\\2-'))"
_OPERATOR: Final = "md5('o' || owner || own % 3)::uuid"
_ROWS: Final = """
    (
        select i, owner, row_number() over (partition by owner order by i) as own,
            timestamptz '2017-01-01 00:00Z'
                + cast(i as float8) / (:rows + 1) * :days * interval '1 day' as at
        from (
            select i, case when i % 4 = 0 then i / 4 % 2
                else 2 + (i / 4 * 3 + i % 4) * 7919 % :enterprises end as owner
            from generate_series(1, cast(:rows as bigint)) i
        ) as owned
    ) as placed
"""
SEAL_USES: Final = f"""
    insert into seal_uses
    select i, own, {_NUMBER}, {_SERIAL}, 'original', {_CODE}, {_OPERATOR}, at,
        md5('t' || owner || own % 3)::uuid, {_HASH.format("c")}, md5('salt' || i),
        {_HASH.format("p")}, {_HASH.format("r")}
    from {_ROWS} order by i
"""
AUDIT_RECORDS: Final = f"""
    insert into audit_records
    select {_CODE}, own, at, action, outcome, {_OPERATOR},
        jsonb_build_object('at', at, 'action', action, 'outcome', outcome, 'count', 1,
            'by_enterprise', {_CODE}, 'operator_id', {_OPERATOR}, 'operator_name', 'SPECIMEN',
            'medium', 'operator_card', 'card_serial', '5A3F00000000', 'session', '9f86d081884c',
            'address', '203.0.113.' || own % 20, 'subjects', jsonb_build_object(
            'job_id', array[md5('j' || i)], 'certificate_no', array[{_NUMBER}],
            'print_serials', array[{_SERIAL}, reverse({_SERIAL})])),
        {_HASH.format("p")}, {_HASH.format("r")}
    from {_ROWS},
        lateral (select case when own % 100 = 7 then 'seal.uploaded' else 'print.released' end
            as action, case when own % 50 = 5 then 'print.copies_exhausted' else 'done' end
            as outcome) said
    order by i
"""


@dataclass(frozen=True, slots=True)
class Amount:
    """So many rows of LARGES large enterprises and of `enterprises` usual ones."""

    rows: int
    enterprises: int

    def owners(self, *, large: bool) -> range:
        """The large ones come first."""
        return range(LARGES) if large else range(LARGES, LARGES + self.enterprises)


def fill(engine: Engine, metadata: MetaData, insert: str, amount: Amount) -> None:
    """The tables of a service, one of them filled."""
    metadata.create_all(engine)
    values = {"rows": amount.rows, "enterprises": amount.enterprises, "days": DAYS}
    with engine.begin() as connection:
        connection.execute(text(insert), values)


def positions_at(engine: Engine, ledger: Table, days: Sequence[date]) -> list[int]:
    """The position with which each of these days began."""
    first = text(f"select min(position) from {ledger.name} where used_at >= :day")
    with engine.connect() as connection:
        return [connection.execute(first, {"day": day}).scalar_one() for day in days]


def middle_day() -> date:
    """Half of all was before it."""
    return date(FIRST_YEAR, 1, 1) + timedelta(days=DAYS // 2)
