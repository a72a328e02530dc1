"""Alerts and dashboard: Prometheus accepts them, they fire when meant, and their metrics exist."""

import json
import re
import subprocess

import pytest
import yaml
from prometheus_client import Counter, Gauge, Histogram
from prometheus_client.metrics import MetricWrapperBase

from chassis import metrics
from customs import telemetry
from gateway import middleware
from services.webhook_svc import metrics as webhook_metrics
from tests.unit.deploy.manifests import BASE, REPOSITORY, documents, procfile

MONITORING = REPOSITORY / "deploy/monitoring"
SUFFIXES = {Counter: ["_total"], Gauge: [""], Histogram: ["_bucket", "_sum", "_count"]}
SCRAPED = {"process", "instance", "job", "le"}
"""Labels that Prometheus adds itself."""
SELECTION = re.compile(r"\b((?:originprint|customs)_\w+)(?:\{([^}]*)\})?")


def alerts():
    (group,) = yaml.safe_load((MONITORING / "alerts.yml").read_text())["groups"]
    return group["rules"]


def dashboard():
    return json.loads((MONITORING / "dashboard.json").read_text())


def dashboard_expressions() -> list[str]:
    return [
        target["expr"].replace("$__rate_interval", "5m").replace("$process", ".*")
        for panel in dashboard()["panels"]
        for target in panel.get("targets", [])
    ]


def expressions() -> list[str]:
    variables = [one.get("definition", "") for one in dashboard()["templating"]["list"]]
    return [rule["expr"] for rule in alerts()] + dashboard_expressions() + variables


def selections() -> set[tuple[str, str]]:
    return {found for expression in expressions() for found in SELECTION.findall(expression)}


def known() -> dict[str, set[str]]:
    """Every sample name that the processes can show, with its labels."""
    found = [
        metric
        for module in (metrics, middleware, telemetry, webhook_metrics)
        for metric in vars(module).values()
        if isinstance(metric, MetricWrapperBase)
    ]
    return {
        metric._name + suffix: set(metric._labelnames)
        for metric in found
        for suffix in SUFFIXES[type(metric)]
    }


def promtool(*arguments) -> None:
    done = subprocess.run(["promtool", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_prometheus_accepts_the_configuration_and_its_rules():
    promtool("check", "config", MONITORING / "prometheus.yml")


def test_alerts_fire_when_they_should_and_only_then():
    promtool("test", "rules", MONITORING / "alerts_test.yml")


def test_every_alert_is_tried():
    tried = (MONITORING / "alerts_test.yml").read_text()

    assert [rule["alert"] for rule in alerts() if rule["alert"] not in tried] == []


@pytest.mark.parametrize("rule", alerts(), ids=lambda rule: rule["alert"])
def test_an_alert_says_how_urgent_it_is_what_happened_and_what_to_do(rule):
    assert rule["labels"]["severity"] in {"page", "ticket"}
    assert rule["annotations"]["summary"]
    assert len(rule["annotations"]["description"]) > 100
    assert rule["for"]


def test_prometheus_accepts_every_expression_of_the_dashboard(tmp_path):
    rules = [
        {"record": f"panel:{number}", "expr": expression}
        for number, expression in enumerate(dashboard_expressions())
    ]
    file = tmp_path / "panels.yml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": rules}]}))

    promtool("check", "rules", file)


def test_every_metric_that_is_asked_for_exists():
    assert {name for name, _ in selections()} <= known().keys()


def test_every_label_that_is_asked_for_exists():
    for name, conditions in selections():
        labels = set(re.findall(r"(\w+)\s*[=!]~?", conditions))
        assert labels <= known()[name] | SCRAPED, name


def test_every_metric_of_the_services_is_on_the_dashboard():
    shown = {
        name for expression in dashboard_expressions() for name, _ in SELECTION.findall(expression)
    }
    ours = {name for name in known() if not name.startswith("customs_")}

    assert {base(name) for name in ours} <= {base(name) for name in shown}


def test_no_panel_covers_another():
    cells = [
        (x, y)
        for panel in dashboard()["panels"]
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]

    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 24


def test_every_process_is_scraped_by_a_service_that_names_its_pods():
    configuration = yaml.safe_load((MONITORING / "prometheus.yml").read_text())
    (job,) = [one for one in configuration["scrape_configs"] if one["job_name"] == "originprint"]
    (discovery,) = job["dns_sd_configs"]
    scraped = {name.split(".")[0] for name in discovery["names"]}
    headless = {
        one["metadata"]["name"]
        for path in BASE.glob("*.yaml")
        for one in documents(path)
        if one["kind"] == "Service" and one["spec"].get("clusterIP") == "None"
    }
    (relabel,) = job["relabel_configs"]
    processes = {re.fullmatch(relabel["regex"], name)[1] for name in discovery["names"]}

    assert scraped == headless
    assert processes == procfile().keys() - {"customs"}
    missed = next(rule["expr"] for rule in alerts() if rule["alert"] == "ProcessMissing")
    assert set(re.findall('process="([^"]+)"', missed)) == processes


def base(name: str) -> str:
    return re.sub("_(bucket|sum|count|total)$", "", name)
