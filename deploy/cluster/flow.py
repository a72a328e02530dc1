"""The main flow through a running cluster: from a scanned seal to a paper that verifies."""

from contextlib import closing
from pathlib import Path
from typing import Any

from deploy.cluster.run import Cluster
from deploy.local.client import Client
from deploy.local.demo_checks import code_on
from deploy.local.desk import fit_printer
from deploy.local.exporter import authorized_exporter, wait_for
from deploy.local.officer import Officer
from deploy.local.person import Person

PATIENCE = 90.0
"""Seconds: eight containers share this machine's processors."""


def main_flow(cluster: Cluster, folder: Path) -> dict[str, Any]:
    """What the last steps answered. Raises ProblemError, RuntimeError and TimeoutError."""
    person = Person.with_card(cluster.cards, seed=1)
    with (
        closing(Officer(cluster.gateway, cluster.console_token)) as officer,
        closing(authorized_exporter(cluster.gateway, officer, person)) as exporter,
    ):
        number = officer.apply(person)
        officer.approve(number)
        exporter.wait_until(number, seconds=PATIENCE, printable=True)
        issued = exporter.issue_print(number)
        sheet = folder / "sheet.pdf"
        sheet.write_bytes(exporter.desk.fetch_document(issued["ticket"], fit_printer()))
        exporter.confirm(issued["job"]["job_id"], printed=True)
        told = exporter.wait_until(number, seconds=PATIENCE, print_status="printed", archived=True)
    return {"archived": told["archived"], "verdict": _verdict(cluster.gateway, sheet)}


def portal_page(cluster: Cluster) -> str:
    """What a browser is given first."""
    with closing(Client(cluster.gateway)) as browser:
        return browser.fetch("GET", "/").text


def _verdict(gateway: str, sheet: Path) -> str:
    with closing(Client(f"{gateway}/api/v1")) as public:
        path = f"/verify/{code_on(sheet)}"

        def told() -> str | None:
            verdict = public.call("GET", path)["verdict"]
            return "valid" if verdict == "valid" else None

        return wait_for(told, "the verdict on the sheet", PATIENCE)
