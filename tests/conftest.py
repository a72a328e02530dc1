"""Real servers for the tests: one set for the run, one database, vhost and bucket for each use.

Only a run that collected a test which asks for them starts any. Under pytest-xdist they belong to
the controller, because a worker leaves as soon as it has nothing more to do.
"""

import contextlib
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from deploy.local.postgres import DatabaseUrls
from deploy.local.server import MissingProgramError, ServerFailedError
from deploy.local.servers import RunningServers, Servers, private_servers

_FOLDER = pytest.StashKey[Path]()
_STARTED = pytest.StashKey[contextlib.ExitStack]()
_SLOW = {"e2e": 600, "portal": 600, "cluster": 1800, "failover": 1800}
"""Seconds after which it is a hang and no slow machine: the first test of `cluster` builds an
image, that of `failover` starts three brokers, three databases and the whole product."""
_ORDER = (
    *("cluster", "failover", "e2e", "attacks", "scans", "integration", "golden", "contracts"),
    *("unit", "portal"),
)
"""What takes minutes begins first, so that workers end together; the product that the stories of
the portal share lives until the end, and nothing else is to run beside it for long."""
_MARKERS = {
    "unit": "unit",
    "contracts": "unit",
    "integration": "integration",
    "e2e": "e2e",
    "portal": "e2e",
    "attacks": "integration",
    "cluster": "cluster",
    "failover": "failover",
}


@pytest.fixture(autouse=True)
def _logs_go_where_they_went() -> Iterator[None]:
    """A command that is run in a test sends them to the standard error of that test."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        config.stash[_FOLDER] = Path(config.workerinput["run_folder"])
        return
    folder = Path(tempfile.mkdtemp(prefix="originprint-tests-"))
    folder.chmod(0o711)  # PostgreSQL passes through as a user of its own
    config.stash[_FOLDER] = folder
    config.stash[_STARTED] = contextlib.ExitStack()
    config.stash[_STARTED].callback(shutil.rmtree, folder, ignore_errors=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash.get(_STARTED, contextlib.ExitStack()).close()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node) -> None:
    node.workerinput["run_folder"] = str(node.config.stash[_FOLDER])


def pytest_itemcollected(item: pytest.Item) -> None:
    folder = item.path.relative_to(Path(__file__).parent).parts[0]
    if folder in _MARKERS:
        item.add_marker(_MARKERS[folder])
    if folder in _SLOW:
        item.add_marker(pytest.mark.timeout(_SLOW[folder]))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        return _ORDER.index(item.path.relative_to(Path(__file__).parent).parts[0])

    items.sort(key=place)


def pytest_collection_finish(session: pytest.Session) -> None:
    items = (item for item in session.items if isinstance(item, pytest.Function))
    if any("servers" in item.fixturenames for item in items):
        (session.config.stash[_FOLDER] / "wanted").touch()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_node_collection_finished(node) -> None:
    folder = node.config.stash[_FOLDER]
    if (folder / "wanted").exists() and not (folder / "servers").exists():
        _start(node.config)


@pytest.fixture(scope="session")
def servers(request) -> Servers:
    """PostgreSQL, RabbitMQ and S3, shared by the whole run; they are never stopped in between."""
    if not hasattr(request.config, "workerinput"):
        _start(request.config)
    return Servers.of(request.config.stash[_FOLDER] / "servers")


@pytest.fixture(scope="module")
def own_servers(tmp_path_factory) -> Iterator[RunningServers]:
    """A set for this module alone, to be stopped and started by tests; each leaves all running."""
    with private_servers(tmp_path_factory.mktemp("servers"), durable=True) as running:
        yield running


@pytest.fixture(scope="session")
def amqp_url(servers: Servers) -> str:
    """A virtual host that this worker alone uses."""
    return servers.create_vhost(_unique("worker"))


@pytest.fixture
def make_vhost(servers: Servers) -> Iterator[Callable[[], str]]:
    """Makes empty virtual hosts, half a second each, and deletes them after the test."""
    with contextlib.ExitStack() as made:

        def make() -> str:
            name = _unique("vhost")
            made.callback(servers.delete_vhost, name)
            return servers.create_vhost(name)

        yield make


@pytest.fixture
def make_database(servers: Servers) -> Iterator[Callable[[], str]]:
    """Makes empty databases, returns their SQLAlchemy URLs and drops them after the test."""
    with contextlib.ExitStack() as made:

        def make() -> str:
            name = _unique("database")
            made.callback(servers.drop_database, name)
            return servers.create_database(name)

        yield make


@pytest.fixture
def make_owned_database(servers: Servers) -> Iterator[Callable[[], DatabaseUrls]]:
    """As `make_database`, with an owner and a role for a process, both gone after the test."""
    with contextlib.ExitStack() as made:

        def make() -> DatabaseUrls:
            name = _unique("database")
            made.callback(servers.drop_database, name)
            return servers.create_owned_database(name)

        yield make


@pytest.fixture
def s3_bucket() -> str:
    """A name that no other test uses; the bucket itself is for the test to make."""
    return _unique("bucket")


def _start(config: pytest.Config) -> None:
    running = private_servers(config.stash[_FOLDER] / "servers", durable=False)
    try:
        config.stash[_STARTED].enter_context(running)
    except (MissingProgramError, ServerFailedError) as error:
        pytest.exit(str(error), returncode=pytest.ExitCode.USAGE_ERROR)


def _unique(kind: str) -> str:
    return f"{kind}-{uuid.uuid4().hex[:12]}"
