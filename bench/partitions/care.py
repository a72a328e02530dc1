"""What partitions of certificates cost those who write them, and those who change the partitions.

The reference is the same certificate written into the table as it is; of changes to partitions it
is the longest that callers may wait for a lock.
"""

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from typing import Any, Final

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from bench.harness import Row
from bench.list_data import DECLARER, enterprise_code
from bench.partitions.changes import changes
from bench.partitions.tables import Substitute
from bench.partitions.ways import compared
from chassis.clock import utc_now
from contracts.customs import LayoutStatus
from contracts.values import ObjectRef
from services.cert_svc.domain.certificates import Approval, Certificate
from services.cert_svc.storage import certificates
from services.cert_svc.storage.certificates import Stored

MONTH: Final = date(2026, 12, 1)
"""In which all that is written here is first heard of."""
NUMBERS: Final = "certificate_months"
"""The narrow table: which month each number is in."""
_INTO: Final = re.compile(r"INSERT INTO certificates \((.*?)\) SELECT ", re.DOTALL)
_CONFLICT: Final = re.compile(r"ON CONFLICT \(certificate_no\)")
_fresh: Final = count()


@dataclass(frozen=True, slots=True)
class Kept:
    """Where certificates are written: in partitions, unless it is the table as it is."""

    relation: str = "certificates"

    @property
    def is_partitioned(self) -> bool:
        return self.relation != "certificates"

    @property
    def changes(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        """The month is one column more, and part of the key."""
        if not self.is_partitioned:
            return ()
        into = rf"INSERT INTO {self.relation} (month, \1) SELECT date '{MONTH}', "
        return (_INTO, into), (_CONFLICT, "ON CONFLICT (certificate_no, month)")


KEPT: Final = (Kept(), Kept("certificates_months"), Kept("certificates_years"))
NAMES: Final = {
    "certificates": "as it is",
    "certificates_months": "120 months",
    "certificates_years": "10 years",
}


class Writer:
    """Writes as cert_svc does, in a transaction for each group of events."""

    def __init__(self, engine: Engine, substitute: Substitute) -> None:
        self.engine = engine
        self.substitute = substitute

    def change(self, kept: Kept, numbers: Sequence[str], changed: Callable[[str], Stored]) -> None:
        """Of a number the month is asked first, and told when it is new."""
        with Session(self.engine) as session, session.begin():
            known = self.months(session, kept, numbers)
            relation = _of_months(kept, known.values()) if kept.is_partitioned else kept.relation
            with self.substitute.reading(relation, changes=kept.changes):
                before = certificates.lock(session, numbers)
                certificates.save(session, before, [changed(number) for number in numbers])
            self.remember(session, kept, [one for one in numbers if one not in known])

    def find(self, kept: Kept, number: str, *, by_month: bool) -> None:
        with Session(self.engine) as session:
            relation = kept.relation
            if by_month:
                relation = _of_months(kept, self.months(session, kept, [number]).values())
            with self.substitute.reading(relation):
                certificates.find(session, [number])

    def months(self, session: Session, kept: Kept, numbers: Sequence[str]) -> dict[str, date]:
        if not kept.is_partitioned:
            return {}
        asked = text(f"select certificate_no, month from {NUMBERS} where certificate_no = any(:n)")
        return {row[0]: row[1] for row in session.execute(asked, {"n": list(numbers)})}

    def remember(self, session: Session, kept: Kept, numbers: Sequence[str]) -> None:
        if kept.is_partitioned and numbers:
            told = text(f"insert into {NUMBERS} select unnest(cast(:n as text[])), :month")
            session.execute(told, {"n": list(numbers), "month": MONTH})


def care(engine: Engine, substitute: Substitute, rounds: int) -> list[Row]:
    """Writing first: the changes leave other tables behind."""
    with engine.begin() as connection:
        connection.execute(
            text(
                f'create table {NUMBERS} as select certificate_no collate "C" as certificate_no,'
                " month from certificates_months"
            )
        )
        connection.execute(text(f"alter table {NUMBERS} add primary key (certificate_no)"))
    writer = Writer(engine, substitute)
    rows = [*_writing(writer, 1, rounds), *_writing(writer, 50, max(rounds // 3, 3))]
    return [*rows, *_finding(writer, rounds), *changes(engine)]


def _writing(writer: Writer, size: int, rounds: int) -> list[Row]:
    """A certificate's approval, then its layout."""
    taken: dict[tuple[str, Kept], list[float]] = {}
    for turn in range(rounds * 3 + 1):
        for kept in KEPT:
            numbers = [f"Z26SPECIMEN{next(_fresh):09}" for _ in range(size)]
            for what, changed in (("approval", approved), ("layout", received)):
                begun = time.perf_counter()
                writer.change(kept, numbers, changed)
                if turn:
                    milliseconds = (time.perf_counter() - begun) * 1000 / size
                    taken.setdefault((what, kept), []).append(milliseconds)
    return [
        _compared(
            f"{what} written, {size} at a time", kept, taken[what, kept], taken[what, KEPT[0]]
        )
        for what in ("approval", "layout")
        for kept in KEPT[1:]
    ]


def _finding(writer: Writer, rounds: int) -> list[Row]:
    with writer.engine.connect() as connection:
        some = text(f"select certificate_no from {NUMBERS} tablesample system (1) limit :most")
        numbers = connection.execute(some, {"most": rounds * 6 + 1}).scalars().all()
    taken: dict[tuple[Kept, bool], list[float]] = {}
    for turn, number in enumerate(numbers):
        for kept in KEPT:
            for by_month in (False, True) if kept.is_partitioned else (False,):
                begun = time.perf_counter()
                writer.find(kept, number, by_month=by_month)
                if turn:
                    milliseconds = (time.perf_counter() - begun) * 1000
                    taken.setdefault((kept, by_month), []).append(milliseconds)
    said = {False: "found by number alone", True: "found by number, its month asked first"}
    return [
        _compared(said[by_month], kept, taken[kept, by_month], taken[KEPT[0], False])
        for kept in KEPT[1:]
        for by_month in (False, True)
    ]


def _compared(what: str, kept: Kept, ours: Sequence[float], theirs: Sequence[float]) -> Row:
    return compared(f"certificate {what}: {NAMES[kept.relation]}", ours, theirs)


def _of_months(kept: Kept, months: Any) -> str:
    """A relation that PostgreSQL prunes when it plans; the month of today is always in it."""
    wanted = ", ".join(f"'{month}'" for month in sorted({*months, MONTH}))
    return f"(SELECT * FROM {kept.relation} WHERE month IN ({wanted}))"


def approved(number: str) -> Stored:
    """As it is when customs has just approved it."""
    approval = Approval(
        revision=1,
        enterprise_code=enterprise_code(2),
        type_id="china_australia",
        destination="AU",
        issue_date=MONTH,
        approved_at=utc_now(),
        agent_code=None,
        declarer_id_number=DECLARER,
        declarer_name="SPECIMEN 1",
        issuing_office="2200",
        collecting_office="2200",
        invoice_no=f"SPEC-{number}",
        application_kind="0",
        claimed_at_counter=False,
    )
    return Stored(
        Certificate(
            certificate_no=number, enterprise_code=approval.enterprise_code, approval=approval
        ),
        listed=True,
    )


def received(number: str) -> Stored:
    """As it is when its layout has come."""
    layout = ObjectRef(key=f"certificates/{number}/1/layout.json", sha256="0" * 64)
    certificate = replace(
        approved(number).certificate, layout=layout, layout_status=LayoutStatus.RECEIVED
    )
    return Stored(certificate, listed=True)
