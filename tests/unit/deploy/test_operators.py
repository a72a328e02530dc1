"""The pod in which people look after dead letters: it reaches them, by what a Secret says alone."""

import kubernetes_validate
import pytest

from chassis.dead_letters import OPENING_KEYS_VARIABLE
from contracts.accounts import OPERATIONS
from contracts.amqp import Address
from deploy.operators import waiting
from tests.unit.deploy.manifests import container, pod, rendered, secret_templates, workloads

LABELS = {"app.kubernetes.io/part-of": "originprint"}


@pytest.fixture(scope="module", params=["dev", "prod"])
def overlay(request):
    return rendered(request.param)


@pytest.fixture
def job(overlay):
    return waiting(overlay)


def test_it_is_valid(job):
    kubernetes_validate.validate(job, "1.31", strict=True)


def test_all_that_it_knows_it_knows_of_the_secret(job):
    (source,) = container(job)["envFrom"]
    given = secret_templates()[source["secretRef"]["name"]]

    assert container(job)["env"] == []
    assert Address.of(given["ORIGINPRINT_AMQP_URL"]).user == OPERATIONS
    assert OPENING_KEYS_VARIABLE in given
    assert not [one for one in pod(job)["volumes"] if "-files" in str(one)]


def test_it_reaches_the_broker_as_a_process_does(job, overlay):
    mounts = {one["mountPath"] for one in container(job)["volumeMounts"]}

    assert job["spec"]["template"]["metadata"]["labels"].items() >= LABELS.items()
    assert "/etc/rabbitmq-ca" in mounts
    assert container(job)["image"] == container(workloads(overlay)["auth-svc"])["image"]


def test_it_does_not_stay(job):
    assert container(job)["command"][0] == "sleep"
    assert job["spec"]["ttlSecondsAfterFinished"] < 3600
