"""Rings of keys as settings have them: the first for what is new, all of them for what is there."""

from dataclasses import dataclass

import pytest

from contracts.key_rings import KeyRing
from contracts.settings import BadSettings, load

KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
OTHER = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="


@dataclass(frozen=True, kw_only=True)
class Settings:
    stamp_keys: KeyRing


def test_the_first_is_current_and_all_are_found():
    ring = load(Settings, {"ORIGINPRINT_STAMP_KEYS": f"2026-11={OTHER}, 2025-11={KEY}"}).stamp_keys

    assert ring.current == ("2026-11", bytes([1]) * 32)
    assert [ring.find(key_id) for key_id in ("2025-11", "2024-11")] == [bytes(32), None]


def test_a_ring_is_read_as_it_is_written():
    ring = KeyRing.read(f"b={OTHER},a={KEY}")

    assert KeyRing.read(ring.written()) == ring


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "form id=key"),
        (KEY[:-1], "form id=key"),
        (f"={KEY}", "form id=key"),
        (f"a={KEY},a={OTHER}", "a is there twice"),
        (f"a={KEY},", "form id=key"),
        ("a=AAAA", "a has not 32 bytes"),
        ("a=?", "a is not base64"),
        (f"a.b={KEY}", "letters, digits"),
        (f"{'a' * 17}={KEY}", "1 to 16"),
    ],
)
def test_a_ring_that_is_none_stops_the_start_by_name_and_shows_no_key(text, fault):
    with pytest.raises(BadSettings, match=f"malformed: ORIGINPRINT_STAMP_KEYS: .*{fault}") as stop:
        load(Settings, {"ORIGINPRINT_STAMP_KEYS": text})

    assert KEY not in str(stop.value)


def test_a_ring_holds_a_key():
    with pytest.raises(ValueError, match="no key"):
        KeyRing(())
