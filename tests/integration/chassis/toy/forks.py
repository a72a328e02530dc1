"""Starts toys: it imports everything once, and each fork of it is a process of the toy service.

A line of JSON on standard input is a command, and a line on standard output its answer:
`{"environment": {...}, "log": path}` starts a toy and gives its pid; a pid gives its exit code, or
null while it runs.
"""

from chassis import run  # isort: skip # it patches eventlet

import contextlib
import json
import os
import signal
import sys
from typing import Any

import eventlet.hubs

from chassis import outages, service
from chassis.broker import Message
from chassis.failures import Forwarder
from chassis.settings import load
from chassis.topology import declare_topology
from deploy.local.migrating import become
from tests.integration.chassis.toy.service import KINDS, ToySettings


def main() -> None:
    running: set[int] = set()
    for line in sys.stdin:
        command = json.loads(line)
        if isinstance(command, int):
            pid, status = os.waitpid(command, os.WNOHANG)
            running.discard(pid)
            answer = os.waitstatus_to_exitcode(status) if pid else None
        else:
            answer = os.fork() or _serve(command)
            running.add(answer)
        print(json.dumps(answer), flush=True)
    for pid in running:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _serve(command: dict[str, Any]) -> int:
    """Become a toy; never returns."""
    become(command["environment"], command["log"])
    try:
        _run()
    except SystemExit as end:
        os._exit(int(end.code or 0))
    except BaseException:  # noqa: BLE001 - as the interpreter would
        sys.excepthook(*sys.exc_info())
    os._exit(1)


def _run() -> None:
    eventlet.hubs.use_hub()
    service.CONNECT_SECONDS = 1.0
    service.HOUSEKEEPING_SECONDS = float(os.environ["TOY_HOUSEKEEPING_SECONDS"])
    service.FORGETTING_SECONDS = service.HOUSEKEEPING_SECONDS
    outages.LONGEST_PAUSE_SECONDS = 0.5
    outages.LONGEST_HOLD_SECONDS = float(os.environ["TOY_HOLDS_SECONDS"])
    _forward_after(float(os.environ["TOY_FORWARDS_AFTER_SECONDS"]))
    kind = KINDS[os.environ["TOY_HANDLES"]]
    toy = type("Toy", (kind,), {"name": os.environ["TOY_NAME"]})
    if "TOY_DECLARES" in os.environ:
        declare_topology(toy, load(ToySettings).amqp_url)
    run.run(toy, ToySettings)


def _forward_after(seconds: float) -> None:
    """As where the broker's confirm takes so long."""
    send = Forwarder.send

    def late(forwarder: Forwarder, message: Message) -> None:
        eventlet.sleep(seconds)
        send(forwarder, message)

    Forwarder.send = late


if __name__ == "__main__":
    main()
