"""Takes in layouts: fetched from customs' bucket, examined, kept encrypted, then 接收成功."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from minio import Minio

from chassis.database import Transaction, UnitOfWork
from chassis.objects import ObjectStore, minio_client, read_whole
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


@dataclass(frozen=True, slots=True)
class Reception:
    """Every step may be repeated: what is still announced is what is still to be done."""

    db: UnitOfWork
    objects: ObjectStore
    settings: Settings
    now: Callable[[], datetime]

    def take_in(self, certificate: Certificate | None) -> None:
        """Examine all that is announced; Transient when the object store is away."""
        if certificate is None or certificate.approval is None:
            return
        for announcement in certificate.announced:
            if self._took_in(certificate, certificate.approval, announcement):
                return

    def _took_in(
        self, certificate: Certificate, approval: Approval, announcement: ObjectRef | None
    ) -> bool:
        content, fault = self._examined(certificate, announcement)
        if fault is not None:
            with self.db.transaction() as tx:
                _refuse(tx, certificate.certificate_no, approval, announcement, fault)
            return False
        kept = self.objects.put(
            _key(certificate.certificate_no, approval, announcement), content, "application/json"
        )
        with self.db.transaction() as tx:
            _keep(tx, certificate.certificate_no, approval, kept, self.now())
        return True

    def _examined(
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


def _keep(
    tx: Transaction, number: str, approval: Approval, layout: ObjectRef, received_at: datetime
) -> None:
    before = locked(tx.session, number)
    after = layout_stored(before.certificate, approval.revision, layout)
    if after != before.certificate:
        save(tx.session, before, after, listed=before.listed)
        tx.publish(layout_received(after, approval, layout, received_at))


def _refuse(
    tx: Transaction,
    number: str,
    approval: Approval,
    announcement: ObjectRef | None,
    fault: Fault,
) -> None:
    before = locked(tx.session, number)
    after = layout_refused(before.certificate, approval.revision, announcement)
    if after != before.certificate:
        save(tx.session, before, after, listed=before.listed)
        tx.publish(
            LayoutRejected(
                enterprise_code=approval.enterprise_code,
                certificate_no=number,
                revision=approval.revision,
                reason=fault,
            )
        )


def _key(number: str, approval: Approval, announcement: ObjectRef | None) -> str:
    """Bears the digest: another delivery of the same approval never replaces what is in use."""
    digest = announcement.sha256[:16] if announcement else ""
    return f"certificates/{number}/{approval.revision}/{digest}/layout.json"


@cache
def _client(endpoint: str, access_key: str, secret_key: str) -> Minio:
    return minio_client(endpoint, access_key, secret_key)


def _client_of(settings: Settings) -> Minio:
    return _client(settings.s3_endpoint, settings.s3_access_key, settings.s3_secret_key)
