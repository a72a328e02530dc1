"""Debian's Prometheus and Alertmanager on loopback, and the bell that they ring."""

import contextlib
import json
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import yaml

from deploy.local.exporter import wait_for
from deploy.local.server import LOOPBACK, Server, find_program, free_port
from tests.integration.monitoring import hurried

MONITORING = Path(__file__).parents[3] / "deploy/monitoring"
PATIENCE_SECONDS = 90.0


@dataclass(frozen=True)
class Ring:
    """One alert as a receiver was told of it."""

    receiver: str
    status: str
    labels: Mapping[str, str]
    annotations: Mapping[str, str]


@dataclass
class Bell:
    """What Alertmanager posts to, whichever receiver."""

    port: int = 0
    rings: list[Ring] = field(default_factory=list)

    def rung(self, alert: str, status: str, since: int = 0) -> list[Ring]:
        return [
            ring
            for ring in self.rings[since:]
            if ring.labels["alertname"] == alert and ring.status == status
        ]

    def receivers(self, alerts: Iterable[str], since: int = 0) -> dict[str, set[str]]:
        """Whom each alert that fires was told to."""
        return {
            alert: {ring.receiver for ring in self.rung(alert, "firing", since)} for alert in alerts
        }

    def wait(self, alerts: Iterable[str], status: str, since: int = 0) -> None:
        """Until each was told with this status. Raises TimeoutError naming those that were not."""
        silent = set(alerts)

        def none_is_silent() -> bool | None:
            silent.difference_update([one for one in silent if self.rung(one, status, since)])
            return not silent or None

        with contextlib.suppress(TimeoutError):
            wait_for(none_is_silent, "", PATIENCE_SECONDS)
        if silent:
            raise TimeoutError(f"not told as {status}: {sorted(silent)}")


@contextlib.contextmanager
def ringing() -> Iterator[Bell]:
    bell = Bell()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            for one in told["alerts"]:
                ring = Ring(self.path.strip("/"), one["status"], one["labels"], one["annotations"])
                bell.rings.append(ring)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
    bell.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield bell
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


class Watching(Server):
    def choose_ports(self) -> None:
        self.port = free_port()

    @property
    def address(self) -> str:
        return f"{LOOPBACK}:{self.port}"

    def environment(self) -> Mapping[str, str]:
        return {"PATH": "/usr/bin:/bin", "HOME": str(self.home)}

    def answers(self) -> bool:
        with contextlib.suppress(httpx.TransportError):
            return httpx.get(f"http://{self.address}/-/ready").is_success
        return False


class Alertmanager(Watching):
    name = "Alertmanager"

    def __init__(self, home: Path, bell: Bell) -> None:
        self.bell = bell
        super().__init__(home)

    def prepare(self) -> None:
        shipped = (MONITORING / "alertmanager.yml").read_text()
        here = shipped.replace("receiver.monitoring:8080", f"{LOOPBACK}:{self.bell.port}")
        made = hurried.rules(yaml.safe_load(here))
        (self.home / "alertmanager.yml").write_text(yaml.safe_dump(made))

    def command(self) -> Sequence[str | Path]:
        return [
            find_program("prometheus-alertmanager"),
            f"--config.file={self.home / 'alertmanager.yml'}",
            f"--storage.path={self.home / 'data'}",
            f"--web.listen-address={self.address}",
            "--cluster.listen-address=",  # alone, and so on no other port
        ]


class Prometheus(Watching):
    """Watches what `show` names, by the shipped configuration and rules in a hurry."""

    name = "Prometheus"

    def __init__(self, home: Path, alertmanager: str) -> None:
        self.alertmanager = alertmanager
        super().__init__(home)

    def prepare(self) -> None:
        shipped = yaml.safe_load((MONITORING / "prometheus.yml").read_text())
        for name in shipped["rule_files"]:
            made = hurried.rules(yaml.safe_load((MONITORING / name).read_text()))
            (self.home / name).write_text(yaml.safe_dump(made, width=1000))
        made = hurried.configuration(
            shipped,
            rule_files=shipped["rule_files"],
            alertmanager=self.alertmanager,
            found={job["job_name"]: f"{job['job_name']}.json" for job in shipped["scrape_configs"]},
        )
        (self.home / "prometheus.yml").write_text(yaml.safe_dump(made))

    def show(self, job: str, targets: Mapping[str, str]) -> None:
        """Of a job the addresses, each with the name in DNS by which it would have been found."""
        found = [
            {"targets": [address], "labels": {"__meta_dns_name": name}}
            for address, name in targets.items()
        ]
        new = self.home / f"{job}.new"
        new.write_text(json.dumps(found))
        new.rename(self.home / f"{job}.json")

    def command(self) -> Sequence[str | Path]:
        return [
            find_program("prometheus"),
            f"--config.file={self.home / 'prometheus.yml'}",
            f"--storage.tsdb.path={self.home / 'data'}",
            f"--web.listen-address={self.address}",
        ]

    def ask(self, expression: str) -> list[dict[str, Any]]:
        """The samples of now, each its labels and its value."""
        query = {"query": expression}
        answer = httpx.get(f"http://{self.address}/api/v1/query", params=query).json()
        result: list[dict[str, Any]] = answer["data"]["result"]
        return result

    def firing(self) -> set[str]:
        found = self.ask('ALERTS{alertstate="firing"}')
        return {one["metric"]["alertname"] for one in found}

    def seen(self) -> int:
        """How many targets have answered lately."""
        return len(self.ask("max_over_time(up[1m]) == 1"))
