"""The bucket where customs puts layouts down for cert_svc to fetch."""

import io
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import urllib3
from minio import Minio
from minio.error import MinioException

from contracts.silence import SOCKET_OPTIONS
from customs.errors import Unavailable
from customs.settings import Settings

PUTS_AT_ONCE = 8
_TIMEOUT = urllib3.Timeout(connect=3, read=10)


class Objects:
    """Puts bytes under a key; Unavailable when the store does not take them."""

    def __init__(self, settings: Settings) -> None:
        address = urlsplit(settings.s3_endpoint)
        self._bucket = settings.s3_bucket
        self._has_bucket = False
        self._client = Minio(
            address.netloc or settings.s3_endpoint,
            access_key=settings.s3_access_key,
            secret_key=settings.s3_secret_key,
            secure=address.scheme == "https",
            region="us-east-1",
            http_client=urllib3.PoolManager(
                timeout=_TIMEOUT,
                maxsize=16,
                retries=urllib3.Retry(total=1, backoff_factor=0.1),
                socket_options=SOCKET_OPTIONS,
            ),
        )

    def put(self, key: str, content: bytes) -> None:
        try:
            self._make_bucket()
            self._client.put_object(
                self._bucket, key, io.BytesIO(content), len(content), "application/json"
            )
        except (MinioException, urllib3.exceptions.HTTPError, OSError) as error:
            raise Unavailable("object store") from error

    def put_all(self, contents: Mapping[str, bytes]) -> None:
        """Several at once; Unavailable when any of them was not taken."""
        with ThreadPoolExecutor(PUTS_AT_ONCE) as pool:
            list(pool.map(self.put, contents.keys(), contents.values()))

    def is_up(self) -> bool:
        """Whether the bucket can be reached."""
        try:
            self._make_bucket()
            return bool(self._client.bucket_exists(self._bucket))
        except (MinioException, urllib3.exceptions.HTTPError, OSError):
            return False

    def _make_bucket(self) -> None:
        """Once per process, unless it is there."""
        if not self._has_bucket:
            if not self._client.bucket_exists(self._bucket):
                self._client.make_bucket(self._bucket)
            self._has_bucket = True
