"""The bare handler of `bench.references` as a process: what nameko asks of anybody."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from deploy.local.application import REPOSITORY
from deploy.local.servers import RunningServers

SOURCE: Final = "bench"
EVENT: Final = "happened"
DATABASE: Final = "bare"


@contextmanager
def bare_handler(servers: RunningServers) -> Iterator[None]:
    """Entered when it hears events."""
    environment = {
        **os.environ,
        "BARE_DATABASE_URL": servers.create_database(DATABASE),
        "BARE_AMQP_URL": servers.amqp_url,
        "PYTHONWARNINGS": "ignore",
    }
    command = [sys.executable, "-m", "bench.references.bare_handler", SOURCE, EVENT]
    process = subprocess.Popen(command, env=environment, cwd=REPOSITORY, stdout=subprocess.PIPE)
    try:
        if process.stdout is None or process.stdout.readline() != b"ready\n":
            raise RuntimeError("the bare handler did not start")
        yield
    finally:
        process.kill()
        process.wait()
