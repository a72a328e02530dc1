"""The gateway in this process, with services and object store that do as they are told."""

import dataclasses
from contextlib import closing

import pytest

from chassis.testing import TEST_KEY, rings_for
from contracts.authorization import GetSession, SessionView
from contracts.values import LoginMedium
from gateway.app import create_app
from gateway.examples import EXAMPLES
from gateway.parts import assemble
from gateway.settings import Settings
from tests.unit.gateway.fakes import FakeObjects, FakeRpc, Http

SETTINGS = Settings(
    amqp_url="amqp://127.0.0.1:1",
    s3_endpoint="http://127.0.0.1:1",
    s3_access_key="specimen",
    s3_secret_key="specimen",
    s3_bucket="specimen",
    **rings_for("gateway"),
    signing_key=TEST_KEY,
    sealing_key=TEST_KEY,
    http_port=8000,
    upload_limit_mib=1,
)


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture
def session() -> SessionView:
    return SessionView.from_wire(EXAMPLES["CurrentSession"])


@pytest.fixture
def rpc(session) -> FakeRpc:
    fake = FakeRpc()
    fake.answer(GetSession, session)
    return fake


@pytest.fixture
def objects() -> FakeObjects:
    return FakeObjects()


@pytest.fixture
def settings() -> Settings:
    return SETTINGS


@pytest.fixture
def parts(settings, rpc, objects):
    return assemble(settings, rpc=rpc, objects=objects)


@pytest.fixture(scope="session")
def shared_app():
    """Making the routes takes longer than a test; what they work with is each test's own."""
    return create_app(assemble(SETTINGS, rpc=FakeRpc(), objects=FakeObjects()))


@pytest.fixture
def app(shared_app, parts):
    shared_app.state.parts = parts
    return shared_app


@pytest.fixture
def anonymous(app):
    with closing(Http(app)) as client:
        yield client


@pytest.fixture
def http(app):
    """Logged in with the legal person's card."""
    with closing(Http(app, authorization="Bearer tk-specimen")) as client:
        yield client


@pytest.fixture
def log_in_with_password(rpc, session):
    caller = session.caller.model_copy(update={"medium": LoginMedium.PASSWORD})
    rpc.answer(GetSession, session.model_copy(update={"caller": caller}))


@pytest.fixture
def with_console(settings):
    return dataclasses.replace(
        settings, customs_url="http://customs.test", customs_console_token="open-sesame"
    )
