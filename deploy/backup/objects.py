"""The object store: copied after the databases, so that whatever a row names is there.

Objects are written before the rows that name them, and lie there encrypted as they are copied. What
lives for a call or a day is left out: it would outlive the promise that it is deleted.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from contracts.object_accounts import BUCKET, CUSTOMS_BUCKET
from contracts.object_kinds import FLEETING
from deploy.local.server import find_program
from deploy.local.servers import Servers

BUCKETS: Final = (BUCKET, CUSTOMS_BUCKET)
_AT_ONCE: Final = 8


class ObjectsNotCopiedError(Exception):
    """rclone failed; the message is what it said."""


def exclusions() -> list[str]:
    """Filters of rclone's; the CronJob of deploy/k8s has the same."""
    return [f"--exclude=/{folder}/**" for folder in sorted(FLEETING)]


def copy(servers: Servers, folder: Path) -> int:
    """Both buckets into folders of their names; how many objects lie there then.

    Raises ObjectsNotCopiedError.
    """
    for bucket in BUCKETS:
        (folder / bucket).mkdir(parents=True, exist_ok=True)
        left_out = exclusions() if bucket == BUCKET else []
        _rclone(servers, "copy", f"store:{bucket}", str(folder / bucket), *left_out)
    return sum(1 for file in folder.rglob("*") if file.is_file())


def put_back(servers: Servers, folder: Path) -> None:
    """Whatever `copy` left there. Raises ObjectsNotCopiedError."""
    for bucket in BUCKETS:
        _rclone(servers, "copy", str(folder / bucket), f"store:{bucket}")


def _rclone(servers: Servers, *arguments: str) -> None:
    store = {
        "TYPE": "s3",
        "PROVIDER": "Other",
        "ENDPOINT": servers.s3_endpoint,
        "ACCESS_KEY_ID": servers.s3_access_key,
        "SECRET_ACCESS_KEY": servers.s3_secret_key,
    }
    environment = {f"RCLONE_CONFIG_STORE_{name}": value for name, value in store.items()}
    done = subprocess.run(
        [
            find_program("rclone", Path(sys.executable).parent),
            *arguments,
            f"--transfers={_AT_ONCE}",
            f"--checkers={_AT_ONCE}",
            "--fast-list",
        ],
        env=environment
        | {"PATH": os.environ.get("PATH", os.defpath), "RCLONE_CONFIG": "/dev/null"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise ObjectsNotCopiedError(done.stderr)
