"""Start a service: patch first, settings next, then the container until a signal stops it."""

import eventlet

eventlet.monkey_patch()

import dataclasses  # noqa: E402 - nothing may be imported before the patch
import os  # noqa: E402
import signal  # noqa: E402
import sys  # noqa: E402
from types import FrameType  # noqa: E402
from typing import Any  # noqa: E402

import structlog  # noqa: E402
from nameko.amqp.publish import Publisher  # noqa: E402
from nameko.constants import AMQP_URI_CONFIG_KEY, HEARTBEAT_CONFIG_KEY  # noqa: E402
from nameko.containers import ServiceContainer  # noqa: E402
from nameko.rpc import Responder  # noqa: E402

from chassis.logs import configure_logs  # noqa: E402
from chassis.settings import ServiceSettings, load  # noqa: E402

log = structlog.get_logger()

STOP_SECONDS = 20


class ReplyPublisher(Publisher):  # type: ignore[misc]
    """A lost reply is a time-out for its caller, so replies need no confirms and no disk."""

    use_confirms = False
    delivery_mode = "transient"


Responder.publisher_cls = ReplyPublisher


def make_container(service: type[Any], settings: ServiceSettings) -> ServiceContainer:
    """nameko's container; its config holds every setting by name."""
    fields = {field.name: getattr(settings, field.name) for field in dataclasses.fields(settings)}
    config = fields | {
        AMQP_URI_CONFIG_KEY: settings.amqp_url,
        HEARTBEAT_CONFIG_KEY: 30,
        "settings": settings,
    }
    return ServiceContainer(service, config)


def run(service: type[Any], settings_type: type[ServiceSettings]) -> None:
    """Serve until SIGTERM or SIGINT, then finish what is in hand."""
    settings = load(settings_type)
    configure_logs(service.name, settings.log_level)
    container = make_container(service, settings)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        eventlet.spawn_n(_stop_gracefully, container)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    container.start()
    log.info("service_started", pid=os.getpid())
    container.wait()
    log.info("service_stopped")
    sys.exit(0)


def _stop_gracefully(container: ServiceContainer) -> None:
    with eventlet.Timeout(STOP_SECONDS, exception=False):
        container.stop()
        return
    log.warning("service_killed", waited_seconds=STOP_SECONDS)
    container.kill()
