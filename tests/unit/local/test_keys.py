"""A root's secrets are made once, for its owner's eyes only."""

import json
from pathlib import Path

import pytest

from contracts.key_rings import KeyRing
from deploy.local.keys import CARDS, RINGS, kept_keys, write_private
from deploy.local.server import ServerFailedError
from services.print_svc.domain.keys import load_private_key
from workstation.card_issuer import SpecimenAuthority


@pytest.fixture
def kept(tmp_path):
    return kept_keys(tmp_path)


def test_a_later_start_has_the_same_secrets(tmp_path, kept):
    assert kept_keys(tmp_path) == kept


def test_another_root_has_other_secrets(tmp_path, kept):
    assert kept_keys(tmp_path / "other")["stamp_keys"] != kept["stamp_keys"]


@pytest.mark.parametrize("name", RINGS)
def test_symmetric_keys_are_a_ring_of_one(kept, name):
    assert len(KeyRing.read(kept[name]).keys) == 1


def test_a_root_of_an_earlier_version_is_to_be_made_anew(tmp_path, kept):
    (tmp_path / "secrets.json").write_text(json.dumps(kept | {"object_key": "-"}))

    with pytest.raises(ServerFailedError, match=r"earlier version.*remove it"):
        kept_keys(tmp_path)


def test_nobody_else_may_read_secrets(tmp_path, kept):
    private = [path for path in tmp_path.rglob("*") if path.suffix in {".json", ".key", ".pem"}]
    public = {"ca.pem"}

    modes = {path.name: path.stat().st_mode & 0o077 for path in private if path.name not in public}

    assert modes
    assert not any(modes.values())


def test_the_named_files_hold_what_their_readers_expect(tmp_path, kept):
    authority = SpecimenAuthority.load(tmp_path / "keys" / CARDS)

    assert authority.certificate_pem.decode() in Path(kept["card_authorities"]).read_text()
    assert load_private_key(Path(kept["statement_key"]).read_bytes())


def test_an_interrupted_first_start_is_made_good(tmp_path, kept):
    (tmp_path / "secrets.json").unlink()

    again = kept_keys(tmp_path)

    assert again.items() >= json.loads((tmp_path / "secrets.json").read_text()).items()


def test_writing_privately_replaces_what_others_could_read(tmp_path):
    (tmp_path / "file").write_text("open")

    write_private(tmp_path / "file", b"closed")

    assert (tmp_path / "file").read_bytes() == b"closed"
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600
