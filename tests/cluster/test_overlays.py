"""Both overlays as they are rendered: Jobs, Deployments, the main flow, and an orderly end."""

import pytest

from deploy.cluster.manifests import OVERLAYS, render
from tests.unit.deploy.manifests import pod, workloads

NOTHING = "0000000000000000"
UID = "10001"
FILTER = "2"
"""As /proc tells of a process under a seccomp filter."""


@pytest.fixture(scope="session")
def expected(run):
    found = workloads(render(OVERLAYS / run["overlay"]))
    return {
        kind: {name: one for name, one in found.items() if one["kind"] == kind}
        for kind in ("Job", "Deployment")
    }


def test_every_migration_completes(run, expected):
    assert run["migrated"] == dict.fromkeys(expected["Job"], 0)


def test_every_process_becomes_ready_and_lives(run, expected):
    assert run["ready"].keys() == expected["Deployment"].keys()
    assert run["live"] == dict.fromkeys(expected["Deployment"], True)


def test_a_process_is_what_its_manifest_lets_it_be(run, expected):
    confined = {
        "Uid": UID,
        "CapEff": NOTHING,
        "CapBnd": NOTHING,
        "NoNewPrivs": "1",
        "Seccomp": FILTER,
    }

    assert run["limits"] == dict.fromkeys(expected["Deployment"], confined)


def test_the_gateway_serves_the_portal_of_the_image(run):
    assert '<div id="app"' in run["portal"]


def test_a_seal_becomes_a_paper_that_verifies(run):
    if run["overlay"] != "dev":
        pytest.skip("production has no customs to approve anything")

    assert run["flow"] == {"archived": True, "verdict": "valid"}


def test_every_process_stops_by_itself_within_its_grace(run, expected):
    graces = {
        name: pod(one)["terminationGracePeriodSeconds"]
        for name, one in expected["Deployment"].items()
    }

    assert {name: code for name, (code, _) in run["stopped"].items()} == dict.fromkeys(graces, 0)
    assert all(seconds < graces[name] for name, (_, seconds) in run["stopped"].items())
