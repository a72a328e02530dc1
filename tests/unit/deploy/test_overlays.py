"""The overlays as kubectl renders them, where there is one: what a cluster would be given."""

import subprocess

import kubernetes_validate
import pytest
import yaml

from tests.unit.deploy.manifests import (
    K8S,
    KUBECTL,
    NO_KUBECTL,
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

pytestmark = pytest.mark.skipif(KUBECTL is None, reason=NO_KUBECTL)

OPERATORS_OWN = {"rabbitmq.com", "postgresql.cnpg.io"}
POOL = 20
"""Connections of one pod at most: 16 handlers and 4 of overflow."""


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


def test_production_scales_reading_and_rendering_with_load(prod):
    assert autoscalers(prod).keys() == {"cert-svc", "print-svc"}


def test_the_database_has_a_connection_for_every_pod_there_can_be(prod):
    scaled = autoscalers(prod)
    pods = sum(
        (scaled[name]["maxReplicas"] if name in scaled else one["spec"]["replicas"])
        + one["spec"]["strategy"]["rollingUpdate"]["maxSurge"]
        for name, one in deployments(prod).items()
        if name != "gateway"
    )
    (cluster,) = [one for one in prod if one["kind"] == "Cluster"]

    assert pods * POOL < int(cluster["spec"]["postgresql"]["parameters"]["max_connections"])


def test_the_world_reaches_the_public_surface_by_tls_and_nothing_else(prod):
    ingresses = [one["spec"] for one in prod if one["kind"] == "Ingress"]
    paths = {
        path["path"]
        for spec in ingresses
        for rule in spec["rules"]
        for path in rule["http"]["paths"]
    }

    assert paths == {"/api/v1", "/verify"}
    for spec in ingresses:
        assert {rule["host"] for rule in spec["rules"]} == set(spec["tls"][0]["hosts"])


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
            assert source.get("secretRef", {"name": "objects"})["name"] in made
        for volume in pod(workload)["volumes"]:
            assert volume.get("secret", {"secretName": "objects"})["secretName"] in made
    for role in roles(overlay):
        assert made[role["passwordSecret"]["name"]] == {"username", "password"}


def test_a_template_that_is_not_filled_in_is_refused(tmp_path):
    fill_in(tmp_path)
    (tmp_path / "gateway.env").write_text("ORIGINPRINT_AMQP_URL=CHANGE_ME\n")

    with pytest.raises(subprocess.CalledProcessError) as refused:
        secrets(tmp_path)

    assert "gateway.env" in refused.value.stderr
    assert not refused.value.stdout


def fill_in(folder) -> None:
    for template in (K8S / "secrets").glob("*.env"):
        (folder / template.name).write_text(template.read_text().replace("CHANGE_ME", "x"))
    for files in ("auth-svc-files", "print-svc-files"):
        (folder / files).mkdir()
        (folder / files / "one.pem").write_text("specimen")


def secrets(folder):
    made = subprocess.run([K8S / "secrets.sh", folder], check=True, capture_output=True, text=True)
    return [one for one in yaml.safe_load_all(made.stdout) if one]


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
