"""A private RabbitMQ node, its Erlang distribution on one fixed port so that no epmd is shared."""

import json
import logging
import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pika
import pika.exceptions

from deploy.broker.definitions import (
    CUSTOMS_VHOST,
    SERVICES_VHOST,
    Definitions,
    bridged,
    merged,
    of_services,
    user,
    whole,
)
from deploy.local.server import (
    LOOPBACK,
    Server,
    ServerFailedError,
    find_program,
    free_port,
    listens,
)

USER = "originprint"
_SCRIPTS = Path("/usr/lib/rabbitmq/bin")  # those in /usr/sbin insist on root or the rabbitmq user
_CONTROL_SECONDS = 180
_NODE = "originprint@localhost"
_CONFIGURATION = """\
listeners.tcp.1 = {address}:{port}
load_definitions = {definitions}
vm_memory_high_watermark.absolute = 1GB
disk_free_limit.absolute = 50MB
log.console = true
log.console.level = warning
log.file = false
"""
_UNMEASURED = " -rabbit quorum_tick_interval 60000"
"""Quorum queues count themselves every 5 s otherwise, which is most of what an idle broker does."""
_METRICS = """\
prometheus.tcp.ip = {address}
prometheus.tcp.port = {port}
"""


@dataclass(frozen=True)
class BrokerControl:
    """What it takes to reach the node: its cookie's folder and where it speaks to other nodes.

    `names` is a file of Erlang's that says where nodes are whose names nobody else knows.
    """

    home: str
    port: int
    address: str = LOOPBACK
    node: str = _NODE
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
        self.define(of_services(name), _administered(name))

    def create_bridged_vhosts(self, services: str, customs: str) -> None:
        """One for the services and one for customs, and the bridge."""
        everybody = (_administered(services), _administered(customs))
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
            [find_program(program, _SCRIPTS), "--quiet", *arguments],
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


class RabbitMQ(Server):
    name = "RabbitMQ"
    start_seconds = 120.0
    address = LOOPBACK
    node = _NODE
    names = ""

    def __init__(
        self,
        home: Path,
        password: str,
        accounts: Mapping[str, str],
        *,
        measured: bool = False,
    ) -> None:
        """`accounts` holds the passwords of those who may do only what is theirs to do.

        `measured`: it shows Prometheus its metrics at `metrics_port`, as the manifests' does.
        """
        self.program = find_program("rabbitmq-server", _SCRIPTS)
        self.measured = measured
        self.password = password
        self.accounts = accounts
        super().__init__(home)

    @property
    def url(self) -> str:
        """The URL of the virtual host `/`."""
        return vhost_url(f"amqp://{USER}:{self.password}@{self.address}:{self.port}/", "/")

    @property
    def control(self) -> BrokerControl:
        return BrokerControl(
            str(self.home), self.distribution_port, self.address, self.node, self.names
        )

    def choose_ports(self) -> None:
        self.port = free_port()
        self.distribution_port = free_port()
        self.metrics_port = free_port()

    def prepare(self) -> None:
        definitions = self.home / "definitions.json"
        definitions.write_text(json.dumps(self.definitions()))
        definitions.chmod(0o600)
        self.configure(
            _CONFIGURATION.format(address=LOOPBACK, port=self.port, definitions=definitions)
        )

    def configure(self, configuration: str) -> None:
        plugins = ["rabbitmq_shovel", *(["rabbitmq_prometheus"] if self.measured else [])]
        metrics = _METRICS.format(address=LOOPBACK, port=self.metrics_port) if self.measured else ""
        (self.home / "enabled_plugins").write_text(f"[{','.join(plugins)}].\n")
        (self.home / "rabbitmq.conf").write_text(configuration + metrics)

    def definitions(self) -> Definitions:
        administrator = {"users": [user(USER, self.password, tags="administrator")]}
        everywhere = map(_administered, (SERVICES_VHOST, CUSTOMS_VHOST))
        return merged(whole(self.accounts), administrator, *everywhere)

    def command(self) -> Sequence[str | Path]:
        return [self.program, "-noinput"]

    def kernel(self) -> Mapping[str, str]:
        """What Erlang's kernel is told: it is up before RabbitMQ reads its configuration."""
        return {"inet_dist_use_interface": "{" + self.address.replace(".", ",") + "}"}

    def environment(self) -> Mapping[str, str]:
        kernel = "".join(f" -kernel {name} {value}" for name, value in self.kernel().items())
        arguments = (
            f"-sname {self.node} -start_epmd false -erl_epmd_port {self.distribution_port}{kernel}"
            + ("" if self.measured else _UNMEASURED)
        )
        return erlang_environment(self.home, self.node, self.names) | {
            "RABBITMQ_CONFIG_FILE": str(self.home / "rabbitmq.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.home / "enabled_plugins"),
            "RABBITMQ_MNESIA_BASE": str(self.home / "data"),
            "RABBITMQ_LOG_BASE": str(self.home),
            "RABBITMQ_PID_FILE": str(self.home / "pid"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": arguments,
            # The script then becomes the Erlang machine and leaves no shell between it and us.
            "RABBITMQ_ALLOW_INPUT": "true",
        }

    def answers(self) -> bool:
        if not listens(self.port, self.address) or not self._lets_in():
            return False
        self.control.await_startup()
        return True

    def _lets_in(self) -> bool:
        logger = logging.getLogger("pika")
        level = logger.level
        logger.setLevel(logging.CRITICAL + 1)
        try:
            pika.BlockingConnection(pika.URLParameters(self.url)).close()
        except (pika.exceptions.AMQPError, OSError):
            return False
        finally:
            logger.setLevel(level)
        return True


def vhost_url(url: str, vhost: str) -> str:
    """The same broker and user, another virtual host."""
    return re.sub(r"(?<=[^/])/[^/]*$", "/", url) + quote(vhost, safe="")


def account_url(url: str, account: str, password: str) -> str:
    """The same broker and virtual host, another user."""
    return re.sub(r"(?<=//)[^@]*(?=@)", f"{account}:{password}", url)


def erlang_environment(home: Path, node: str, names: str) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "RABBITMQ_CONF_ENV_FILE": "/dev/null",
        "RABBITMQ_NODENAME": node,
        **({"ERL_INETRC": names} if names else {}),
    }


def _administered(vhost: str) -> Definitions:
    everything = {"configure": ".*", "write": ".*", "read": ".*"}
    return {
        "vhosts": [{"name": vhost}],
        "permissions": [{"user": USER, "vhost": vhost, **everything}],
    }
