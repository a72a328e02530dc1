"""The manifests as they are written: valid, hardened, and in step with the code they start."""

import ast
import base64
import dataclasses
import re
from pathlib import Path
from urllib.parse import urlsplit

import kubernetes_validate
import pytest

from contracts.customs import SOURCE as CUSTOMS_SOURCE
from contracts.database_roles import DATABASES, owner_of
from contracts.settings import load
from tests.unit.deploy.manifests import (
    BASE,
    CUSTOMS,
    K8S,
    REPOSITORY,
    container,
    documents,
    generated_maps,
    handed_over,
    package,
    pod,
    process_files,
    procfile,
    product_names,
    secret_templates,
    settings_fields,
    settings_of,
    workloads,
    written,
)

OPERATORS_OWN = {
    "rabbitmq.com",
    "cert-manager.io",
    "postgresql.cnpg.io",
    "barmancloud.cnpg.io",
    "keda.sh",
}
BY_CHOICE = {"keda", "traces"}
"""Components of no overlay: whoever has KEDA (`test_keda.py`) or a receiver of spans
(`test_traces.py`) adds them."""
PLAIN = {"username", "ORIGINPRINT_S3_ACCESS_KEY", "MINIO_ROOT_USER"}
"""What Secrets hold beside secrets: who one is, and nothing to prove it."""
WORKLOADS = workloads(process_files())
DEPLOYMENTS = {name: one for name, one in WORKLOADS.items() if one["kind"] == "Deployment"}
MAPS = generated_maps(BASE) | generated_maps(CUSTOMS) | {"gateway": generated_maps(BASE)["gateway"]}


@pytest.mark.parametrize("version", ["1.31", kubernetes_validate.latest_version()])
def test_every_manifest_is_valid(version):
    for _, manifest in written():
        if manifest["apiVersion"].split("/")[0] not in OPERATORS_OWN:
            kubernetes_validate.validate(manifest, version, strict=True)


def test_every_process_of_the_procfile_is_deployed_with_its_command():
    commands = {name: container(one)["command"] for name, one in DEPLOYMENTS.items()}

    assert commands == procfile()


def test_every_process_with_a_database_has_its_migration():
    with_database = {
        name
        for name, one in DEPLOYMENTS.items()
        if "ORIGINPRINT_DATABASE_URL" in settings_fields(package(one))
    }
    migrations = {
        name.removesuffix("-migration"): package(one)
        for name, one in WORKLOADS.items()
        if one["kind"] == "Job"
    }

    assert migrations == {name: package(DEPLOYMENTS[name]) for name in with_database}


@pytest.mark.parametrize("name", WORKLOADS)
def test_a_process_gets_the_settings_it_knows_and_all_it_needs(name):
    fields = settings_fields(package(WORKLOADS[name]))
    given = product_names(handed_over(WORKLOADS[name], MAPS))
    needed = {name for name, field in fields.items() if field.default is dataclasses.MISSING}

    assert given <= fields.keys()
    assert needed <= given


@pytest.mark.parametrize("name", WORKLOADS)
def test_a_process_can_read_every_setting_it_gets(name):
    environment = {
        key: value.replace("CHANGE_ME_KEY", base64.b64encode(bytes(32)).decode())
        for key, value in handed_over(WORKLOADS[name], MAPS).items()
    }

    settings = load(settings_of(package(WORKLOADS[name])), environment)

    assert settings.amqp_url == environment["ORIGINPRINT_AMQP_URL"]


@pytest.mark.parametrize("name", WORKLOADS)
def test_no_service_of_the_cluster_becomes_a_setting(name):
    """Links would add names that begin like ours and stop the process."""
    assert pod(WORKLOADS[name])["enableServiceLinks"] is False


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_a_file_named_by_a_setting_is_mounted_from_a_secret(name):
    workload = DEPLOYMENTS[name]
    secrets = {one["name"] for one in pod(workload)["volumes"] if "secret" in one}
    folders = {
        Path(mount["mountPath"])
        for mount in container(workload)["volumeMounts"]
        if mount["name"] in secrets
    }
    environment = handed_over(workload, MAPS)
    files = {
        Path(environment[name])
        for name, field in settings_fields(package(workload)).items()
        if field.type is Path
    }

    assert {file.parent for file in files} == folders


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_a_process_listens_where_probes_and_scrapes_look(name):
    environment = handed_over(DEPLOYMENTS[name], MAPS)
    (port,) = container(DEPLOYMENTS[name])["ports"]
    listens = {key: value for key, value in environment.items() if re.search("_(HOST|PORT)$", key)}

    assert set(listens.values()) == {"0.0.0.0", str(port["containerPort"])}  # noqa: S104 - what the manifest says
    assert probed(DEPLOYMENTS[name]) == {
        "startupProbe": "/healthz",
        "livenessProbe": "/healthz",
        "readinessProbe": "/readyz",
    }


@pytest.mark.parametrize("name", WORKLOADS)
def test_a_pod_has_no_more_rights_than_it_needs(name):
    workload = WORKLOADS[name]
    security = pod(workload)["securityContext"]

    assert security["runAsNonRoot"] is True
    assert security["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod(workload)["automountServiceAccountToken"] is False
    assert container(workload)["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    temporary = {"name": "tmp", "mountPath": "/tmp"}  # noqa: S108 - the only place to write
    assert temporary in container(workload)["volumeMounts"]


@pytest.mark.parametrize("name", WORKLOADS)
def test_a_pod_says_what_it_needs_and_what_it_may_take(name):
    resources = container(WORKLOADS[name])["resources"]

    assert resources["requests"].keys() == resources["limits"].keys() == {"cpu", "memory"}


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_a_process_has_time_to_finish_what_it_has_in_hand(name):
    grace = pod(DEPLOYMENTS[name])["terminationGracePeriodSeconds"]

    assert grace > longest_stop(package(DEPLOYMENTS[name]))


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_a_process_has_service_account_and_disruption_budget(name):
    kinds = {one["kind"]: one for one in process_files() if one["metadata"]["name"] == name}

    assert kinds.keys() == {"ServiceAccount", "Deployment", "Service", "PodDisruptionBudget"}
    labels = DEPLOYMENTS[name]["spec"]["template"]["metadata"]["labels"]
    assert kinds["Service"]["spec"]["selector"].items() <= labels.items()
    budget = kinds["PodDisruptionBudget"]["spec"]
    assert budget["selector"]["matchLabels"].items() <= labels.items()
    assert budget["maxUnavailable"] == 1


def test_every_name_is_denied_until_a_policy_allows_it():
    policies = {one["metadata"]["name"]: one["spec"] for one in documents(BASE / "network.yaml")}

    assert policies["default-deny"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


def test_no_secret_is_committed():
    templates = [entry for one in secret_templates().values() for entry in one.items()]

    assert all("CHANGE_ME" in value for name, value in templates if name not in PLAIN)
    assert not any(manifest["kind"] == "Secret" for _, manifest in written())


def test_every_database_has_an_owner_and_a_role_that_owns_nothing():
    """Customs, the simulator, has its own in one overlay alone."""
    [cluster] = documents(K8S / "components/postgresql/postgresql.yaml")
    databases = [one["spec"] for _, one in written() if one["kind"] == "Database"]
    owners = {one["name"]: one["owner"] for one in databases}
    roles = {role["name"] for role in cluster["spec"]["managed"]["roles"]}

    assert owners == {name: owner_of(name) for name in DATABASES}
    assert roles == {*owners, *owners.values()} - {CUSTOMS_SOURCE, owner_of(CUSTOMS_SOURCE)}


@pytest.mark.parametrize("name", WORKLOADS)
def test_only_a_migration_logs_in_as_the_owner(name):
    url = urlsplit(handed_over(WORKLOADS[name], MAPS)["ORIGINPRINT_DATABASE_URL"])
    process = name.removesuffix("-migration").replace("-", "_")

    assert url.path == f"/{process}"
    assert url.username == (owner_of(process) if name.endswith("-migration") else process)


def test_base_reads_every_process_file_and_every_folder_is_used():
    listed = set(documents(BASE / "kustomization.yaml")[0]["resources"])

    assert listed == {path.name for path in BASE.glob("*.yaml")} - {"kustomization.yaml"}
    used = {
        path
        for kustomization in K8S.glob("overlays/*/kustomization.yaml")
        for path in documents(kustomization)[0]["components"]
    }
    assert {Path(path).name for path in used} | BY_CHOICE == {
        one.name for one in (K8S / "components").iterdir()
    }


def probed(deployment) -> dict[str, str]:
    return {
        name: probe["httpGet"]["path"]
        for name, probe in container(deployment).items()
        if name.endswith("Probe")
    }


def longest_stop(package: str) -> float:
    """Seconds that the program itself waits at most, and the pause before it is told."""
    if package == "gateway":
        start = (REPOSITORY / "gateway/__main__.py").read_text()
        waits = re.search(r"timeout_graceful_shutdown=(\d+)", start)[1]
        pause = container(DEPLOYMENTS["gateway"])["lifecycle"]["preStop"]["exec"]["command"]
        return float(waits) + float(pause[-1])
    return constant("customs/process.py" if package == "customs" else "chassis/run.py")


def constant(module: str) -> float:
    """STOP_SECONDS, read without importing: chassis.run would patch this process."""
    tree = ast.parse((REPOSITORY / module).read_text())
    return next(
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and node.targets[0].id == "STOP_SECONDS"
    )
