"""What an object store's answers mean, in S3's own words and in rclone's."""

import gzip
from io import BytesIO

import pytest
from minio import Minio
from urllib3 import HTTPResponse, PoolManager
from urllib3.exceptions import MaxRetryError

from chassis import objects
from chassis.errors import Away, Transient
from chassis.objects import ObjectStore, read_beginning
from contracts.errors import Refused
from contracts.key_rings import KeyRing
from contracts.object_kinds import OBJECT_KINDS
from contracts.values import ObjectRef

RINGS = {kind.keys: KeyRing((("1", bytes(32)),)) for kind in OBJECT_KINDS}
REF = ObjectRef(key="seals/1/scan", sha256="0" * 64)


class Answering(PoolManager):
    """The wire: every request is answered alike."""

    def __init__(self, answer: HTTPResponse | Exception) -> None:
        super().__init__()
        self._answer = answer

    def urlopen(self, *_: object, **__: object) -> HTTPResponse:
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer


def said(status: int, code: str, content_type: str = "application/xml") -> HTTPResponse:
    body = f"<Error><Code>{code}</Code><Message>no</Message><RequestId>1</RequestId></Error>"
    return HTTPResponse(body.encode(), {"content-type": content_type}, status=status)


def said_by_rclone(status: int, code: str) -> HTTPResponse:
    return said(status, code, "text/xml; charset=utf-8")


@pytest.fixture
def store_that(monkeypatch):
    """A store whose server answers everything so, or fails so."""

    def store_that(answers: HTTPResponse | Exception) -> ObjectStore:
        client = Minio("store", "key", "secret", region="us-east-1", http_client=Answering(answers))
        monkeypatch.setattr(objects, "minio_client", lambda *_: client)
        return ObjectStore("http://store", "key", "secret", "bucket", RINGS)

    return store_that


@pytest.mark.parametrize("says", [said, said_by_rclone])
def test_an_object_that_is_not_there_is_refused(store_that, says):
    store = store_that(says(404, "NoSuchKey"))

    with pytest.raises(Refused, match=r"object\.missing") as refusal:
        store.get(REF)

    assert refusal.value.details == {"key": REF.key}


def beginning(answer: HTTPResponse, most: int) -> bytes:
    client = Minio("store", "key", "secret", region="us-east-1", http_client=Answering(answer))
    return read_beginning(client, "bucket", REF.key, most)


def object_of(content: bytes, **headers: str) -> HTTPResponse:
    return HTTPResponse(BytesIO(content), headers, status=200, preload_content=False)


@pytest.mark.parametrize(("most", "read"), [(3, b"SPE"), (8, b"SPECIMEN"), (9, b"SPECIMEN")])
def test_of_a_large_object_no_more_is_read_than_asked_for(most, read):
    assert beginning(object_of(b"SPECIMEN"), most) == read


def test_an_object_is_not_unpacked_by_reading_it():
    packed = gzip.compress(bytes(1_000_000))

    assert beginning(object_of(packed, **{"content-encoding": "gzip"}), 2_000_000) == packed


def test_an_answer_that_ends_too_early_is_a_store_that_is_away():
    with pytest.raises(Away):
        beginning(object_of(b"SPECI", **{"content-length": "8"}), 9)


@pytest.mark.parametrize("says", [said, said_by_rclone])
def test_deleting_what_is_not_there_is_no_error(store_that, says):
    store_that(says(404, "NoSuchKey")).delete(REF.key)


@pytest.mark.parametrize("says", [said, said_by_rclone])
@pytest.mark.parametrize(("status", "code"), [(500, "InternalError"), (503, "SlowDown")])
def test_a_store_that_fails_by_itself_is_away(store_that, says, status, code):
    store = store_that(says(status, code))

    with pytest.raises(Away):
        store.get(REF)


@pytest.mark.parametrize("says", [said, said_by_rclone])
def test_a_number_in_an_answer_is_not_taken_for_its_status(store_that, says):
    store = store_that(says(500, "InternalError404"))

    with pytest.raises(Away):
        store.get(REF)


@pytest.mark.parametrize(
    "failure",
    [
        ConnectionRefusedError("nobody listens"),
        MaxRetryError(None, "/bucket", "time-out"),
        HTTPResponse(b"", {}, status=502),
    ],
)
def test_a_store_that_cannot_be_reached_is_away(store_that, failure):
    store = store_that(failure)

    with pytest.raises(Away):
        store.put(REF.key, b"scan")


@pytest.mark.parametrize("says", [said, said_by_rclone])
def test_a_store_that_says_no_is_asked_a_few_more_times(store_that, says):
    store = store_that(says(403, "AccessDenied"))

    with pytest.raises(Transient) as failure:
        store.get(REF)

    assert type(failure.value) is Transient


@pytest.mark.parametrize(
    "failure", [ConnectionRefusedError("nobody listens"), HTTPResponse(b"", {}, status=502)]
)
def test_a_store_that_is_away_is_not_up(store_that, failure):
    assert not store_that(failure).is_up()
