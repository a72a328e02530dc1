"""Nothing half-stored stays behind: objects without a row of their own are removed."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime

import structlog

from chassis.errors import Transient
from chassis.objects import ObjectStore
from chassis.service import KeepsObjects
from chassis.timers import every
from chassis.transactions import UnitOfWork
from services.seal_svc.storage import leftovers

log = structlog.get_logger()

SWEEP_SECONDS = 60.0
SWEEP_LIMIT = 200


class Leftovers(KeepsObjects):
    @every(SWEEP_SECONDS, outside_transaction=True)
    def sweep(self) -> None:
        """Remove objects that a crash or an absent object store left behind."""
        with self.db.reading() as session:
            keys = leftovers.overdue(session, self.now(), SWEEP_LIMIT)
        if keys:
            remove_marked(self.db, self.objects, keys)


@contextmanager
def removed_unless_kept(
    db: UnitOfWork, objects: ObjectStore, keys: Collection[str], *, at_the_latest: datetime
) -> Iterator[None]:
    """Objects may be stored under `keys` within; those that no row keeps at its end go.

    The marks come before the objects, so that even a crash leaves nothing behind for longer than
    `at_the_latest`.
    """
    with db.transaction() as tx:
        leftovers.mark_for_removal(tx.session, keys, at_the_latest)
    try:
        yield
    finally:
        remove_marked(db, objects, keys)


def remove_marked(db: UnitOfWork, objects: ObjectStore, keys: Collection[str]) -> None:
    """Those of the objects that no row keeps: now if the store allows, else by the sweep."""
    try:
        with db.transaction() as tx:
            marked = leftovers.hold_marked(tx.session, keys)
        for key in marked:
            objects.delete(key)
        if marked:
            with db.transaction() as tx:
                leftovers.unmark(tx.session, marked)
    except Transient as error:
        log.warning("objects_left_to_the_sweep", keys=sorted(keys), error=str(error))
