"""What a print appends to the ledger of seal uses, under the lock that all prints wait for."""

import re
import time
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from bench.harness import Row
from bench.list_data import enterprise_code
from bench.partitions.chains import ChainShelf
from bench.partitions.ways import AS_IT_IS, Way, compared
from chassis.clock import utc_now
from services.print_svc.ledger.rows import SealUse
from services.print_svc.storage import seal_uses

USES: Final = 4
"""Of a print with its copy: the seal and the signature on each."""
_LAST: Final = (
    re.compile(r"(?s)SELECT max\(seal_uses\.enterprise_row\) AS max_1(.*)"),
    r"SELECT seal_uses.enterprise_row\1 ORDER BY seal_uses.position DESC LIMIT 1",
)
"""An enterprise's last row, by the order in which partitions lie."""


def appends(shelf: ChainShelf, ways: Sequence[Way], rounds: int) -> list[Row]:
    """Without waiting for the disk, which is the same for all; with every lock of the print."""
    taken: dict[str, list[float]] = {}
    owners = shelf.amount.owners(large=False)
    for turn in range(rounds):
        for way in ways:
            begun = time.perf_counter()
            _append(shelf, way, owners[turn * 997 % len(owners)])
            taken.setdefault(way.name, []).append((time.perf_counter() - begun) * 1000)
    reference = taken[AS_IT_IS]
    return [
        compared(f"ledger, uses of a print appended: {name}", its, reference)
        for name, its in taken.items()
        if name != AS_IT_IS
    ]


def _append(shelf: ChainShelf, way: Way, owner: int) -> None:
    into = (re.compile(r"INSERT INTO seal_uses\b"), f"INSERT INTO {way.relation}")
    changes = (into, _LAST) if way.by_position else (into,)
    with (
        Session(shelf.engine_of(way)) as session,
        session.begin(),
        shelf.substitute.reading(way.relation, changes=changes),
    ):
        seal_uses.append(session, [_use(owner) for _ in range(USES)])


def _use(owner: int) -> SealUse:
    return SealUse(
        certificate_no="A26SPECIMEN10001",
        print_serial="7K3M-0QXY-2ABC",
        part="original",
        enterprise_code=enterprise_code(owner),
        operator_id=UUID(int=7),
        used_at=utc_now(),
        seal_id=UUID(int=8),
        seal_sha256="0" * 64,
    )
