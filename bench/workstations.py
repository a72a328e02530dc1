"""What 2,000 connected workstations cost one gateway process: memory, and processor while idle."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from bench.harness import Row
from bench.processor_time import processor_seconds
from bench.running import scratch
from bench.workstation_sockets import connected, made_up
from deploy.local.processes import RunningProcesses, start_processes
from deploy.local.servers import Servers, private_servers
from services.print_svc.storage import workstations
from workstation.enrolment import Enrolment

NEEDED: Final = ("auth_svc", "print_svc", "gateway")
FROM_ONE_ADDRESS: Final = {
    "gateway": {"limit_factor": "1000", "connections_of_an_address": "100000"}
}
FEW: Final = 20
"""Connected before: what a gateway in use has loaded, and does without the others."""
MEMORY_MB: Final = 70.0
CORE_PERCENT: Final = 1.0
SETTLING_SECONDS: Final = 5.0
_KB_IN_MB: Final = 1024


def run(*, quick: bool = False) -> list[Row]:
    count, seconds = (500, 60) if quick else (2_000, 120)
    with (
        scratch() as root,
        private_servers(root / "servers") as servers,
        start_processes(servers, root, names=NEEDED, overrides=FROM_ONE_ADDRESS) as processes,
    ):
        enrolments = _enrolled(servers, processes, FEW + count)
        started = processes.applications
        pids = {name: one.process.pid for name, one in started.items() if one.process}
        return _measured(pids, enrolments, seconds)


def _enrolled(servers: Servers, processes: RunningProcesses, count: int) -> list[Enrolment]:
    """In the database of print_svc: pairing them is not what is measured."""
    address = processes.addresses["gateway"]
    made = [made_up(place, address) for place in range(count)]
    engine = create_engine(servers.create_database("print_svc"))
    with Session(engine) as session:
        for one in made:
            workstations.add(session, one.row)
        session.commit()
    engine.dispose()
    return [one.enrolment for one in made]


def _measured(pids: dict[str, int], enrolments: list[Enrolment], seconds: int) -> list[Row]:
    few, many = enrolments[:FEW], enrolments[FEW:]
    with connected(few):
        without = _idle(pids, seconds)
        with connected(many) as took:
            having = _idle(pids, seconds)
    what = f"{len(many)} more connected workstations, a gateway's "
    more = having.resident_mb - without.resident_mb
    share = having.core_percent - without.core_percent
    memory = (
        f"{without.resident_mb:.0f} MB with {FEW} connected, {more * 1024 / len(many):.0f} KB each;"
        f" connected in {took:.0f} s"
    )
    idle = f"{without.core_percent:.2f} % with {FEW} connected; of {seconds} s each, who ping"
    return [
        Row("workstations", f"{what}memory", more, MEMORY_MB, "limit", "MB", 1.0, memory),
        Row("workstations", f"{what}core", share, CORE_PERCENT, "limit", "%", 1.0, idle),
    ]


@dataclass(frozen=True)
class _Idle:
    """Of a gateway to which nothing happens but pings."""

    resident_mb: float
    core_percent: float


def _idle(pids: dict[str, int], seconds: int) -> _Idle:
    time.sleep(SETTLING_SECONDS)
    spent = processor_seconds(pids)["gateway"]
    time.sleep(seconds)
    share = (processor_seconds(pids)["gateway"] - spent) * 100 / seconds
    return _Idle(_resident_mb(pids["gateway"]), share)


def _resident_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / _KB_IN_MB
    raise ProcessLookupError(pid)
