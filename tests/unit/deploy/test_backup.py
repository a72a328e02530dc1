"""What a backup holds and says of itself, and what it must not hold."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from contracts.object_kinds import FLEETING, kept_folders
from deploy.backup import broker, database, objects
from deploy.backup.__main__ import newest
from deploy.backup.keys import KeysMissingError, check_keys, copy_keys, fingerprints, secrets_of
from deploy.backup.register import DATABASE, OBJECTS, BackupDamagedError, Register, digests
from deploy.backup.restoring import DATA, set_aside
from deploy.broker.definitions import whole
from deploy.local.keys import kept_keys, new_ring
from deploy.local.servers import kept_passwords

NOON = datetime(2026, 5, 6, 12, 0, tzinfo=UTC)


@pytest.fixture
def backup(tmp_path) -> Path:
    (tmp_path / DATABASE).mkdir()
    (tmp_path / DATABASE / "base.tar.gz").write_bytes(b"every row")
    (tmp_path / OBJECTS).mkdir()
    (tmp_path / OBJECTS / "layout.json").write_bytes(b"encrypted")
    Register(
        begun_at=NOON,
        point_at=NOON + timedelta(seconds=1),
        finished_at=NOON + timedelta(seconds=2),
        files=digests(tmp_path, DATABASE),
        objects=1,
        keys={"stamp_keys": {"2026": "abc"}},
    ).write(tmp_path)
    return tmp_path


@pytest.fixture
def product(tmp_path) -> Path:
    """As much of one as its secrets."""
    root = tmp_path / "product"
    root.mkdir()
    kept_keys(root)
    (root / "servers").mkdir()
    kept_passwords(root / "servers/passwords.json")
    return root


def test_a_backup_says_of_itself_what_was_written_down(backup):
    register = Register.read(backup)

    assert register.point_at == NOON + timedelta(seconds=1)
    assert register.keys == {"stamp_keys": {"2026": "abc"}}
    register.check(backup)


def test_a_file_that_was_altered_is_named(backup):
    (backup / DATABASE / "base.tar.gz").write_bytes(b"every row but one")

    with pytest.raises(BackupDamagedError, match=r"database/base\.tar\.gz"):
        Register.read(backup).check(backup)


def test_a_file_that_is_gone_is_named(backup):
    (backup / DATABASE / "base.tar.gz").unlink()

    with pytest.raises(BackupDamagedError, match=r"database/base\.tar\.gz"):
        Register.read(backup).check(backup)


def test_objects_that_are_gone_are_counted(backup):
    (backup / OBJECTS / "layout.json").unlink()

    with pytest.raises(BackupDamagedError, match="1 of 1 objects"):
        Register.read(backup).check(backup)


def test_the_newest_backup_is_the_last_one_that_was_finished(backup):
    earlier, later, unfinished = (backup / name for name in ("20260101", "20260201", "20260301"))
    for folder in (earlier, later, unfinished):
        folder.mkdir()
    Register.read(backup).write(earlier)
    Register.read(backup).write(later)

    assert newest(backup) == later


def test_without_a_finished_backup_there_is_nothing_to_restore(tmp_path):
    (tmp_path / "20260101").mkdir()

    with pytest.raises(BackupDamagedError, match="no finished backup"):
        newest(tmp_path)


def test_the_keys_that_were_added_since_do_no_harm():
    old, new = new_ring("2025"), new_ring("2026")
    needed = fingerprints({"stamp_keys": old.written()})

    check_keys(needed, {"stamp_keys": f"{new.written()},{old.written()}"})


def test_another_key_under_the_same_id_is_named():
    needed = fingerprints({"stamp_keys": new_ring("2026").written()})

    with pytest.raises(KeysMissingError, match="stamp_keys 2026"):
        check_keys(needed, {"stamp_keys": new_ring("2026").written()})


def test_fingerprints_show_no_key():
    ring = new_ring("2026")

    shown = json.dumps(fingerprints({"stamp_keys": ring.written()}))

    assert ring.written().partition("=")[2] not in shown


def test_no_keys_are_made_for_a_restore(tmp_path):
    with pytest.raises(KeysMissingError, match=r"secrets\.json"):
        secrets_of(tmp_path)


def test_keys_go_to_another_root_and_name_their_files_there(product, tmp_path):
    other = tmp_path / "other"

    copy_keys(product, other)

    moved = secrets_of(other)
    assert moved["signer_key"] == str(other / "keys/signer_key.pem")
    assert Path(moved["signer_key"]).read_bytes() == (product / "keys/signer_key.pem").read_bytes()
    assert fingerprints(moved) == fingerprints(secrets_of(product))


def test_definitions_in_a_backup_name_no_account_and_no_password():
    kept = broker.without_secrets(whole({"gateway": "a password"}))

    assert "users" not in kept
    assert "permissions" not in kept
    assert "password" not in json.dumps(kept)


def test_queues_of_a_process_that_ran_are_not_missed():
    passing = {"name": "gateway-live-1", "vhost": "/"}

    assert broker.without_secrets({"queues": [passing]})["queues"] == []


def test_what_was_made_by_hand_at_the_broker_is_told():
    by_hand = {"name": "by-hand", "vhost": "/", "pattern": ".*"}
    before = broker.without_secrets({"policies": [by_hand]})

    [line] = broker.missing(before, broker.without_secrets({}))

    assert "by-hand" in line


def test_what_is_soon_deleted_is_in_no_backup():
    assert kept_folders() == ["certificates", "prints", "seals", "signatures"]
    assert len(objects.exclusions()) == len(FLEETING)


def test_a_recovery_ends_at_the_moment_asked_for():
    until = datetime(2026, 5, 6, 20, 0, tzinfo=timezone(timedelta(hours=8)))

    settings = database.recovery_settings(Path("/log"), until)

    assert settings["recovery_target_time"] == "2026-05-06 20:00:00+08:00"
    assert settings["recovery_target_action"] == "promote"


def test_a_recovery_without_a_moment_takes_all_there_is():
    assert "recovery_target_time" not in database.recovery_settings(Path("/log"), None)


def test_settings_of_a_recovery_are_gone_after_it(tmp_path):
    (tmp_path / "postgresql.auto.conf").write_text("work_mem = '8MB'\n")

    database.recover_from(tmp_path, Path("/it's/the log"), NOON)
    database.forget_recovery(tmp_path)

    assert (tmp_path / "recovery.signal").exists()
    assert (tmp_path / "postgresql.auto.conf").read_text() == "work_mem = '8MB'\n"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("00000001000000000000000A", True),
        ("00000001000000000000000A.partial", True),
        ("00000002.history", False),
    ],
)
def test_a_folder_with_a_segment_holds_a_log(tmp_path, name, found):
    (tmp_path / name).touch()

    assert database.has_log(tmp_path) is found


def test_data_that_are_there_are_set_aside_and_kept(tmp_path):
    place = tmp_path / DATA[0]
    place.mkdir(parents=True)
    (place / "PG_VERSION").write_text("15")

    set_aside(tmp_path, lambda _: None)

    assert not place.exists()
    [kept] = place.parent.iterdir()
    assert (kept / "PG_VERSION").read_text() == "15"
