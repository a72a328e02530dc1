"""Start a service: patch first, settings next, then the container until a signal stops it."""

import eventlet
import eventlet.event

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

from chassis.consuming import use_steady_consumers  # noqa: E402
from chassis.logs import configure_logs  # noqa: E402
from chassis.settings import ServiceSettings, load  # noqa: E402

log = structlog.get_logger()

STOP_SECONDS = 20


class ReplyPublisher(Publisher):  # type: ignore[misc]
    """A lost reply is a time-out for its caller, so replies need no confirms and no disk."""

    use_confirms = False
    delivery_mode = "transient"


Responder.publisher_cls = ReplyPublisher
use_steady_consumers()


def make_container(service: type[Any], settings: ServiceSettings) -> ServiceContainer:
    """nameko's container; its config holds every setting by name."""
    fields = {field.name: getattr(settings, field.name) for field in dataclasses.fields(settings)}
    config = fields | {
        AMQP_URI_CONFIG_KEY: settings.amqp_url,
        HEARTBEAT_CONFIG_KEY: 30,
        "settings": settings,
        "ready": eventlet.event.Event(),
    }
    return ServiceContainer(service, config)


def run(service: type[Any], settings_type: type[ServiceSettings]) -> None:
    """Serve until SIGTERM or SIGINT, then finish what is in hand.

    A signal that comes during the start is obeyed after it: nameko cannot stop half a container.
    """
    settings = load(settings_type)
    configure_logs(service.name, settings.log_level)
    container = make_container(service, settings)
    asked_to_stop = eventlet.event.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        if not asked_to_stop.ready():
            asked_to_stop.send()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    container.start()
    container.config["ready"].send()
    log.info("service_started", pid=os.getpid())
    eventlet.spawn(_stop_when_asked, asked_to_stop, container)
    container.wait()
    log.info("service_stopped")
    sys.exit(0)


def _stop_when_asked(asked_to_stop: eventlet.event.Event, container: ServiceContainer) -> None:
    asked_to_stop.wait()
    with eventlet.Timeout(STOP_SECONDS, exception=False):
        container.stop()
        return
    log.warning("service_killed", waited_seconds=STOP_SECONDS)
    container.kill()
