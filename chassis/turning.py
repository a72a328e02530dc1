"""Objects under the current master keys: found by their headers, put back only unchanged.

Safe beside processes that write and delete: an object is replaced with `If-Match`, so that one
that changed is looked at again, and one that is gone stays gone.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any, Final, Literal

from minio import Minio
from minio.datatypes import Object
from minio.error import InvalidResponseError, S3Error

from chassis.ciphers import Cipher
from chassis.data_keys import HEADER_BYTES, Header
from chassis.objects import minio_client, rings_of, store_errors
from contracts.errors import Refused
from contracts.object_kinds import OBJECT_KINDS, PROBE, folders_written_by, kind_of, probe_of

Outcome = Literal["turned", "current", "gone", "unreadable"]
TRIES: Final = 5
_NO_ETAG: Final = "0" * 32


class StillChangingError(Exception):
    """Somebody replaced the object each time it was to be turned."""


class NotConditionalError(Exception):
    """The store takes no notice of `If-Match`."""


@dataclass
class Left:
    """What one walk found: objects by setting and key id, and one place of each for example."""

    objects: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, keys: str, key_id: str, place: str) -> None:
        self.objects[keys, key_id] += 1
        self.examples.setdefault((keys, key_id), place)


UNREADABLE: Final = "?"
"""In place of a key id: not encrypted by this product, or put together by others."""


def key_id_of(sealed: bytes) -> str:
    try:
        return Header.read(sealed).master_id
    except ValueError:
        return UNREADABLE


class Turning:
    """The objects that one process writes, by its settings; every call blocks.

    Transient when the object store is away.
    """

    def __init__(self, process: str, settings: Any, *, alone: bool = False) -> None:
        self._client: Minio = minio_client(
            settings.s3_endpoint, settings.s3_access_key, settings.s3_secret_key
        )
        self._bucket: str = settings.s3_bucket
        self._alone = alone
        own = [kind for kind in OBJECT_KINDS if kind.writer == process]
        self._folders = folders_written_by(process)
        self._probe = probe_of(process)
        rings = rings_of(settings)
        self.ciphers = {kind.keys: Cipher(rings[kind.keys]) for kind in own}

    def check_conditional(self) -> None:
        """Raise NotConditionalError where `If-Match` of another ETag keeps nothing out."""
        if self._alone:
            return
        place = self._probe
        with store_errors(place):
            self._client.put_object(
                bucket_name=self._bucket, object_name=place, data=BytesIO(b"-"), length=1
            )
        accepted = self._accepts(place)
        with store_errors(place):
            self._client.remove_object(bucket_name=self._bucket, object_name=place)
        if accepted or self._accepts(place):
            with store_errors(place):
                self._client.remove_object(bucket_name=self._bucket, object_name=place)
            raise NotConditionalError

    def places(self, after: str = "") -> Iterator[tuple[str, datetime]]:
        """Those of this process that sort after `after`, and when each was put there."""
        for folder in self._folders:
            if f"{folder}/~" > after:
                yield from self._in_folder(folder, after)

    def turn(self, place: str, *, new_data_key: bool = False) -> Outcome:
        """Raise StillChangingError."""
        try:
            for _ in range(TRIES):
                outcome = self._tried(place, new_data_key=new_data_key)
                if outcome is not None:
                    return outcome
        except Refused:  # object.missing
            return "gone"
        raise StillChangingError(place)

    def look(self, place: str, left: Left) -> None:
        """Add the object to what is `left`, under whichever key it is."""
        try:
            left.add(kind_of(place).keys, key_id_of(self._beginning(place)), place)
        except Refused:  # object.missing
            return

    def _in_folder(self, folder: str, after: str) -> Iterator[tuple[str, datetime]]:
        with store_errors(folder):
            found: Iterator[Object] = self._client.list_objects(
                bucket_name=self._bucket, prefix=f"{folder}/", recursive=True, start_after=after
            )
            for one in found:
                place = str(one.object_name)
                if one.last_modified and place > after and self._is_own(place):
                    yield place, one.last_modified

    def _is_own(self, place: str) -> bool:
        if place.endswith(f"/{PROBE}"):
            return False
        try:
            return kind_of(place).keys in self.ciphers
        except LookupError:
            return False

    def _tried(self, place: str, *, new_data_key: bool) -> Outcome | None:
        """None where it changed meanwhile."""
        cipher = self.ciphers[kind_of(place).keys]
        try:
            if not new_data_key and cipher.is_current(Header.read(self._beginning(place))):
                return "current"
            sealed, etag, content_type = self._whole(place)
            turned = cipher.turned(sealed, place, new_data_key=new_data_key)
        except ValueError:
            return "unreadable"
        with store_errors(place):
            return "turned" if self._replaced(place, turned, etag, content_type) else None

    def _beginning(self, place: str) -> bytes:
        return self._read(place, length=HEADER_BYTES)[0]

    def _whole(self, place: str) -> tuple[bytes, str, str]:
        content, headers = self._read(place)
        return content, headers["etag"].strip('"'), headers["content-type"]

    def _read(self, place: str, length: int = 0) -> tuple[bytes, Any]:
        """The whole of it for a length of 0."""
        with store_errors(place):
            answer = self._client.get_object(
                bucket_name=self._bucket, object_name=place, length=length
            )
            try:
                return bytes(answer.read()), answer.headers
            finally:
                answer.close()
                answer.release_conn()

    def _accepts(self, place: str) -> bool:
        """Whether something is put there over what it is not, or where nothing is."""
        try:
            with store_errors(place):
                return self._replaced(place, b"-", _NO_ETAG, "text/plain")
        except Refused:  # object.missing
            return False

    def _replaced(self, place: str, content: bytes, etag: str, content_type: str) -> bool:
        """False where the object is another by now; raise as the client does for one gone."""
        headers: dict[str, Any] = {"If-Match": f'"{etag}"', "Content-Type": content_type}
        try:
            self._client._execute(  # noqa: SLF001 - put_object takes no condition
                "PUT",
                bucket_name=self._bucket,
                object_name=place,
                body=content,
                headers=headers,
            )
        except (S3Error, InvalidResponseError) as error:
            if _is_another(error):
                return False
            raise
        return True


def _is_another(error: S3Error | InvalidResponseError) -> bool:
    if isinstance(error, S3Error):
        return error.code in {"PreconditionFailed", "ConditionalRequestConflict"}
    return "Response code: 412" in str(error)
