"""The Jobs of a restore: valid, with the accounts and keys that their commands need."""

import kubernetes_validate
import pytest

from chassis.dead_letters import OPENING_KEYS_VARIABLE
from contracts.accounts import SERVICES
from deploy.backup.jobs import remembering, restored
from tests.unit.deploy.manifests import container, pod, rendered, secret_templates, workloads


@pytest.fixture(scope="module")
def prod():
    return rendered("prod")


def test_every_service_has_its_step_after_a_restore(prod):
    commands = [container(job)["command"] for job in restored(prod, 24)]

    assert {command[3].removeprefix("services.") for command in commands} == set(SERVICES)
    assert all(command[:3] == ["python", "-m", "chassis.restored"] for command in commands)


def test_the_step_runs_as_the_owner_and_opens_what_was_sealed_to_operators(prod):
    for job in restored(prod, 24):
        service = job["metadata"]["name"].removesuffix("-restored")
        [key] = [one for one in container(job)["env"] if one["name"] == OPENING_KEYS_VARIABLE]
        secret = key["valueFrom"]["secretKeyRef"]

        assert container(job)["envFrom"][-1] == {"secretRef": {"name": f"{service}-owner"}}
        assert secret["key"] in secret_templates()[secret["name"]]


def test_what_customs_heard_is_told_with_the_settings_of_the_process(prod):
    job = remembering(prod)
    process = workloads(prod)["print-svc"]

    assert container(job)["envFrom"] == container(process)["envFrom"]
    assert container(job)["args"] == ["/etc/originals/originals.json"]
    assert {"name": "originals", "configMap": {"name": "originals"}} in pod(job)["volumes"]


def test_the_jobs_are_valid(prod):
    for job in (*restored(prod, 24), remembering(prod)):
        kubernetes_validate.validate(job, "1.31", strict=True)
