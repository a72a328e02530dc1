"""The component that has every process send spans: its setting, and the one path that it opens."""

import itertools

import pytest

from tests.unit.deploy.manifests import NAMESPACE, container, with_component, workloads
from tests.unit.deploy.reaching import End, is_open
from tests.unit.deploy.test_network_policies import EVERYWHERE, PORTS, ends

OTLP = 4318


@pytest.fixture(params=sorted(NAMESPACE))
def overlay(request):
    return request.param


@pytest.fixture
def traced(tmp_path, overlay):
    return with_component(tmp_path, overlay, "traces")


def test_every_process_gets_the_address_and_customs_too(traced):
    maps = {one["metadata"]["name"]: one["data"] for one in traced if one["kind"] == "ConfigMap"}
    processes = {
        name: told(one, maps) for name, one in workloads(traced).items() if one["kind"] != "Job"
    }

    assert set(processes.values()) == {"http://tempo.monitoring:4318"}


def test_the_receiver_is_reached_by_processes_and_nothing_else_is(traced, overlay):
    namespace = NAMESPACE[overlay]
    policies = [one for one in traced if one["kind"] == "NetworkPolicy"]
    others = [one for one in policies if one["metadata"]["name"] != "processes-send-spans"]
    inside = ends(traced, namespace)
    pairs = list(itertools.product(inside, EVERYWHERE, (*PORTS, OTLP)))

    assert opened(policies, namespace, pairs) - opened(others, namespace, pairs) == {
        (name, "prometheus", OTLP) for name in workloads(traced) if not name.endswith("-migration")
    }


def opened(policies, namespace, pairs: list[tuple[End, End, int]]) -> set[tuple[str, str, int]]:
    return {
        (start.name, end.name, port)
        for start, end, port in pairs
        if is_open(policies, namespace, start, end, port)
    }


def told(workload, maps) -> str | None:
    """By the maps that its container takes its settings from."""
    names = [
        source["configMapRef"]["name"]
        for source in container(workload)["envFrom"]
        if "configMapRef" in source
    ]
    return next(
        (
            maps[name]["ORIGINPRINT_TRACES_URL"]
            for name in names
            if "ORIGINPRINT_TRACES_URL" in maps[name]
        ),
        None,
    )
