"""Whoever has the object store, the database or a data key reads nothing beyond that."""

from dataclasses import replace
from io import BytesIO

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chassis.data_keys import HEADER_BYTES, NONCE_BYTES, DataKeys, Header
from chassis.objects import ObjectStore, minio_client, read_whole
from contracts.errors import Refused
from contracts.key_rings import KeyRing
from contracts.values import ObjectRef
from tests.integration.print_svc.conftest import objects, settings

__all__ = ["objects", "settings"]

OURS, THEIRS = "uploads/ours/scan", "uploads/theirs/scan"
SEAL = b"the cut-out of a seal"


@pytest.fixture
def stolen(objects, settings) -> dict[str, bytes]:
    """The store's content: an object of the thief's enterprise and one of its victim's."""
    client = minio_client(settings.s3_endpoint, settings.s3_access_key, settings.s3_secret_key)
    for place, owner in ((OURS, "THIEF"), (THEIRS, "VICTIM")):
        objects.put(place, SEAL, owner=owner)
    return {place: read_whole(client, settings.s3_bucket, place) for place in (OURS, THEIRS)}


def opened(sealed: bytes, key: bytes, place: str) -> bytes:
    """As whoever knows the form (`chassis/ciphers.py`) and a data key opens it."""
    begin = HEADER_BYTES + NONCE_BYTES
    bound = Header.read(sealed).bound + place.encode()
    return AESGCM(key).decrypt(sealed[HEADER_BYTES:begin], sealed[begin:], bound)


def test_the_data_key_of_one_enterprise_opens_nothing_of_another(stolen, settings):
    ours = DataKeys(settings.upload_keys).open(Header.read(stolen[OURS]))
    assert opened(stolen[OURS], ours, OURS) == SEAL

    with pytest.raises(InvalidTag):
        opened(stolen[THEIRS], ours, THEIRS)


def test_an_object_put_in_the_place_of_another_is_not_read(stolen, objects, settings):
    client = minio_client(settings.s3_endpoint, settings.s3_access_key, settings.s3_secret_key)
    ref = objects.put(THEIRS, SEAL, owner="VICTIM")

    moved = stolen[OURS]
    client.put_object(settings.s3_bucket, THEIRS, BytesIO(moved), len(moved))

    with pytest.raises(Refused, match=r"object\.altered"):
        objects.get(ref)


def test_a_key_of_another_kind_of_object_opens_nothing(stolen, settings):
    others = KeyRing((("test", bytes(range(64, 96))),))
    reader = ObjectStore.of(replace(settings, upload_keys=others))

    with pytest.raises(Refused, match=r"object\.altered"):
        reader.get(ObjectRef(key=THEIRS, sha256="0" * 64))
