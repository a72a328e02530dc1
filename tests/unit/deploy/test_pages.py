"""What the pages for operators have them type, against what the manifests and kubectl do."""

import re

import pytest

from tests.unit.deploy.manifests import K8S, REPOSITORY, container, rendered

OPERATIONS = REPOSITORY / "docs/operations.md"
GUIDE = K8S / "README.md"
COMPONENT = "app.kubernetes.io/component"


@pytest.fixture(scope="module")
def prod():
    return rendered("prod")


def test_a_restore_starts_each_process_for_which_no_manifest_names_a_number(prod):
    assert started(step("Start")) == numberless(prod)


def test_a_restore_leaves_the_gateway_where_it_was_stopped_until_the_others_have_sent_all():
    applied = re.findall(r"kubectl apply -k \$overlay[^\n`]*", step("Start"))

    assert applied == [
        "kubectl apply -k $overlay -l 'app.kubernetes.io/name!=gateway'",
        "kubectl apply -k $overlay",
    ]


def test_a_column_key_is_turned_without_leaving_its_service_stopped(prod):
    (row,) = [
        line for line in GUIDE.read_text().splitlines() if "| `ORIGINPRINT_COLUMN_KEYS`" in line
    ]

    assert "kubectl scale deployment/cert-svc --replicas=0" in row
    assert f"--replicas={numberless(prod)['cert-svc']}" in row


def test_an_update_makes_the_settings_that_its_migrations_are_given_before_they_run(prod):
    ground = re.search(r"kubectl apply -k \$overlay -l '(.+?)'", section("2. The ground"))
    given = {
        source["configMapRef"]["name"]
        for job in prod
        if job["kind"] == "Job"
        for source in container(job)["envFrom"]
        if "configMapRef" in source
    }
    late = {
        one["metadata"]["name"]
        for one in prod
        if one["kind"] == "ConfigMap" and COMPONENT in one["metadata"].get("labels", {})
    }

    assert ground[1] == f"{COMPONENT} notin (process, migration)"
    assert not given & late
    assert "(step 1), then steps 2, 3 and 4." in section("Rolling updates")


def section(title: str) -> str:
    """Of the guide, up to the next heading or step."""
    parts = re.split(r"^(?:## |\*\*(?=\d))", GUIDE.read_text(), flags=re.MULTILINE)
    (found,) = [one for one in parts if one.startswith(title)]
    return found


def step(name: str) -> str:
    """Of the restore in a cluster."""
    steps = re.split(r"^(?=\d+\. \*\*)", OPERATIONS.read_text(), flags=re.MULTILINE)
    (found,) = [one for one in steps if re.match(rf"\d+\. \*\*{name}\*\*", one)]
    return found


def started(commands: str) -> dict[str, int]:
    """By name: how many pods of it `k scale` asks for."""
    scaled = re.findall(r"k scale ((?:deployment/\S+ )+)--replicas=(\d+)", commands)
    return {
        name.removeprefix("deployment/"): int(number)
        for names, number in scaled
        for name in names.split()
    }


def numberless(manifests) -> dict[str, int]:
    """Deployments that an autoscaler sets, with the fewest pods that it keeps."""
    least = {
        one["spec"]["scaleTargetRef"]["name"]: one["spec"]["minReplicas"]
        for one in manifests
        if one["kind"] == "HorizontalPodAutoscaler"
    }
    return {
        one["metadata"]["name"]: least[one["metadata"]["name"]]
        for one in manifests
        if one["kind"] == "Deployment" and "replicas" not in one["spec"]
    }
