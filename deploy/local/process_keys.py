"""Keys with which processes prove who they are and secrets are sealed to auth_svc.

`python -m deploy.local.process_keys FOLDER` puts fresh ones into copies of deploy/k8s/secrets.
"""

import base64
import re
import secrets
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from chassis.assertions import GATEWAY, Signer

SIGNING = (GATEWAY, "auth_svc", "seal_svc", "cert_svc", "print_svc", "exception_svc", "webhook_svc")
"""Processes that sign what they ask."""


def signing_keys() -> dict[str, str]:
    """`signing_key.<process>` of each its own, and `caller_keys`, what all check them with."""
    private = {process: secrets.token_bytes(32) for process in SIGNING}
    public = [Signer(process, key).named_key for process, key in private.items()]
    return {
        **{f"signing_key.{process}": as_text(key) for process, key in private.items()},
        "caller_keys": ",".join(f"{process}={as_text(key)}" for process, key in public),
    }


def sealing_keys() -> dict[str, str]:
    """`opening_keys` for auth_svc, and `sealing_key`, its public half, for the gateway."""
    opening = X25519PrivateKey.generate()
    return {
        "opening_keys": as_text(opening.private_bytes_raw()),
        "sealing_key": as_text(opening.public_key().public_bytes_raw()),
    }


def dead_letter_keys() -> dict[str, str]:
    """`dead_letter_opening_keys` for operators; the public half, which all services have."""
    opening = X25519PrivateKey.generate()
    return {
        "dead_letter_opening_keys": as_text(opening.private_bytes_raw()),
        "dead_letter_sealing_key": as_text(opening.public_key().public_bytes_raw()),
    }


def as_text(key: bytes) -> str:
    """As settings are written."""
    return base64.b64encode(key).decode()


def fill_in(folder: Path) -> None:
    """Replace these keys, and no other secret, in the .env files of the folder."""
    made = signing_keys() | sealing_keys() | dead_letter_keys()
    for file in folder.glob("*.env"):
        own = {"signing_key": made.get(f"signing_key.{file.stem.replace('-', '_')}", "")}
        content = file.read_text()
        for name, value in (made | own).items():
            line = rf"^(ORIGINPRINT_{name.upper()}=).*$"
            content = re.sub(line, rf"\g<1>{value}", content, flags=re.MULTILINE)
        file.write_text(content)


if __name__ == "__main__":
    fill_in(Path(sys.argv[1]))
