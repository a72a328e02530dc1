"""Settings are read whole or not at all."""

import base64
from dataclasses import dataclass
from pathlib import Path

import pytest

from contracts.settings import BadSettings, load


@dataclass(frozen=True, kw_only=True)
class Settings:
    key: bytes
    folder: Path
    port: int
    delays: tuple[float, ...] = (5.0, 30.0)
    quick: bool = False


GIVEN = {
    "ORIGINPRINT_KEY": base64.b64encode(bytes(32)).decode(),
    "ORIGINPRINT_FOLDER": "/var/specimen",
    "ORIGINPRINT_PORT": "8080",
    "PATH": "/usr/bin",
}


def test_every_field_gets_its_value_in_its_own_type():
    told = load(Settings, {**GIVEN, "ORIGINPRINT_QUICK": "True", "ORIGINPRINT_DELAYS": "1,2.5"})

    assert told == Settings(
        key=bytes(32), folder=Path("/var/specimen"), port=8080, delays=(1.0, 2.5), quick=True
    )


def test_a_field_that_is_not_given_keeps_its_default():
    assert load(Settings, GIVEN).delays == (5.0, 30.0)


def test_every_fault_of_the_environment_is_named_at_once():
    environ = {**GIVEN, "ORIGINPRINT_PORT": "many", "ORIGINPRINT_COLOUR": "red"}
    del environ["ORIGINPRINT_FOLDER"]

    with pytest.raises(BadSettings) as stopped:
        load(Settings, environ)

    assert str(stopped.value).splitlines()[1:] == [
        "  malformed: ORIGINPRINT_PORT: invalid literal for int() with base 10: 'many'",
        "  missing: ORIGINPRINT_FOLDER",
        "  unknown: ORIGINPRINT_COLOUR",
    ]


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("KEY", "no base64!", "not base64"),
        ("KEY", base64.b64encode(bytes(16)).decode(), "a key has 32 bytes"),
        ("QUICK", "yes", "neither true nor false"),
        ("DELAYS", "1,soon", "could not convert string to float: 'soon'"),
    ],
)
def test_a_value_of_another_kind_is_refused_with_its_reason(name, text, reason):
    with pytest.raises(BadSettings, match=f"malformed: ORIGINPRINT_{name}: {reason}"):
        load(Settings, {**GIVEN, f"ORIGINPRINT_{name}": text})
