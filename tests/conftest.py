"""Real servers for the tests: one set for the run, one database, vhost and bucket for each use.

Only a run that collected a test which asks for them starts any. Under pytest-xdist they belong to
the controller, because a worker leaves as soon as it has nothing more to do.
"""

import contextlib
import gc
import itertools
import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from deploy.local.officer import Officer
from deploy.local.person import Person
from deploy.local.postgres import DatabaseUrls, let_through
from deploy.local.server import MissingProgramError, ServerFailedError
from deploy.local.servers import RunningServers, Servers, private_servers
from deploy.local.specimen_scans import seal_scan
from deploy.local.stack import CROWDED, RunningProduct, Stack
from tests.own_product import own_product
from tests.shared_product import ProductKeeper, shared_product

_FOLDER = pytest.StashKey[Path]()
_STARTED = pytest.StashKey[contextlib.ExitStack]()
_SLOW = {"e2e": 600, "portal": 600, "cluster": 1800, "failover": 1800}
"""Seconds after which it is a hang and no slow machine: the first test of `cluster` builds an
image, that of `failover` starts three brokers, three databases and the whole product."""
_FIRST, _LAST = ("failover", "scans", "integration"), ("e2e", "portal", "attacks")
"""What takes minutes begins first, so that workers end together; all else comes between them."""
_LONG = frozenset(
    {
        "attacks/test_route_matrix.py",
        "cluster/test_image.py",
        "e2e/test_soak.py",
        "portal/test_printing_screens.py",
        "portal/test_rights_screens.py",
        "portal/test_seal_screens.py",
    }
)
"""Files of a minute and more: each goes first among its like.

The overlays do not: whoever began with them would wait for who builds the image."""
_STOPPING = frozenset(
    {
        "attacks/test_secrets_in_logs.py",
        "e2e/test_kills.py",
        "e2e/test_print_machine.py",
        "e2e/test_programs.py",
        "e2e/test_promises.py",
        "portal/test_outages.py",
    }
)
"""Files whose tests stop or break parts of the product: one of their own for all, on one worker."""
_seeds = itertools.count(os.getpid() * 1000)
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


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--product", type=Path, help="the folder of a product that runs already")


def pytest_configure(config: pytest.Config) -> None:
    gc.disable()
    if hasattr(config, "workerinput"):
        config.stash[_FOLDER] = Path(config.workerinput["run_folder"])
        return
    folder = Path(tempfile.mkdtemp(prefix="originprint-tests-"))
    let_through(folder)
    config.stash[_FOLDER] = folder
    config.stash[_STARTED] = contextlib.ExitStack()
    config.stash[_STARTED].callback(shutil.rmtree, folder, ignore_errors=True)
    if config.getoption("numprocesses", None):
        config.stash[_STARTED].callback(ProductKeeper(folder).stop)


def pytest_unconfigure(config: pytest.Config) -> None:
    gc.unfreeze()
    config.stash.get(_STARTED, contextlib.ExitStack()).close()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node) -> None:
    node.workerinput["run_folder"] = str(node.config.stash[_FOLDER])


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A parameter of its own makes pytest set up anew whatever was made with the other product."""
    if "stack" in metafunc.fixturenames and _file_of(metafunc.definition) in _STOPPING:
        metafunc.parametrize("stack", ["own"], indirect=True, scope="session")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling:
    return _Scheduling(config, log)


class _Scheduling(LoadFileScheduling):
    """A file to a worker, and those that share what they stop to the same one."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return "tests that stop parts" if file.removeprefix("tests/") in _STOPPING else file


def pytest_itemcollected(item: pytest.Item) -> None:
    folder = _file_of(item).partition("/")[0]
    if folder in _MARKERS:
        item.add_marker(_MARKERS[folder])
    if folder in _SLOW:
        item.add_marker(pytest.mark.timeout(_SLOW[folder]))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that need the whole product come last, so that it lives no longer than they do."""
    order = (*_FIRST, None, *_LAST)
    whole = {item.path for item in items if "stack" in getattr(item, "fixturenames", ())}

    def place(item: pytest.Item) -> tuple[bool, bool, int]:
        file = _file_of(item)
        folder = file.partition("/")[0]
        place = order.index(folder if folder in order else None)
        return item.path in whole, file not in _LONG | _STOPPING, place

    items.sort(key=place)


def pytest_collection_finish(session: pytest.Session) -> None:
    gc.freeze()  # ten thousand tests and what they import: nothing of it is garbage before the end
    gc.enable()
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


@pytest.fixture(scope="session")
def stack(request, tmp_path_factory) -> Iterator[Stack | RunningProduct]:
    """The whole product: one for the run, and one for those who stop parts and start them again."""
    config = request.config
    if (running := config.getoption("--product")) is not None:
        yield RunningProduct(running.resolve())
    elif hasattr(config, "workerinput") and not hasattr(request, "param"):
        yield shared_product(
            config.stash[_FOLDER], tmp_path_factory.getbasetemp().parent / "product"
        )
    else:
        with own_product(tmp_path_factory.mktemp("stack"), CROWDED) as stack:
            yield stack


@pytest.fixture(scope="session")
def officer(stack) -> Iterator[Officer]:
    officer = Officer(stack.gateway, stack.console_token)
    yield officer
    officer.close()


@pytest.fixture(scope="session")
def seal() -> bytes:
    """Every enterprise's, because to draw one takes seconds."""
    return seal_scan(name="SPECIMEN TRADING CO., LTD", credit_code="000000000000000000")


@pytest.fixture(scope="session")
def new_person(stack) -> Callable[[], Person]:
    """With a card, of an enterprise that nobody has seen before."""
    return lambda: Person.with_card(stack.cards, seed=next(_seeds))


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
    """Makes empty virtual hosts and deletes them after the test."""
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


def _file_of(item: pytest.Item) -> str:
    return str(item.path.relative_to(Path(__file__).parent))


def _unique(kind: str) -> str:
    return f"{kind}-{uuid.uuid4().hex[:12]}"
