"""One gateway for each module, and a responder that plays all five services."""

import uuid

import httpx
import pytest

from contracts.authorization import GetSession, SessionView
from gateway.examples import EXAMPLES
from tests.integration.gateway.process import make_store, running_gateway
from tests.integration.gateway.responder import running_responder

SERVICES = ("auth_svc", "seal_svc", "cert_svc", "print_svc")


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture(scope="module")
def vhost(servers):
    name = f"gateway-{uuid.uuid4().hex[:12]}"
    yield servers.create_vhost(name)
    servers.delete_vhost(name)


@pytest.fixture(scope="module")
def bucket():
    return f"gateway-{uuid.uuid4().hex[:12]}"


@pytest.fixture(scope="module")
def store(servers, bucket):
    return make_store(servers, bucket)


@pytest.fixture(scope="module")
def services(vhost):
    """exception_svc is not among them: it is the service nobody runs."""
    with running_responder(vhost, *SERVICES) as responder:
        responder.teach(GetSession, SessionView.from_wire(EXAMPLES["CurrentSession"]))
        yield responder


@pytest.fixture(scope="module")
def log_file(tmp_path_factory):
    return tmp_path_factory.mktemp("gateway") / "log.jsonl"


@pytest.fixture(scope="module")
def address(servers, services, bucket, store, log_file):
    with running_gateway(servers, services.amqp_url, bucket, log_file) as address:
        yield address


@pytest.fixture
def http(address):
    with httpx.Client(
        base_url=address, headers={"authorization": "Bearer tk-specimen"}, timeout=120
    ) as client:
        yield client
