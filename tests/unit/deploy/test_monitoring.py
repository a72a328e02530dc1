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
from deploy.monitoring import objectives
from deploy.monitoring.__main__ import files
from deploy.monitoring.dashboards import read_boards
from gateway import connections, limiter, middleware, tarpit
from services.auth_svc import metrics as auth_metrics
from services.cert_svc import metrics as cert_metrics
from services.exception_svc import metrics as exception_metrics
from services.webhook_svc import metrics as webhook_metrics
from tests.unit.deploy.manifests import BASE, CUSTOMS, K8S, REPOSITORY, documents, procfile

MONITORING = REPOSITORY / "deploy/monitoring"
DASHBOARDS = K8S / "components/dashboards"
RUNBOOK = REPOSITORY / "docs/runbook.md"
FOREIGN = REPOSITORY / "tests/unit/deploy/foreign_metrics.txt"
OURS = (
    metrics,
    middleware,
    limiter,
    tarpit,
    connections,
    auth_metrics,
    cert_metrics,
    exception_metrics,
    webhook_metrics,
    telemetry,
)
SUFFIXES = {Counter: ["_total"], Gauge: [""], Histogram: ["_bucket", "_sum", "_count"]}
SCRAPED = {"process", "instance", "job", "le"}
"""Labels that Prometheus adds itself."""
SELECTION = re.compile(r"\b((?:originprint|customs)_\w+)(?:\{([^}]*)\})?")
FOREIGN_NAME = re.compile(r"\b(?:rabbitmq|cnpg|barman|kube)_\w+")


def rules() -> list[dict]:
    return [
        rule
        for name in ("alerts.yml", "objectives.yml")
        for group in yaml.safe_load((MONITORING / name).read_text())["groups"]
        for rule in group["rules"]
    ]


def alerts() -> list[dict]:
    return [rule for rule in rules() if "alert" in rule]


def dashboards() -> dict[str, dict]:
    return {path.stem: json.loads(path.read_text()) for path in DASHBOARDS.glob("*.json")}


def dashboard_expressions() -> list[str]:
    return [
        target["expr"].replace("$__rate_interval", "5m").replace("$process", ".*")
        for board in dashboards().values()
        for panel in board["panels"]
        for target in panel.get("targets", [])
    ]


def expressions() -> list[str]:
    variables = [
        one.get("definition", "")
        for board in dashboards().values()
        for one in board["templating"]["list"]
    ]
    return [rule["expr"] for rule in rules()] + dashboard_expressions() + variables


def selections() -> set[tuple[str, str]]:
    return {found for expression in expressions() for found in SELECTION.findall(expression)}


def known() -> dict[str, set[str]]:
    """Every sample name that the processes can show, with its labels."""
    found = [
        metric
        for module in OURS
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
    promtool("test", "rules", *sorted(MONITORING.glob("*_test.yml")))


def test_every_alert_is_tried():
    tried = "".join(path.read_text() for path in MONITORING.glob("*_test.yml"))

    assert [rule["alert"] for rule in alerts() if rule["alert"] not in tried] == []


@pytest.mark.parametrize("rule", alerts(), ids=lambda rule: rule["alert"])
def test_an_alert_says_how_urgent_it_is_what_happened_and_what_to_do(rule):
    assert rule["labels"]["severity"] in {"page", "ticket"}
    assert rule["annotations"]["summary"]
    assert len(rule["annotations"]["description"]) > 100
    assert rule["for"]


def test_every_alert_leads_to_a_section_of_the_runbook_and_every_section_has_its_alert():
    led_to = {rule["alert"]: rule["annotations"]["runbook_url"] for rule in alerts()}
    sections = re.findall("^## (.+)$", RUNBOOK.read_text(), re.MULTILINE)

    assert sections == [rule["alert"] for rule in alerts()]
    assert led_to == {name: f"{objectives.RUNBOOK}#{name.lower()}" for name in sections}


def test_a_section_of_the_runbook_says_who_is_hurt_where_to_look_what_to_do_and_when_it_is_over():
    sections = re.split("^## .+$", RUNBOOK.read_text(), flags=re.MULTILINE)[1:]
    steps = ["Seen by people:", "Look:", "Do:", "Over:"]

    assert [re.findall(r"^\*\*(.+?)\*\*", one, re.MULTILINE) for one in sections] == [steps] * len(
        sections
    )


def test_the_runbook_names_every_objective():
    named = re.findall(r"^\| `(\w+)` \|", RUNBOOK.read_text(), re.MULTILINE)

    assert named == [one.name for one in objectives.OBJECTIVES]


def test_what_is_generated_is_what_its_tables_say():
    assert {path: path.read_text() for path in files()} == files()


def test_every_dashboard_is_brought_to_grafana():
    component = documents(DASHBOARDS / "kustomization.yaml")[0]
    brought = [name for one in component["configMapGenerator"] for name in one["files"]]

    assert sorted(brought) == sorted(f"{board.uid}.json" for board in read_boards())


def test_prometheus_accepts_every_expression_of_the_dashboards(tmp_path):
    rules = [
        {"record": f"panel:{number}", "expr": expression}
        for number, expression in enumerate(dashboard_expressions())
    ]
    file = tmp_path / "panels.yml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": rules}]}))

    promtool("check", "rules", file)


def test_every_metric_that_is_asked_for_exists():
    assert {name for name, _ in selections()} <= known().keys()


def test_every_metric_of_broker_and_database_that_is_asked_for_exists():
    asked = {name for each in expressions() for name in FOREIGN_NAME.findall(each)}

    assert asked <= set(FOREIGN.read_text().splitlines())


def test_every_recorded_series_that_is_asked_for_is_recorded():
    recorded = {rule["record"] for rule in rules() if "record" in rule}
    asked = {name for each in expressions() for name in re.findall(r"objective:burn:\w+", each)}

    assert asked <= recorded


def test_every_label_that_is_asked_for_exists():
    for name, conditions in selections():
        labels = set(re.findall(r"(\w+)\s*[=!]~?", conditions))
        assert labels <= known()[name] | SCRAPED, name


def test_every_metric_of_the_services_is_on_a_dashboard():
    shown = {
        name for expression in dashboard_expressions() for name, _ in SELECTION.findall(expression)
    }
    ours = {name for name in known() if not name.startswith("customs_")}

    assert {base(name) for name in ours} <= {base(name) for name in shown}


@pytest.mark.parametrize("name", dashboards())
def test_no_panel_covers_another(name):
    cells = [
        (x, y)
        for panel in dashboards()[name]["panels"]
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
        for path in (*BASE.glob("*.yaml"), CUSTOMS / "customs.yaml")
        for one in documents(path)
        if one["kind"] == "Service" and one["spec"].get("clusterIP") == "None"
    }
    (relabel,) = job["relabel_configs"]
    processes = {re.fullmatch(relabel["regex"], name)[1] for name in discovery["names"]}

    assert scraped == headless
    assert processes == procfile().keys()
    missed = next(rule["expr"] for rule in alerts() if rule["alert"] == "ProcessMissing")
    assert set(re.findall('process="([^"]+)"', missed)) == processes - {"customs"}


def test_a_server_whose_figures_no_longer_come_is_told_of_whichever_it_is():
    configuration = yaml.safe_load((MONITORING / "prometheus.yml").read_text())
    servers = {one["job_name"] for one in configuration["scrape_configs"]} - {"originprint"}
    rule = next(rule["expr"] for rule in alerts() if rule["alert"] == "ServerUnwatched")
    (answering,) = re.findall('up{job=~"([^"]+)"}', rule)

    assert set(answering.split("|")) == servers
    assert set(re.findall('absent[(]up{job="([^"]+)"}[)]', rule)) == servers


def base(name: str) -> str:
    return re.sub("_(bucket|sum|count|total)$", "", name)
