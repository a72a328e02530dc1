"""The object store: bytes in S3, encrypted at rest, checked against their SHA-256 when read."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from io import BytesIO
from typing import Any, Self
from urllib.parse import urlsplit

from minio import Minio
from minio.error import InvalidResponseError, S3Error, ServerError
from urllib3 import BaseHTTPResponse, PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError

from chassis.ciphers import OVERHEAD_BYTES, Cipher, Source
from chassis.errors import Away, Transient
from contracts.errors import Refused
from contracts.key_rings import KeyRing
from contracts.object_kinds import OBJECT_KINDS, kind_of
from contracts.silence import SOCKET_OPTIONS
from contracts.values import ObjectRef

_ABSENT = frozenset({"NoSuchKey", "NoSuchBucket", "NoSuchObject"})


def minio_client(endpoint: str, access_key: str, secret_key: str) -> Minio:
    """`endpoint` is a URL; short time-outs, so that a dead store is noticed."""
    address = urlsplit(endpoint)
    pool = PoolManager(
        timeout=Timeout(connect=2, read=20),
        retries=Retry(total=1, backoff_factor=0.1),
        maxsize=32,
        socket_options=SOCKET_OPTIONS,
    )
    return Minio(
        address.netloc,
        access_key=access_key,
        secret_key=secret_key,
        secure=address.scheme == "https",
        region="us-east-1",
        http_client=pool,
    )


class ObjectStore:
    """Put, get and delete whole objects of one bucket; every call blocks.

    Encrypted under a data key of the `owner` (an enterprise's code; empty for none) and for the key
    it lies under, so an object moved under another one does not decrypt. `rings` are the master
    keys by kind of object (`contracts/object_kinds.py`); LookupError for a kind without.
    Refused("object.missing" or "object.altered"); Away when the store is.
    """

    def __init__(
        self,
        endpoint: str,
        access_key: str,
        secret_key: str,
        bucket: str,
        rings: Mapping[str, KeyRing],
    ) -> None:
        self._client = minio_client(endpoint, access_key, secret_key)
        self._bucket = bucket
        self._ciphers = {name: Cipher(ring) for name, ring in rings.items()}

    @classmethod
    def of(cls, settings: Any) -> Self:
        """With the rings that these settings have."""
        return cls(
            settings.s3_endpoint,
            settings.s3_access_key,
            settings.s3_secret_key,
            settings.s3_bucket,
            rings_of(settings),
        )

    def ensure_bucket(self) -> None:
        """Of several services that start at once, one makes it."""
        with store_errors(self._bucket):
            if self._client.bucket_exists(bucket_name=self._bucket):
                return
            try:
                self._client.make_bucket(bucket_name=self._bucket)
            except (S3Error, InvalidResponseError):
                if not self._client.bucket_exists(bucket_name=self._bucket):
                    raise

    def is_up(self) -> bool:
        try:
            with store_errors(self._bucket):
                return bool(self._client.bucket_exists(bucket_name=self._bucket))
        except Transient:
            return False

    def put(
        self,
        key: str,
        data: bytes,
        content_type: str = "application/octet-stream",
        *,
        owner: str = "",
    ) -> ObjectRef:
        """Store `data` under `key`, replacing what was there."""
        sealed = self._cipher(key).encrypt(data, key, owner)
        with store_errors(key):
            self._client.put_object(
                bucket_name=self._bucket,
                object_name=key,
                data=BytesIO(sealed),
                length=len(sealed),
                content_type=content_type,
            )
        return ObjectRef(key=key, sha256=hashlib.sha256(data).hexdigest())

    def put_stream(self, key: str, source: Source, size: int, *, owner: str = "") -> ObjectRef:
        """As `put`, with some MiB in memory whatever the `size` of the source in bytes."""
        sealing = self._cipher(key).encrypting(source, key, owner)
        with store_errors(key):
            self._client.put_object(
                bucket_name=self._bucket,
                object_name=key,
                data=sealing,  # type: ignore[arg-type] # of a stream it only reads
                length=size + OVERHEAD_BYTES,
                num_parallel_uploads=1,  # more would read ahead of a slow store without end
            )
        return ObjectRef(key=key, sha256=sealing.sha256.hexdigest())

    def get(self, ref: ObjectRef) -> bytes:
        sealed = read_whole(self._client, self._bucket, ref.key)
        try:
            data = self._cipher(ref.key).decrypt(sealed, ref.key)
        except ValueError:
            raise Refused("object.altered", {"key": ref.key}) from None
        if hashlib.sha256(data).hexdigest() != ref.sha256:
            raise Refused("object.altered", {"key": ref.key})
        return data

    def delete(self, key: str) -> None:
        """Deleting what is not there is no error."""
        with store_errors(key, absent_is_fine=True):
            self._client.remove_object(bucket_name=self._bucket, object_name=key)

    def _cipher(self, key: str) -> Cipher:
        return self._ciphers[kind_of(key).keys]


def rings_of(settings: Any) -> dict[str, KeyRing]:
    """The rings of master keys that these settings have, by their names."""
    names = [kind.keys for kind in OBJECT_KINDS if hasattr(settings, kind.keys)]
    return {name: getattr(settings, name) for name in names}


def read_whole(client: Minio, bucket: str, key: str) -> bytes:
    """The object's bytes as stored."""
    with _opened(client, bucket, key) as response:
        return bytes(response.read())


def read_beginning(client: Minio, bucket: str, key: str, most: int) -> bytes:
    """The object's first bytes as stored, at most so many of them, however many there are."""
    found = bytearray()
    with _opened(client, bucket, key) as response:
        # An answer that ends too early is an error only to whoever reads on.
        while part := response.read(most - len(found), decode_content=False):
            found += part
    return bytes(found)


@contextmanager
def _opened(client: Minio, bucket: str, key: str) -> Iterator[BaseHTTPResponse]:
    with store_errors(key):
        response = client.get_object(bucket_name=bucket, object_name=key)
        try:
            yield response
        finally:
            response.close()
            response.release_conn()


@contextmanager
def store_errors(key: str, *, absent_is_fine: bool = False) -> Iterator[None]:
    """rclone names its error bodies text/xml, so minio raises InvalidResponseError for S3Error."""
    try:
        yield
    except (S3Error, InvalidResponseError) as error:
        if _is_absent(error):
            if absent_is_fine:
                return
            raise Refused("object.missing", {"key": key}) from error
        if _is_own_failure(error):
            raise Away(f"object store is away: {error}") from error
        raise Transient(f"object store refused {key}: {error}") from error
    except (ServerError, HTTPError, OSError) as error:
        raise Away(f"object store is away: {error}") from error


def _is_own_failure(error: S3Error | InvalidResponseError) -> bool:
    """Whether the store answered with a 5xx status."""
    if isinstance(error, S3Error):
        return error.response.status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return "Response code: 5" in str(error)


def _is_absent(error: S3Error | InvalidResponseError) -> bool:
    if isinstance(error, S3Error):
        return error.code in _ABSENT
    return "Response code: 404" in str(error)
