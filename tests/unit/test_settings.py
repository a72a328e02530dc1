"""Settings of every process: no secret shows where one of them is printed or logged."""

import dataclasses
import importlib
import re
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from contracts.amqp import AmqpUrl
from contracts.key_rings import KeyRing
from contracts.object_kinds import OBJECT_KINDS, keys_held_by
from contracts.settings import NamedKeys
from contracts.traces import ReceiverUrl

ROOT = Path(__file__).parents[2]
PLACES = ("chassis", "gateway", "customs", "workstation", "services/*")
SECRET = re.compile(r"amqp_url|database_url|\w*_key|\w*(secret|password|token)\w*")
TEXTS = {str, AmqpUrl, ReceiverUrl, bytes}
PUBLIC = {"sealing_key", "dead_letter_sealing_key"}
"""Named like secrets, and the public halves of them."""
OTHERS: dict[Any, Any] = {
    int: 7,
    bool: True,
    float: 0.5,
    Path: Path("file"),
    tuple[float, ...]: (0.5,),
    tuple[bytes, ...]: (b"key",),
    KeyRing: KeyRing((("ring", b"0123456789abcdef0123456789abcdef"),)),
    NamedKeys: (("process", b"key"),),
}


def settings_classes() -> list[type]:
    files = sorted(file for place in PLACES for file in ROOT.glob(f"{place}/settings.py"))
    names = [".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files]
    return [
        kind
        for name in names
        for kind in vars(importlib.import_module(name)).values()
        if dataclasses.is_dataclass(kind) and kind.__module__ == name
    ]


def secret_fields(kind: type) -> list[str]:
    """Texts and bytes; a path to a key is none."""
    hints = get_type_hints(kind)
    names = [field.name for field in dataclasses.fields(kind)]
    secret = [name for name in names if SECRET.fullmatch(name) and name not in PUBLIC]
    return [name for name in secret if hints[name] in TEXTS]


def sample(hint: Any, name: str) -> Any:
    """Every text and every key holds its own name backwards."""
    texts = {bytes: name[::-1].encode()} | dict.fromkeys(TEXTS - {bytes}, name[::-1])
    return texts[hint] if hint in texts else OTHERS[hint]


def filled(kind: type) -> Any:
    hints = get_type_hints(kind)
    names = [field.name for field in dataclasses.fields(kind)]
    return kind(**{name: sample(hints[name], name) for name in names})


CLASSES = settings_classes()
PROCESSES = (
    "gateway",
    "auth_svc",
    "cert_svc",
    "exception_svc",
    "print_svc",
    "seal_svc",
    "webhook_svc",
)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        pytest.param(kind, name, id=f"{kind.__module__}.{kind.__name__}.{name}")
        for kind in CLASSES
        for name in secret_fields(kind)
    ],
)
def test_a_secret_does_not_show_in_the_settings_it_belongs_to(kind, name):
    assert name[::-1] not in repr(filled(kind))


def test_what_is_no_secret_shows():
    assert all("level_gol" in repr(filled(kind)) for kind in CLASSES)


def test_a_ring_shows_its_ids_and_no_key():
    assert repr(OTHERS[KeyRing]) == "KeyRing(ring)"


@pytest.mark.parametrize("process", PROCESSES)
def test_a_process_holds_the_keys_of_the_objects_that_it_writes_or_reads(process):
    every = {kind.keys for kind in OBJECT_KINDS}
    package = process if process == "gateway" else f"services.{process}"
    settings = importlib.import_module(f"{package}.settings").Settings
    held = {field.name for field in dataclasses.fields(settings)}

    assert held & every == keys_held_by(process)
    assert ("s3_bucket" in held) == bool(keys_held_by(process))


def test_every_process_and_every_kind_of_secret_is_looked_at():
    assert {kind.__module__ for kind in CLASSES} == {
        "chassis.settings",
        "customs.settings",
        "gateway.settings",
        "services.auth_svc.settings",
        "services.cert_svc.settings",
        "services.exception_svc.settings",
        "services.print_svc.settings",
        "services.seal_svc.settings",
        "services.webhook_svc.settings",
    }
    assert {name for kind in CLASSES for name in secret_fields(kind)} == {
        "amqp_url",
        "database_url",
        "s3_access_key",
        "s3_secret_key",
        "signing_key",
        "customs_console_token",
    }
