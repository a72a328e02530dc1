"""What the entrypoints of seal_svc share: the scanner, and objects that must not stay behind."""

from collections.abc import Collection
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from chassis.calls import Neighbours
from chassis.errors import Transient
from chassis.service import Service
from services.seal_svc import repository
from services.seal_svc.scanning import Scanner, Scanning

log = structlog.get_logger()


class SealEntrypoints(Service):
    ask = Neighbours()
    if TYPE_CHECKING:
        scanner: Scanner
    else:
        scanner = Scanning()

    def _condemn(self, keys: Collection[str], keep: timedelta) -> None:
        """Write down what is going to be stored, so that a crash leaves nothing behind."""
        with self.db.transaction() as tx:
            repository.condemn(tx.session, keys, self.now() + keep)

    def _remove(self, keys: Collection[str]) -> None:
        """Condemned objects, now if the store allows, else by the sweep."""
        try:
            for key in keys:
                self.objects.delete(key)
            with self.db.transaction() as tx:
                repository.forget(tx.session, keys)
        except Transient as error:
            log.warning("objects_left_to_the_sweep", keys=sorted(keys), error=str(error))
