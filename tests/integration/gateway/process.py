"""The gateway as its own process, on a free port, until the test is done with it."""

import base64
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from chassis.objects import ObjectStore
from chassis.testing import TEST_RING, rings_for
from contracts.object_kinds import OBJECT_KINDS
from deploy.local.client import TRUSTED
from deploy.local.server import free_port
from deploy.local.servers import Servers

ROOT = Path(__file__).parents[3]
KEY = bytes(range(32))
RINGS = {kind.keys: TEST_RING for kind in OBJECT_KINDS}


def make_store(servers: Servers, bucket: str) -> ObjectStore:
    """The gateway's bucket as the services would see it; made when it is not there."""
    store = ObjectStore(
        servers.s3_endpoint, servers.s3_access_key, servers.s3_secret_key, bucket, RINGS
    )
    store.ensure_bucket()
    return store


@contextmanager
def running_gateway(
    servers: Servers, amqp_url: str, bucket: str, log: Path, **settings: str
) -> Iterator[str]:
    """Its address, once it is ready; SIGTERM at the end must end it in time."""
    port = free_port()
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gateway"],
            cwd=ROOT,
            env=_environment(servers, amqp_url, bucket, port) | settings,
            stderr=output,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _await_ready(address, process, log)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=60)


def _environment(servers: Servers, amqp_url: str, bucket: str, port: int) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "ORIGINPRINT_AMQP_URL": amqp_url,
        "ORIGINPRINT_S3_ENDPOINT": servers.s3_endpoint,
        "ORIGINPRINT_S3_ACCESS_KEY": servers.s3_access_key,
        "ORIGINPRINT_S3_SECRET_KEY": servers.s3_secret_key,
        "ORIGINPRINT_S3_BUCKET": bucket,
        **{
            f"ORIGINPRINT_{name.upper()}": ring.written()
            for name, ring in rings_for("gateway").items()
        },
        "ORIGINPRINT_SIGNING_KEY": base64.b64encode(KEY).decode(),
        "ORIGINPRINT_SEALING_KEY": base64.b64encode(KEY).decode(),
        "ORIGINPRINT_HTTP_PORT": str(port),
        "ORIGINPRINT_RPC_TIMEOUT_SECONDS": "3.0",
    }


def await_status(address: str, path: str, status: int, seconds: float = 120) -> None:
    """Raise AssertionError when the path does not answer so in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            answer = httpx.get(address + path, timeout=5, verify=TRUSTED)
            if answer.status_code == status:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise AssertionError(f"{path} did not answer {status} within {seconds} s")


def await_checks(address: str, seconds: float = 120, **checks: bool) -> None:
    """Raise AssertionError when `/readyz` does not say so of the servers in time."""
    deadline = time.monotonic() + seconds
    said: object = None
    while time.monotonic() < deadline and said != checks:
        said = httpx.get(f"{address}/readyz", timeout=30, verify=TRUSTED).json()
        time.sleep(0.05)
    assert said == checks


def _await_ready(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    try:
        await_status(address, "/readyz", 200)
    except AssertionError as error:
        raise AssertionError(f"{error}; exit {process.poll()}: {log.read_text()}") from None
