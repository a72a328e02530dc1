"""Public keys are found by their id."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from services.print_svc.domain import keys
from services.print_svc.domain.keys import (
    jwk_bytes,
    key_id,
    load_private_key,
    load_public_key,
    public_keys,
    public_pem,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PEM = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def test_keys_read_back_from_their_files():
    assert load_private_key(PEM).private_bytes_raw() == KEY.private_bytes_raw()
    assert load_public_key(public_pem(KEY.public_key())) == KEY.public_key()


def test_a_key_given_twice_is_one_key():
    assert list(public_keys([KEY.public_key()] * 2)) == [key_id(KEY.public_key())]


def test_two_keys_of_one_id_are_refused(monkeypatch):
    monkeypatch.setattr(keys, "KEY_ID_BYTES", 0)
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))

    with pytest.raises(ValueError, match="share one id"):
        public_keys([KEY.public_key(), other.public_key()])


def test_keys_of_another_kind_are_refused():
    other = ec.generate_private_key(ec.SECP256R1())
    private = other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = other.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    with pytest.raises(ValueError, match="not an Ed25519 private key"):
        load_private_key(private)
    with pytest.raises(ValueError, match="not an Ed25519 public key"):
        load_public_key(public)


def test_a_public_key_is_written_as_other_programs_read_it():
    """RFC 8037, appendix A.2."""
    raw = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")

    written = jwk_bytes(Ed25519PublicKey.from_public_bytes(raw))

    assert written == "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
