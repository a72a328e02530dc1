"""Processes are migrated, started, killed, started again and stopped."""

import httpx
import pytest

from deploy.local.processes import start_processes
from deploy.local.server import ServerFailedError


@pytest.fixture(scope="module")
def customs(servers, tmp_path_factory):
    """The one process that can stand alone and starts quickest."""
    root = tmp_path_factory.mktemp("processes")
    with start_processes(servers, root, names=["customs"], namespace="alone-") as running:
        yield running


def _status(customs):
    return httpx.get(f"{customs.addresses['customs']}/readyz").status_code


def test_it_is_ready_when_the_start_returns(customs):
    assert _status(customs) == httpx.codes.OK


def test_a_killed_process_is_gone_until_it_is_started_at_its_old_address(customs):
    customs.kill("customs")
    with pytest.raises(httpx.ConnectError):
        _status(customs)

    customs.start("customs")

    assert _status(customs) == httpx.codes.OK


def test_a_stopped_process_says_so_in_its_log(customs):
    customs.stop("customs")
    log = customs.applications["customs"].log.read_text()
    customs.start("customs")

    assert "customs_stopped" in log


def test_a_process_that_refuses_its_settings_shows_what_it_said(servers, tmp_path):
    wrong = {"customs": {"receipt_delay_seconds": "soon"}}
    starting = start_processes(
        servers, tmp_path, names=["customs"], namespace="refused-", overrides=wrong
    )

    with (
        pytest.raises(ServerFailedError, match="malformed: ORIGINPRINT_RECEIPT_DELAY_SECONDS"),
        starting,
    ):
        pass
