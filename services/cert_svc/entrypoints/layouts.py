"""Layouts: what customs puts down is fetched, examined and kept, then 接收成功 (R55, R58)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from eventlet import GreenPool

from chassis.groups import subscribe_groups
from chassis.service import KeepsObjects
from contracts.base import Event
from contracts.certificates import LayoutReceived
from contracts.customs import LayoutStatusChanged
from services.cert_svc.domain.certificates import Announcement, Approval, Certificate
from services.cert_svc.domain.layouts import Examined, Fault, conclude, fault_of
from services.cert_svc.entrypoints.event_groups import apply_events
from services.cert_svc.metrics import PRINTABLE_SECONDS
from services.cert_svc.storage import certificates
from services.cert_svc.storage.layouts import LayoutStore

LAYOUTS_AT_ONCE: Final = 8


class Layouts(KeepsObjects):
    """Every step may be repeated: what is still announced is what is still to be examined."""

    @subscribe_groups(LayoutStatusChanged, outside_transaction=True)
    def on_layout_status_changed(self, events: Sequence[LayoutStatusChanged]) -> None:
        with self.db.transaction() as tx:
            announced = apply_events(tx.session, events)
        self.receive_layouts(announced)

    def receive_layouts(self, announced: Iterable[Certificate]) -> None:
        """Fetch and examine between two transactions; Transient when the object store is away."""
        waiting = [(each, each.approval) for each in announced if each.approval and each.announced]
        if not waiting:
            return
        store = LayoutStore(self.objects, self.settings)
        examinations = list(GreenPool(LAYOUTS_AT_ONCE).starmap(partial(_examined, store), waiting))
        numbers = [each.certificate_no for each, _ in waiting]
        with self.db.transaction() as tx:
            before = certificates.lock(tx.session, numbers)
            after, events = dict(before), list[Event]()
            for number, examined in zip(numbers, examinations, strict=True):
                certificate, news = conclude(before[number].certificate, examined, self.now())
                after[number] = replace(before[number], certificate=certificate)
                events += news
            certificates.save(tx.session, before, after.values())
            tx.publish(*events)
        self._observe(waiting, events)

    def _observe(
        self, waiting: Iterable[tuple[Certificate, Approval]], events: Iterable[Event]
    ) -> None:
        """How long it took from the approval, of those that may be printed now."""
        kept = {each.certificate_no for each in events if isinstance(each, LayoutReceived)}
        for certificate, approval in waiting:
            if certificate.certificate_no in kept:
                PRINTABLE_SECONDS.observe((self.now() - approval.approved_at).total_seconds())


def _examined(store: LayoutStore, certificate: Certificate, approval: Approval) -> Examined:
    """Up to the first layout that is right; that one is kept."""
    refused: list[tuple[Announcement, Fault]] = []
    for announcement in certificate.announced:
        layout = announcement.layout
        content = store.fetch(layout) if layout else None
        if layout is None or content is None:
            refused.append((announcement, "missing"))
        elif fault := fault_of(content, layout, certificate):
            refused.append((announcement, fault))
        else:
            kept = store.keep(certificate.certificate_no, approval, layout, content)
            return Examined(approval, tuple(refused), kept)
    return Examined(approval, tuple(refused))
