"""The overlays as kubectl renders them, where there is one: what a cluster would be given."""

import base64
import json
import subprocess
import sys
from pathlib import Path

import kubernetes_validate
import pytest

from contracts.accounts import BRIDGE, MIGRATIONS
from contracts.amqp import Address
from deploy.broker.__main__ import COMMITTED
from deploy.cluster.manifests import make_secrets
from gateway.buckets import THREADS
from tests.unit.deploy.manifests import (
    K8S,
    container,
    handed_over,
    package,
    pod,
    procfile,
    product_names,
    rendered,
    settings_fields,
    workloads,
)

OPERATORS_OWN = {
    "rabbitmq.com",
    "cert-manager.io",
    "postgresql.cnpg.io",
    "barmancloud.cnpg.io",
}
OPERATORS_SECRETS = {"rabbitmq-tls": {"ca.crt"}, "postgresql-ca": {"ca.crt"}}
"""What of their Secrets is handed to processes: whom to believe, no key."""
POOL = 21
"""Connections of one pod at most: 16 handlers, 4 of overflow, one that counts attempts."""
OTHERS = 30
"""3 kept back for the superuser, the exporters, CloudNativePG itself, migrations and people."""


@pytest.fixture(scope="module")
def overlays():
    return {name: rendered(name) for name in ("dev", "prod")}


@pytest.fixture(params=["dev", "prod"])
def overlay(request, overlays):
    return overlays[request.param]


@pytest.fixture
def prod(overlays):
    return overlays["prod"]


def test_every_rendered_manifest_is_valid(overlay):
    for manifest in overlay:
        if manifest["apiVersion"].split("/")[0] not in OPERATORS_OWN:
            kubernetes_validate.validate(manifest, "1.31", strict=True)


def test_every_rendered_process_gets_the_settings_it_knows_and_no_other(overlay):
    maps = {one["metadata"]["name"]: one["data"] for one in overlay if one["kind"] == "ConfigMap"}
    for workload in workloads(overlay).values():
        given = product_names(handed_over(workload, maps))
        assert given <= settings_fields(package(workload)).keys()


def test_all_rendered_processes_run_one_image(overlay):
    images = {container(one)["image"] for one in workloads(overlay).values()}

    assert len(images) == 1
    assert ":" in images.pop()


def test_everything_rendered_is_in_one_namespace(overlay):
    (namespace,) = [one["metadata"]["name"] for one in overlay if one["kind"] == "Namespace"]

    assert {one["metadata"].get("namespace", namespace) for one in overlay} == {namespace}


def test_production_has_no_customs_simulator(prod):
    assert "customs" not in {one["metadata"]["name"] for one in prod}
    assert workloads(prod).keys() == {
        name
        for process in procfile().keys() - {"customs"}
        for name in (process, f"{process}-migration")
    }


def test_production_runs_at_least_two_of_everything_spread_over_nodes(prod):
    scaled = autoscalers(prod)
    for name, deployment in deployments(prod).items():
        assert ("replicas" in deployment["spec"]) is (name not in scaled)
        assert least(name, deployment, scaled) >= 2
        keys = {one["topologyKey"] for one in pod(deployment)["topologySpreadConstraints"]}
        assert keys == {"topology.kubernetes.io/zone", "kubernetes.io/hostname"}


def test_a_node_that_takes_no_pod_of_ours_holds_up_no_pod_elsewhere(prod):
    policies = {
        one.get("nodeTaintsPolicy")
        for deployment in deployments(prod).values()
        for one in pod(deployment)["topologySpreadConstraints"]
    }

    assert policies == {"Honor"}


def test_production_scales_reading_and_rendering_with_load(prod):
    assert autoscalers(prod).keys() == {"cert-svc", "print-svc"}


def test_the_database_has_a_connection_for_every_pod_there_can_be(prod):
    scaled = autoscalers(prod)
    held = sum(
        (THREADS if name == "gateway" else POOL)
        * (
            (scaled[name]["maxReplicas"] if name in scaled else one["spec"]["replicas"])
            + one["spec"]["strategy"]["rollingUpdate"]["maxSurge"]
        )
        for name, one in deployments(prod).items()
    )
    (cluster,) = [one for one in prod if one["kind"] == "Cluster"]
    most = int(cluster["spec"]["postgresql"]["parameters"]["max_connections"])

    assert held + OTHERS <= most


def test_each_node_of_the_broker_is_on_a_machine_of_its_own_and_one_at_a_time_may_be_drained(
    overlay,
):
    (broker,) = [one for one in overlay if one["kind"] == "RabbitmqCluster"]
    (budget,) = [
        one["spec"]
        for one in overlay
        if one["kind"] == "PodDisruptionBudget" and one["metadata"]["name"] == "rabbitmq"
    ]
    (apart,) = broker["spec"]["affinity"]["podAntiAffinity"][
        "requiredDuringSchedulingIgnoredDuringExecution"
    ]
    pods = {"matchLabels": {"app.kubernetes.io/name": broker["metadata"]["name"]}}

    assert apart == {"topologyKey": "kubernetes.io/hostname", "labelSelector": pods}
    assert budget == {"maxUnavailable": 1, "selector": pods}


def test_each_server_of_the_database_is_on_a_machine_of_its_own(overlay):
    (cluster,) = [one["spec"] for one in overlay if one["kind"] == "Cluster"]

    assert cluster["affinity"]["podAntiAffinityType"] == "required"


def test_the_log_that_waits_for_a_standby_leaves_room_on_the_volume_of_the_log(prod):
    (cluster,) = [one["spec"] for one in prod if one["kind"] == "Cluster"]
    kept = int(cluster["postgresql"]["parameters"]["max_slot_wal_keep_size"].removesuffix("GB"))
    room = int(cluster["walStorage"]["size"].removesuffix("Gi"))

    assert 0 < kept <= room * 0.6


def test_an_upload_that_the_gateway_takes_passes_the_ingress(prod):
    (limit,) = [
        one["metadata"]["annotations"]["nginx.ingress.kubernetes.io/proxy-body-size"]
        for one in prod
        if one["metadata"]["name"] == "gateway" and one["kind"] == "Ingress"
    ]
    (settings,) = [
        one["data"]
        for one in prod
        if one["kind"] == "ConfigMap" and one["metadata"]["name"].startswith("gateway")
    ]

    assert int(limit.removesuffix("m")) > int(settings["ORIGINPRINT_UPLOAD_LIMIT_MIB"])


def test_filled_in_templates_become_every_secret_that_is_asked_for(overlay, tmp_path):
    fill_in(tmp_path)

    made = {one["metadata"]["name"]: one["data"].keys() for one in secrets(tmp_path)}

    for workload in workloads(overlay).values():
        for source in container(workload)["envFrom"]:
            assert source.get("secretRef", {"name": "callers"})["name"] in made
        for volume in pod(workload)["volumes"]:
            name = volume.get("secret", {"secretName": "callers"})["secretName"]
            assert name in made or name in OPERATORS_SECRETS
    for role in roles(overlay):
        assert made[role["passwordSecret"]["name"]] == {"username", "password"}


def test_every_process_speaks_tls_with_servers_whose_authority_it_is_given(overlay):
    maps = {one["metadata"]["name"]: one["data"] for one in overlay if one["kind"] == "ConfigMap"}
    for workload in workloads(overlay).values():
        given = handed_over(workload, maps)
        mounted = {one["mountPath"] for one in container(workload)["volumeMounts"]}
        broker = Address.of(given["ORIGINPRINT_AMQP_URL"])
        database = given.get("ORIGINPRINT_DATABASE_URL", "?sslmode=verify-full")

        assert broker.is_tls
        assert str(Path(broker.cafile).parent) in mounted
        assert "?sslmode=verify-full" in database


def test_nothing_but_the_certificate_of_an_authority_is_taken_from_the_operators(overlay):
    taken = {
        volume["secret"]["secretName"]: {item["key"] for item in volume["secret"]["items"]}
        for workload in workloads(overlay).values()
        for volume in pod(workload)["volumes"]
        if volume.get("secret", {}).get("secretName") in OPERATORS_SECRETS
    }

    assert taken == OPERATORS_SECRETS


def test_processes_and_migrations_have_the_accounts_that_are_theirs(overlay):
    maps = {one["metadata"]["name"]: one["data"] for one in overlay if one["kind"] == "ConfigMap"}
    accounts = {
        name: Address.of(handed_over(workload, maps)["ORIGINPRINT_AMQP_URL"]).user
        for name, workload in workloads(overlay).items()
    }
    own = {name: name.removesuffix("-migration").replace("-", "_") for name in accounts}
    declaring = {name for name in own if name.endswith("svc-migration")}

    assert accounts == own | dict.fromkeys(declaring, MIGRATIONS)


def test_the_broker_knows_the_passwords_of_all_but_the_bridge(tmp_path):
    fill_in(tmp_path)

    made = {one["metadata"]["name"]: one["data"] for one in secrets(tmp_path)}

    definitions = json.loads(base64.b64decode(made["rabbitmq-definitions"]["definitions.json"]))
    hashes = {one["name"]: one["password_hash"] for one in definitions["users"]}
    assert {name for name, digest in hashes.items() if not digest} == {BRIDGE}
    assert definitions | {"users": []} == json.loads(COMMITTED.read_text()) | {"users": []}


def test_a_template_that_is_not_filled_in_is_refused(tmp_path):
    fill_in(tmp_path)
    (tmp_path / "gateway.env").write_text("ORIGINPRINT_AMQP_URL=CHANGE_ME\n")

    with pytest.raises(subprocess.CalledProcessError) as refused:
        secrets(tmp_path)

    assert b"gateway.env" in refused.value.stderr
    assert not refused.value.stdout


def fill_in(folder) -> None:
    for template in (K8S / "secrets").glob("*.env"):
        (folder / template.name).write_text(template.read_text().replace("CHANGE_ME", "x"))
    for files in ("auth-svc-files", "print-svc-files"):
        (folder / files).mkdir()
        (folder / files / "one.pem").write_text("specimen")


def secrets(folder):
    return make_secrets(folder, sys.executable)


def deployments(manifests):
    found = workloads(manifests)
    return {name: one for name, one in found.items() if one["kind"] == "Deployment"}


def autoscalers(manifests):
    found = (one["spec"] for one in manifests if one["kind"] == "HorizontalPodAutoscaler")
    return {spec["scaleTargetRef"]["name"]: spec for spec in found}


def least(name, deployment, scaled) -> int:
    return scaled[name]["minReplicas"] if name in scaled else deployment["spec"]["replicas"]


def roles(manifests):
    clusters = [one for one in manifests if one["kind"] == "Cluster"]
    return [role for one in clusters for role in one["spec"]["managed"]["roles"]]
