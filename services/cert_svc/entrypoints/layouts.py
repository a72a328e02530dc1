"""Takes in layouts: fetched from customs' bucket, examined, kept encrypted, then 接收成功."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Final

from eventlet import GreenPool
from minio import Minio

from chassis.database import UnitOfWork
from chassis.objects import ObjectStore, minio_client, read_whole
from contracts.base import Event
from contracts.certificates import LayoutRejected
from contracts.errors import Refused
from contracts.values import ObjectRef
from services.cert_svc.domain.certificates import (
    Approval,
    Certificate,
    layout_refused,
    layout_stored,
)
from services.cert_svc.domain.layouts import Fault, fault_of
from services.cert_svc.repository import locked, save
from services.cert_svc.settings import Settings
from services.cert_svc.views import layout_received

LAYOUTS_AT_ONCE: Final = 8


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of a certificate's announcements: those refused, then the one kept, if any."""

    certificate: Certificate
    approval: Approval
    refused: tuple[tuple[ObjectRef | None, Fault], ...]
    kept: ObjectRef | None


@dataclass(frozen=True, slots=True)
class Reception:
    """Every step may be repeated: what is still announced is what is still to be done."""

    db: UnitOfWork
    objects: ObjectStore
    settings: Settings
    now: Callable[[], datetime]

    def take_in(self, certificates: Iterable[Certificate]) -> None:
        """Examine all that is announced; Transient when the object store is away."""
        waiting = [
            (each, each.approval) for each in certificates if each.approval and each.announced
        ]
        if not waiting:
            return
        examined = list(GreenPool(LAYOUTS_AT_ONCE).starmap(self._examined, waiting))
        with self.db.transaction() as tx:
            before = locked(tx.session, [each.certificate_no for each, _ in waiting])
            after, events = dict(before), list[Event]()
            for each in examined:
                number = each.certificate.certificate_no
                certificate, said = _concluded(before[number].certificate, each, self.now())
                after[number] = replace(before[number], certificate=certificate)
                events += said
            save(tx.session, before, after.values())
            tx.publish(*events)

    def _examined(self, certificate: Certificate, approval: Approval) -> Examined:
        """Keeps the first layout that is right."""
        refused: list[tuple[ObjectRef | None, Fault]] = []
        for announcement in certificate.announced:
            content, fault = self._fetched(certificate, announcement)
            if fault is None:
                key = _key(certificate.certificate_no, approval, announcement)
                kept = self.objects.put(key, content, "application/json")
                return Examined(certificate, approval, tuple(refused), kept)
            refused.append((announcement, fault))
        return Examined(certificate, approval, tuple(refused), None)

    def _fetched(
        self, certificate: Certificate, announcement: ObjectRef | None
    ) -> tuple[bytes, Fault | None]:
        if announcement is None:
            return b"", "missing"
        try:
            content = read_whole(
                _client_of(self.settings), self.settings.customs_bucket, announcement.key
            )
        except Refused:
            return b"", "missing"
        return content, fault_of(content, announcement, certificate)


def _concluded(
    certificate: Certificate, examined: Examined, received_at: datetime
) -> tuple[Certificate, list[Event]]:
    """The certificate as it stands now, after what was examined; what is to be said of it."""
    approval, events = examined.approval, list[Event]()
    for announcement, fault in examined.refused:
        after = layout_refused(certificate, approval.revision, announcement)
        if after != certificate:
            events.append(_rejected(certificate, approval, fault))
        certificate = after
    if examined.kept is not None:
        after = layout_stored(certificate, approval.revision, examined.kept)
        if after != certificate:
            events.append(layout_received(after, approval, examined.kept, received_at))
        certificate = after
    return certificate, events


def _rejected(certificate: Certificate, approval: Approval, fault: Fault) -> LayoutRejected:
    return LayoutRejected(
        enterprise_code=approval.enterprise_code,
        certificate_no=certificate.certificate_no,
        revision=approval.revision,
        reason=fault,
    )


def _key(number: str, approval: Approval, announcement: ObjectRef | None) -> str:
    """Bears the digest: another delivery of the same approval never replaces what is in use.

    Spread over a hundred folders: file stores get slow where many entries lie in one.
    """
    digest = announcement.sha256[:16] if announcement else ""
    return f"certificates/{number[-2:]}/{number}/{approval.revision}/{digest}/layout.json"


@cache
def _client(endpoint: str, access_key: str, secret_key: str) -> Minio:
    return minio_client(endpoint, access_key, secret_key)


def _client_of(settings: Settings) -> Minio:
    return _client(settings.s3_endpoint, settings.s3_access_key, settings.s3_secret_key)
