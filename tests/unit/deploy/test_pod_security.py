"""Every pod of both overlays, the object store's too: the standard `restricted`, limits and probes.

The rules are those of Kubernetes' Pod Security Standards, profile Restricted.
"""

import pytest

from deploy.quantities import amount
from tests.unit.deploy.manifests import rendered

VOLUMES = {
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "persistentVolumeClaim",
    "projected",
    "secret",
}
PODS = {
    f"{overlay}:{one['kind']}:{one['metadata']['name']}": spec["template"]["spec"]
    for overlay in ("dev", "prod")
    for one in rendered(overlay)
    for spec in [one.get("spec", {}).get("jobTemplate", one).get("spec", {})]
    if "containers" in spec.get("template", {}).get("spec", {})
}
LASTING = {name: pod for name, pod in PODS.items() if "Job:" not in name}


@pytest.mark.parametrize("name", PODS)
def test_a_pod_is_restricted(name):
    pod = PODS[name]
    security = pod["securityContext"]

    assert not pod.keys() & {"hostNetwork", "hostPID", "hostIPC"}
    assert security["runAsNonRoot"] is True
    assert security["runAsUser"] > 0
    assert security["seccompProfile"]["type"] in {"RuntimeDefault", "Localhost"}
    assert not security.keys() & {"sysctls", "windowsOptions", "seLinuxOptions"}
    assert {kind for one in pod["volumes"] for kind in one if kind != "name"} <= VOLUMES


@pytest.mark.parametrize("name", PODS)
def test_a_container_cannot_gain_rights(name):
    for container in [*PODS[name]["containers"], *PODS[name].get("initContainers", ())]:
        security = container["securityContext"]
        assert security["allowPrivilegeEscalation"] is False
        assert security["readOnlyRootFilesystem"] is True
        assert security["capabilities"] == {"drop": ["ALL"]}
        assert not security.keys() & {"privileged", "procMount", "runAsUser", "runAsNonRoot"}
        assert not any("hostPort" in port for port in container.get("ports", ()))


@pytest.mark.parametrize("name", PODS)
def test_a_container_has_limits_not_below_what_it_asks_for(name):
    for container in PODS[name]["containers"]:
        requests, limits = container["resources"]["requests"], container["resources"]["limits"]
        assert requests.keys() == limits.keys() == {"cpu", "memory"}
        assert all(amount(requests[one]) <= amount(limits[one]) for one in limits)


@pytest.mark.parametrize("name", LASTING)
def test_what_lasts_is_asked_whether_it_lives_and_whether_it_is_ready(name):
    for container in LASTING[name]["containers"]:
        assert {"livenessProbe", "readinessProbe"} <= container.keys()


@pytest.mark.parametrize("name", PODS)
def test_no_volume_in_memory_or_on_disk_is_without_a_limit(name):
    empty = [one["emptyDir"] for one in PODS[name]["volumes"] if "emptyDir" in one]

    assert all("sizeLimit" in one for one in empty)
