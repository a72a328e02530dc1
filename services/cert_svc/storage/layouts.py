"""Layouts as objects: fetched from customs' bucket, kept encrypted in our own."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from minio import Minio

from chassis.objects import ObjectStore, minio_client, read_beginning
from contracts.errors import Refused
from contracts.layouts import MAX_LAYOUT_BYTES
from contracts.values import ObjectRef
from services.cert_svc.domain.certificates import Approval
from services.cert_svc.settings import Settings

_MOST_BYTES: Final = MAX_LAYOUT_BYTES + 1


@dataclass(frozen=True, slots=True)
class LayoutStore:
    """Every call blocks; Transient when the object store is away."""

    objects: ObjectStore
    settings: Settings

    def fetch(self, announced: ObjectRef) -> bytes | None:
        """What customs put down; None where nothing lies there.

        Of what is larger than any layout may be, one byte too many: whoever has customs' account
        could put down more than this process has memory for, and the event would come again.
        """
        client = _client(
            self.settings.s3_endpoint, self.settings.s3_access_key, self.settings.s3_secret_key
        )
        try:
            return read_beginning(client, self.settings.customs_bucket, announced.key, _MOST_BYTES)
        except Refused:
            return None

    def keep(
        self, certificate_no: str, approval: Approval, announced: ObjectRef, content: bytes
    ) -> ObjectRef:
        """The key bears the digest: another delivery never replaces what is in use.

        Spread over a hundred folders, and none for each: file stores get slow where many entries
        lie in one, and at making folders.
        """
        name = f"{certificate_no}-{approval.revision}-{announced.sha256[:16]}"
        key = f"certificates/{certificate_no[-2:]}/{name}.json"
        return self.objects.put(key, content, "application/json", owner=approval.enterprise_code)


@cache
def _client(endpoint: str, access_key: str, secret_key: str) -> Minio:
    return minio_client(endpoint, access_key, secret_key)
