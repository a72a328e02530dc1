"""Keys turn in the background: nothing is lost, changed back or brought back, whoever dies."""

import os
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from chassis.data_keys import Header
from chassis.objects import ObjectStore, minio_client, read_whole
from chassis.testing import TEST_CALLER_KEYS, TEST_KEY, TEST_SEALING_KEY, rings_for
from chassis.turning import Left, NotConditionalError, Turning
from contracts.errors import Refused
from contracts.key_rings import KeyRing
from services.seal_svc.settings import Settings
from tests.integration.chassis.conditional_store import conditional_store

ROOT = Path(__file__).parents[3]
OLD = rings_for("seal_svc")["stamp_keys"]
BOTH = KeyRing((("new", bytes(range(1, 33))), *OLD.keys))
NEW = KeyRing(BOTH.keys[:1])
SCAN = b"a scan"


@pytest.fixture
def client(servers):
    return minio_client(servers.s3_endpoint, servers.s3_access_key, servers.s3_secret_key)


@pytest.fixture
def way(servers, client):
    with conditional_store(servers.s3_endpoint, client) as store:
        yield store


@pytest.fixture
def settings(servers, way, s3_bucket) -> Settings:
    return Settings(
        amqp_url=servers.amqp_url,
        database_url="unused",
        s3_endpoint=way.endpoint,
        s3_access_key=servers.s3_access_key,
        s3_secret_key=servers.s3_secret_key,
        s3_bucket=s3_bucket,
        metrics_port=0,
        signing_key=TEST_KEY,
        caller_keys=TEST_CALLER_KEYS,
        dead_letter_sealing_key=TEST_SEALING_KEY,
        **rings_for("seal_svc"),
    )


@pytest.fixture
def old(settings) -> ObjectStore:
    """As a process that has not heard of the new keys."""
    store = ObjectStore.of(settings)
    store.ensure_bucket()
    return store


@pytest.fixture
def turned_settings(settings) -> Settings:
    return replace(settings, stamp_keys=BOTH, picture_keys=BOTH)


@pytest.fixture
def turning(old, turned_settings) -> Turning:
    return Turning("seal_svc", turned_settings)


@pytest.fixture
def new(settings) -> ObjectStore:
    """As a process from which the old keys were taken."""
    return ObjectStore.of(replace(settings, stamp_keys=NEW, picture_keys=NEW))


@pytest.fixture
def start(turned_settings, servers, tmp_path):
    """The command, as it is started in a container of the service."""
    values = {
        name: value.written() if isinstance(value, KeyRing) else value
        for name, value in vars(turned_settings).items()
        if name.startswith("s3_") or isinstance(value, KeyRing)
    }
    values |= {
        "amqp_url": servers.amqp_url,
        "database_url": "postgresql://",
        "metrics_port": "0",
        "signing_key": OLD.written().partition("=")[2],
        "dead_letter_sealing_key": OLD.written().partition("=")[2],
        "caller_keys": f"gateway={OLD.written().partition('=')[2]}",
    }
    named = {f"ORIGINPRINT_{name.upper()}": value for name, value in values.items()}
    inherited = {name: value for name, value in os.environ.items() if "ORIGINPRINT" not in name}

    def start(*options: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "chassis.turn_keys", "services.seal_svc", *options],
            env=inherited | named,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    return start


@pytest.fixture
def run(start):
    """The command from its start to its end: exit status and what it said."""

    def run(*options: str) -> tuple[int, str]:
        process = start(*options)
        said, _ = process.communicate(timeout=60)
        return process.returncode, said

    return run


def header_of(client, bucket, key):
    return Header.read(read_whole(client, bucket, key))


def test_a_turned_object_is_read_under_the_new_key_alone(old, new, turning):
    ref = old.put("seals/1/scan", SCAN, owner="E")

    assert turning.turn(ref.key) == "turned"

    assert new.get(ref) == SCAN
    assert turning.turn(ref.key) == "current"


def test_the_data_key_stays_unless_another_is_wanted(old, turning, client, s3_bucket):
    ref = old.put("seals/1/scan", SCAN, owner="E")
    first = header_of(client, s3_bucket, ref.key)

    turning.turn(ref.key)
    rewrapped = header_of(client, s3_bucket, ref.key)
    turning.turn(ref.key, new_data_key=True)

    assert rewrapped.data_key_id == first.data_key_id
    assert header_of(client, s3_bucket, ref.key).data_key_id != first.data_key_id


def test_an_object_that_is_deleted_meanwhile_stays_gone(old, turning, way):
    ref = old.put("seals/1/scan", SCAN)
    way.before = lambda _key: old.delete(ref.key)

    assert turning.turn(ref.key) == "gone"

    with pytest.raises(Refused, match=r"object\.missing"):
        old.get(ref)


def test_an_object_that_is_replaced_meanwhile_is_the_later_one(old, new, turning, way):
    old.put("seals/1/scan", SCAN)
    later = []

    def replace_once(_key: str) -> None:
        if not later:
            later.append(old.put("seals/1/scan", b"a later scan"))

    way.before = replace_once

    assert turning.turn("seals/1/scan") == "turned"

    assert new.get(later[0]) == b"a later scan"


def test_a_store_that_takes_no_notice_of_conditions_is_refused(old, turned_settings, servers):
    plain = replace(turned_settings, s3_endpoint=servers.s3_endpoint)

    with pytest.raises(NotConditionalError):
        Turning("seal_svc", plain).check_conditional()

    alone = Turning("seal_svc", plain, alone=True)
    alone.check_conditional()
    assert list(alone.places()) == []


def test_the_walk_keeps_to_what_the_process_writes(old, turning):
    old.put("uploads/1/scan", SCAN)
    for key in ("trials/1/overlay", "signatures/1/cutout", "seals/2/preview", "seals/1/scan"):
        old.put(key, SCAN)

    found = [place for place, _ in turning.places()]

    assert sorted(found) == [
        "seals/1/scan",
        "seals/2/preview",
        "signatures/1/cutout",
        "trials/1/overlay",
    ]
    assert {place for place, _ in turning.places(after="seals/2/preview")} == {
        "signatures/1/cutout",
        "trials/1/overlay",
    }


def test_what_is_left_is_counted_by_its_key(old, new, turning):
    old.put("seals/1/scan", SCAN)
    new.put("seals/2/scan", SCAN)
    left = Left()

    for place, _ in turning.places():
        turning.look(place, left)

    assert left.objects == {("stamp_keys", "test"): 1, ("stamp_keys", "new"): 1}


def test_a_command_killed_in_the_middle_ends_its_work_the_next_time(old, new, start, run, way):
    refs = [old.put(f"seals/{number}/scan", b"%d" % number, owner="E") for number in range(8)]
    fifth = threading.Event()
    killed = threading.Event()
    way.before = lambda _key: way.replaced == 4 and (fifth.set() or killed.wait(60))
    first = start()
    assert fifth.wait(60)
    first.kill()
    first.communicate()
    killed.set()

    status, said = run()

    assert status == 0, said
    assert "nothing is left under key test of stamp_keys; it may be removed" in said
    assert [new.get(ref) for ref in refs] == [b"%d" % number for number in range(8)]


def test_the_command_says_what_it_could_not_turn(old, run, client, s3_bucket):
    ref = old.put("seals/1/scan", SCAN)
    sealed = read_whole(client, s3_bucket, ref.key)
    client.put_object(s3_bucket, "seals/2/scan", BytesIO(sealed), len(sealed))  # moved there

    status, said = run()

    assert status == 1
    assert "1 left under key test of stamp_keys, for example seals/2/scan" in said
    assert "test of stamp_keys; it may be removed" not in said


def test_data_keys_turn_too_for_what_was_stored_before(old, new, run, client, s3_bucket):
    ref = old.put("seals/1/scan", SCAN, owner="E")
    first = header_of(client, s3_bucket, ref.key)
    soon = (datetime.now(UTC) + timedelta(minutes=1)).isoformat()

    status, said = run("--encrypted-before", soon)

    assert status == 0, said
    assert header_of(client, s3_bucket, ref.key).data_key_id != first.data_key_id
    assert new.get(ref) == SCAN
