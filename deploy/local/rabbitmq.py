"""A private RabbitMQ node, its Erlang distribution on one fixed port so that no epmd is shared."""

import json
import logging
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

import pika
import pika.exceptions

from deploy.broker.definitions import (
    CUSTOMS_VHOST,
    SERVICES_VHOST,
    Definitions,
    merged,
    user,
    whole,
)
from deploy.local.rabbitmq_control import (
    NODE,
    SCRIPTS,
    USER,
    BrokerControl,
    administered,
    erlang_environment,
)
from deploy.local.server import LOOPBACK, Server, find_program, free_port, listens

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
_PLUGINS = {
    "rabbit": ("rabbitmq_prelaunch",),
    "rabbitmq_shovel": ("amqp_client", "amqp10_client", "amqp10_common"),
    "rabbitmq_prometheus": (
        "rabbitmq_management_agent",
        "rabbitmq_web_dispatch",
        "prometheus",
        "accept",
        "cowboy",
        "cowlib",
    ),
}
"""What is asked for, `rabbit` always, and what that needs.

A node that finds all plugins loads them all before it knows which it wants: it starts in 10 s
instead of 6.
"""
_METRICS = """\
prometheus.tcp.ip = {address}
prometheus.tcp.port = {port}
"""


class RabbitMQ(Server):
    name = "RabbitMQ"
    start_seconds = 120.0
    address = LOOPBACK
    node = NODE
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
        self.program = find_program("rabbitmq-server", SCRIPTS)
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
        self._offer("rabbit", *plugins)
        metrics = _METRICS.format(address=LOOPBACK, port=self.metrics_port) if self.measured else ""
        (self.home / "enabled_plugins").write_text(f"[{','.join(plugins)}].\n")
        (self.home / "rabbitmq.conf").write_text(configuration + metrics)

    def _offer(self, *plugins: str) -> None:
        """A folder with these plugins, what they need, and no other."""
        installed = self.program.resolve().parents[1] / "plugins"
        shutil.rmtree(self._offered, ignore_errors=True)
        self._offered.mkdir()
        for name in [*plugins, *(each for plugin in plugins for each in _PLUGINS[plugin])]:
            for found in installed.glob(f"{name}-[0-9]*"):
                (self._offered / found.name).symlink_to(found)

    @property
    def _offered(self) -> Path:
        return self.home / "plugins"

    def definitions(self) -> Definitions:
        administrator = {"users": [user(USER, self.password, tags="administrator")]}
        everywhere = map(administered, (SERVICES_VHOST, CUSTOMS_VHOST))
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
            "RABBITMQ_PLUGINS_DIR": str(self._offered),
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
