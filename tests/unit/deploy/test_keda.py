"""The component that scales by what waits: instead of the autoscalers, within their bounds."""

import json
from pathlib import Path

import jsonschema
import kubernetes_validate
import pytest
import yaml

from tests.unit.deploy.manifests import (
    K8S,
    NAMESPACE,
    REPOSITORY,
    documents,
    rendered,
    with_component,
    workloads,
)
from tests.unit.deploy.test_monitoring import promtool

SCALING = K8S / "components/keda/scaling.yaml"
SCHEMA = Path(__file__).with_name("scaled_object.yml")
QUEUES = json.loads((REPOSITORY / "tests/contracts/snapshots/queues.json").read_text())
OBJECTS = {one["metadata"]["name"]: one for one in documents(SCALING)}
QUERIES = [
    pytest.param(name, trigger["metadata"]["query"], id=f"{name} {trigger['name']}")
    for name, one in OBJECTS.items()
    for trigger in one["spec"]["triggers"]
    if trigger["type"] == "prometheus"
]


@pytest.fixture(scope="module", params=sorted(NAMESPACE))
def overlay(request):
    return request.param


@pytest.fixture(scope="module")
def scaled(tmp_path_factory, overlay):
    return with_component(tmp_path_factory.mktemp("keda"), overlay, "keda")


@pytest.mark.parametrize("name", OBJECTS)
def test_it_is_what_keda_reads(name):
    jsonschema.validate(OBJECTS[name], yaml.safe_load(SCHEMA.read_text()))


@pytest.mark.parametrize("name", OBJECTS)
def test_its_behaviour_is_that_of_an_autoscaler(name):
    spec = OBJECTS[name]["spec"]
    autoscaler = {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": name},
        "spec": {
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": name},
            "maxReplicas": spec["maxReplicaCount"],
            "behavior": spec["advanced"]["horizontalPodAutoscalerConfig"]["behavior"],
        },
    }

    kubernetes_validate.validate(autoscaler, "1.31", strict=True)


def test_it_scales_what_the_autoscalers_do_within_the_same_bounds_and_processor():
    """So what holds for theirs, the database's connections above all, holds here."""
    autoscalers = [
        one["spec"] for one in rendered("prod") if one["kind"] == "HorizontalPodAutoscaler"
    ]
    theirs = {
        one["scaleTargetRef"]["name"]: (
            one["minReplicas"],
            one["maxReplicas"],
            one["metrics"][0]["resource"]["target"]["averageUtilization"],
        )
        for one in autoscalers
    }

    assert {name: bounds(one["spec"]) for name, one in OBJECTS.items()} == theirs


def test_a_deployment_has_one_that_scales_it_and_no_number_of_its_own(scaled):
    kinds = [one["kind"] for one in scaled]
    numbered = {name for name, one in workloads(scaled).items() if "replicas" in one["spec"]}

    assert kinds.count("ScaledObject") == len(OBJECTS)
    assert "HorizontalPodAutoscaler" not in kinds
    assert not numbered & OBJECTS.keys()


def test_the_rest_of_the_overlay_stays_as_it_is(scaled, overlay):
    """No path is opened: KEDA asks Prometheus, both in namespaces of their own."""
    replaced = {"ScaledObject", "HorizontalPodAutoscaler", "Deployment"}
    kept = [one for one in scaled if one["kind"] not in replaced]

    assert kept == [one for one in rendered(overlay) if one["kind"] not in replaced]


@pytest.mark.parametrize(("name", "query"), QUERIES)
def test_a_queue_is_one_of_the_service_that_is_scaled(name, query):
    assert queue_of(query) in QUEUES[name.replace("-", "_")]


@pytest.mark.parametrize(("name", "query"), QUERIES)
def test_prometheus_answers_with_one_number_until_the_queue_has_none(name, query, tmp_path):
    """Two pods count the same; from the third minute on the broker is away, as is the gauge."""
    labels = f'process="{name}", instance="{name}-{{}}"'
    queue = f'originprint_queue_messages{{{{{labels}, queue="{queue_of(query)}"}}}}'
    outbox = f"originprint_outbox_age_seconds{{{{{labels}}}}}"
    series = [
        {"series": metric.format(pod), "values": values}
        for pod in (1, 2)
        for metric, values in ((queue, "7 7 stale"), (outbox, "7 7 99"))
    ]
    asked = [
        {"expr": query, "eval_time": "1m", "exp_samples": [{"labels": "{}", "value": 7}]},
        {"expr": query, "eval_time": "2m", "exp_samples": []},
    ]
    test = {"interval": "1m", "input_series": series, "promql_expr_test": asked}
    (tmp_path / "keda_test.yml").write_text(yaml.safe_dump({"tests": [test]}))

    promtool("test", "rules", tmp_path / "keda_test.yml")


def queue_of(query: str) -> str:
    return query.partition('queue="')[2].partition('"')[0]


def bounds(spec) -> tuple[int, int, int]:
    """Least and most pods, and percent of the processor asked for."""
    [cpu] = [one["metadata"]["value"] for one in spec["triggers"] if one["type"] == "cpu"]
    return spec["minReplicaCount"], spec["maxReplicaCount"], int(cpu)
