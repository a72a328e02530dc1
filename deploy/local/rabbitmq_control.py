"""Commands to a running RabbitMQ node: within it where that does, by rabbitmqctl where it must."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.broker.definitions import Definitions, bridged, merged, of_services
from deploy.local.server import LOOPBACK, ServerFailedError, find_program

USER = "originprint"
NODE = "originprint@localhost"
SCRIPTS = Path("/usr/lib/rabbitmq/bin")  # those in /usr/sbin insist on root or the rabbitmq user
_CONTROL_SECONDS = 180


@dataclass(frozen=True)
class BrokerControl:
    """What it takes to reach the node: its cookie's folder and where it speaks to other nodes.

    `names` is a file of Erlang's that says where nodes are whose names nobody else knows.
    """

    home: str
    port: int
    address: str = LOOPBACK
    node: str = NODE
    names: str = ""

    def define(self, *parts: Definitions) -> None:
        """Makes what is not there yet; nothing changes where it is the same."""
        body = json.dumps(json.dumps(merged(*parts)))  # a string of Erlang's is written like JSON's
        self.evaluate(f"rabbit_definitions:import_raw(list_to_binary({body}))")

    def export_definitions(self, file: Path) -> None:
        """Everything it was told, password hashes too, as JSON."""
        self._run("export_definitions", str(file))

    def create_vhost(self, name: str) -> None:
        """As the services have one, open to the administrator too."""
        self.define(of_services(name), administered(name))

    def create_bridged_vhosts(self, services: str, customs: str) -> None:
        """One for the services and one for customs, and the bridge."""
        everybody = (administered(services), administered(customs))
        self.define(of_services(services), bridged(services, customs), *everybody)

    def delete_vhost(self, name: str) -> None:
        self.evaluate(f"rabbit_vhost:delete(<<{json.dumps(name)}>>, <<{json.dumps(USER)}>>)")

    def await_startup(self) -> None:
        """Clients are let in a moment before the node takes commands."""
        self.evaluate(f"rabbit:await_startup(node(), false, {_CONTROL_SECONDS * 1000})")

    def check_that_it_may_go(self) -> None:
        """Raises ServerFailedError where a quorum queue has no more members than it needs."""
        self.evaluate("[] = rabbit_quorum_queue:list_with_minimum_quorum(), ok")

    def check_that_it_is_parted(self) -> None:
        """Raises ServerFailedError unless the node tells of one that stays apart from it."""
        self.evaluate("[_ | _] = rabbit_node_monitor:partitions(), ok")

    def ask(self, *arguments: str, program: str = "rabbitmqctl") -> list[dict[str, Any]]:
        """The rows that a command of this program lists."""
        said = self._run(*arguments, "--formatter", "json", program=program)
        rows: list[dict[str, Any]] = json.loads(said)
        return rows

    def evaluate(self, expression: str) -> None:
        """Within the node, as rabbitmqctl would, which starts an Erlang machine of its own for it.

        That takes half a second of a processor, and this next to nothing. Raises ServerFailedError
        where it gives anything but `ok`.
        """
        at = ("-address", f"{self.address}:{self.port}")
        done = subprocess.run(
            [find_program("erl_call"), "-R", *at, "-timeout", str(_CONTROL_SECONDS), "-e"],
            input=f"{expression}.\n",
            env=erlang_environment(Path(self.home), self.node, self.names),
            capture_output=True,
            text=True,
            check=False,
            timeout=_CONTROL_SECONDS,
        )
        if done.stdout != "{ok, ok}":
            called = expression.partition("(")[0]
            raise ServerFailedError(f"{called} of {self.node}: {done.stdout}{done.stderr}")

    def _run(self, *arguments: str, program: str = "rabbitmqctl") -> str:
        done = subprocess.run(
            [find_program(program, SCRIPTS), "--quiet", *arguments],
            stdin=subprocess.DEVNULL,
            env=erlang_environment(Path(self.home), self.node, self.names)
            | {"RABBITMQ_CTL_ERL_ARGS": self._reach()},
            capture_output=True,
            text=True,
            check=False,
            timeout=_CONTROL_SECONDS,
        )
        if done.returncode != 0:
            raise ServerFailedError(f"{program} {arguments[0]}: {done.stdout}{done.stderr}")
        return done.stdout

    def _reach(self) -> str:
        return f"-start_epmd false -erl_epmd_port {self.port} -dist_listen false"


def erlang_environment(home: Path, node: str, names: str) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "RABBITMQ_CONF_ENV_FILE": "/dev/null",
        "RABBITMQ_NODENAME": node,
        **({"ERL_INETRC": names} if names else {}),
    }


def administered(vhost: str) -> Definitions:
    """Open to the administrator."""
    everything = {"configure": ".*", "write": ".*", "read": ".*"}
    return {
        "vhosts": [{"name": vhost}],
        "permissions": [{"user": USER, "vhost": vhost, **everything}],
    }
