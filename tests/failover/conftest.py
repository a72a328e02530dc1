"""Clusters of servers on a network of their own, where root may make one."""

from collections.abc import Iterator

import pytest

from deploy.local.cluster.networks import why_not
from deploy.local.cluster.stack import ClusterStack, running_cluster_stack
from deploy.local.postgres import let_through
from deploy.local.server import MissingProgramError
from deploy.local.specimen_scans import seal_scan
from tests.failover.load import Business, business

OVERRIDES = {
    "*": {"receipt_delay_seconds": "0.5", "layout_step_seconds": "0"},
    "gateway": {"limit_factor": "1000"},
}


@pytest.fixture(scope="module")
def stack(tmp_path_factory) -> Iterator[ClusterStack]:
    if reason := why_not():
        pytest.skip(f"no clusters here: {reason}")
    root = tmp_path_factory.mktemp("clusters")
    let_through(root, above=2)
    try:
        with running_cluster_stack(root, overrides=OVERRIDES, progress=print) as stack:
            yield stack
    except MissingProgramError as error:
        pytest.skip(f"no clusters here: {error}")


@pytest.fixture(scope="module")
def work(stack) -> Iterator[Business]:
    seal = seal_scan(name="SPECIMEN TRADING CO., LTD", credit_code="000000000000000000")
    with business(stack, seal=seal) as work:
        yield work
