"""What the runner of containers makes of a rendered workload and its Secrets."""

import base64
import json

from deploy.cluster.authority import certify
from deploy.cluster.manifests import Probe, pods
from deploy.cluster.secrets import of_operators, write_copies
from deploy.cluster.servers import NAMES, Broker
from tests.unit.deploy.manifests import rendered, secret_templates

GIVEN = {"first": {"A": "map", "B": "map"}, "second": {"B": "later"}}


def config(name):
    return {"kind": "ConfigMap", "metadata": {"name": name}, "data": GIVEN[name]}


def secret(name, **entries):
    data = {key: base64.b64encode(one.encode()).decode() for key, one in entries.items()}
    return {"kind": "Secret", "metadata": {"name": name}, "data": data}


def deployment():
    """One of ours, with sources of its environment and a Secret's file that are of the test."""
    [found] = [
        one
        for one in rendered("prod")
        if one["kind"] == "Deployment" and one["metadata"]["name"] == "gateway"
    ]
    container = found["spec"]["template"]["spec"]["containers"][0]
    container["envFrom"] = [
        {"configMapRef": {"name": "first"}},
        {"configMapRef": {"name": "second"}},
    ]
    container["env"] = [{"name": "C", "value": "named"}]
    return found


def made():
    authorities = [secret(name, **{"ca.crt": "a", "tls.key": "k"}) for name in OPERATORS]
    [pod] = pods([deployment(), config("first"), config("second"), *authorities])
    return pod


OPERATORS = ("rabbitmq-tls", "postgresql-ca")


def test_a_later_source_of_the_environment_holds_and_what_is_named_above_all():
    assert made().environment == {"A": "map", "B": "later", "C": "named"}


def test_of_a_secret_only_the_items_that_are_asked_for_are_mounted():
    files = {mount.path: mount.files for mount in made().mounts}

    assert files["/etc/rabbitmq-ca"] == {"ca.crt": b"a"}
    assert files["/tmp"] is None  # noqa: S108 - the only place to write


def test_limits_probes_and_the_pause_before_the_end_are_those_of_the_manifest():
    pod = made()

    assert (pod.user, pod.memory, pod.cpus, pod.grace) == (10001, 2**30, 2.0, 30)
    assert pod.probes["readiness"] == Probe("/readyz", 8000, period=10, timeout=8, failures=3)
    assert pod.pre_stop == ("sleep", "5")


def test_every_template_of_a_secret_is_filled_in_and_a_role_has_the_password_of_its_address(
    tmp_path,
):
    write_copies(tmp_path / "secrets", tmp_path)

    texts = {one.stem: one.read_text() for one in (tmp_path / "secrets").glob("*.env")}
    password = texts["auth-svc-role"].rpartition("password=")[2].strip()
    assert texts.keys() == secret_templates().keys()
    assert not any("CHANGE_ME" in one for one in texts.values())
    assert f"auth_svc:{password}@postgresql-rw" in texts["auth-svc"]


def test_the_operators_hand_over_whom_to_believe_and_no_key():
    certificate = certify(list(NAMES))

    assert {tuple(one["data"]) for one in of_operators(certificate)} == {("ca.crt",)}
    assert certificate.authority != certificate.certificate


def test_the_broker_of_a_run_knows_who_the_manifests_say_may_log_in(tmp_path):
    accounts = {"users": [{"name": "cert_svc", "password_hash": "of the Secret", "tags": ""}]}

    Broker(tmp_path, certify([*NAMES]), accounts).prepare()

    known = json.loads((tmp_path / "definitions.json").read_text())["users"]
    assert accounts["users"][0] in known
    assert [one["tags"] for one in known if one not in accounts["users"]] == ["administrator"]
