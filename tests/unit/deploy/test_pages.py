"""What the pages for operators have them type, against what the manifests and kubectl do."""

import json
import re
import subprocess
from urllib.parse import urlsplit

import pytest

from contracts.amqp import Address
from deploy.broker.definitions import CUSTOMS_VHOST
from tests.unit.deploy.manifests import K8S, REPOSITORY, container, rendered, secret_templates

OPERATIONS = REPOSITORY / "docs/operations.md"
GUIDE = K8S / "README.md"
RUNBOOK = REPOSITORY / "docs/runbook.md"
PAGES = (GUIDE, OPERATIONS, RUNBOOK)
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


def test_no_secret_is_given_on_a_command_line_of_a_pod():
    commands = [line for page in PAGES for line in page.read_text().splitlines() if "exec" in line]

    assert not [line for line in commands if re.search(r"\$(url|keys)\b|\benv ", line)]


def test_a_selection_of_logs_is_asked_for_whole():
    """Of several pods kubectl prints ten lines each, where nothing else is said."""
    selected = [
        line for page in PAGES for line in page.read_text().splitlines() if "k logs -l" in line
    ]

    assert selected
    assert all("--tail=-1" in line for line in selected)


def test_the_dead_letters_of_customs_are_looked_for_in_its_virtual_host():
    """The command of the guide, with the address of the template."""
    (made,) = re.findall(r'--amqp-url "(\$\(echo .+?\))" ', GUIDE.read_text())
    url = secret_templates()["operations"]["ORIGINPRINT_AMQP_URL"]

    said = subprocess.check_output(
        ["sh", "-c", f"printf %s {made}"], env={"ORIGINPRINT_AMQP_URL": url}, text=True
    )

    assert urlsplit(said).path == f"/{CUSTOMS_VHOST}"
    assert Address.of(said).user == Address.of(url).user


def test_a_process_that_an_autoscaler_sets_is_scaled_by_it(prod):
    (advice,) = re.findall("k patch hpa PROCESS -p '(.+?)'", RUNBOOK.read_text())
    named = RUNBOOK.read_text().split("k patch hpa")[0].rpartition("; of ")[2]

    assert json.loads(advice.replace("N", "3")) == {"spec": {"minReplicas": 3}}
    assert set(re.findall("`(.+?)`", named)[:2]) == numberless(prod).keys()


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
