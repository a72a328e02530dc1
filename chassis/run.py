"""Start a service: patch first, settings next, then the container until a signal stops it."""

import gc

gc.disable()  # to look for garbage in what is imported, and stays, takes a sixth of a start

import eventlet
import eventlet.event
import eventlet.hubs
import eventlet.patcher

eventlet.monkey_patch()

import contextlib
import dataclasses
import os
import signal
import sys
import threading
from types import FrameType
from typing import Any

import structlog
from nameko.constants import (
    AMQP_URI_CONFIG_KEY,
    PARENT_CALLS_CONFIG_KEY,
    RPC_EXCHANGE_CONFIG_KEY,
)
from nameko.containers import ServiceContainer

from chassis.logs import configure_logs
from chassis.replying import use_steady_rpc
from chassis.settings import ServiceSettings, load
from chassis.span_outcomes import record_traces
from contracts import tracing
from contracts.topology import asks_exchange

log = structlog.get_logger()

START_SECONDS = 3
STOP_SECONDS = 20
KILL_SECONDS = 3
CALLS_TRACKED = 100
"""nameko would keep ten, and lose the first one, which names the trace, in a longer chain."""

use_steady_rpc()


def make_container(service: type[Any], settings: ServiceSettings) -> ServiceContainer:
    """nameko's container; its config holds every setting by name."""
    fields = {field.name: getattr(settings, field.name) for field in dataclasses.fields(settings)}
    config = fields | {
        AMQP_URI_CONFIG_KEY: settings.amqp_url,
        PARENT_CALLS_CONFIG_KEY: CALLS_TRACKED,
        RPC_EXCHANGE_CONFIG_KEY: asks_exchange(service.name),
        "settings": settings,
        "ready": eventlet.event.Event(),
    }
    return ServiceContainer(service, config)


def run(service: type[Any], settings_type: type[ServiceSettings]) -> None:
    """Serve until SIGTERM or SIGINT, then finish what is in hand.

    The start waits for the broker, and for nothing else.
    """
    settings = load(settings_type)
    configure_logs(service.name, settings.log_level)
    log_failed_greenlets()
    record_traces(service.name, settings)
    container = make_container(service, settings)
    asked_to_stop = eventlet.event.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        if not asked_to_stop.ready():
            asked_to_stop.send()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    eventlet.spawn(_stop_when_asked, asked_to_stop, container)
    container.start()
    container.config["ready"].send()
    gc.freeze()
    gc.enable()
    log.info("service_started", pid=os.getpid())
    container.wait()
    tracing.stop()
    log.info("service_stopped")
    sys.exit(0)


def _stop_when_asked(asked_to_stop: eventlet.event.Event, container: ServiceContainer) -> None:
    """nameko cannot stop half a container, so that one which does not get started just ends."""
    asked_to_stop.wait()
    with eventlet.Timeout(START_SECONDS, exception=False):
        container.config["ready"].wait()
    if not container.config["ready"].ready():
        log.info("service_stopped", before="it had started")
        os._exit(0)
    try:
        with eventlet.Timeout(STOP_SECONDS, exception=False):
            container.stop()
            return
        log.warning("service_killed", waited_seconds=STOP_SECONDS)
    except Exception:
        log.exception("service_killed")
    with eventlet.Timeout(KILL_SECONDS, exception=False):
        container.kill()
        return
    os._exit(1)  # a server that neither answers nor hangs up holds one of its greenlets


def log_failed_greenlets() -> None:
    """eventlet would print their tracebacks; those that matter end the container as well.

    Real threads come from a copy of `threading` that eventlet keeps unpatched.
    """
    hub = eventlet.hubs.get_hub()

    def failed(*details: Any) -> None:
        log.error("greenlet_failed", exc_info=details[-1])

    def failed_at_descriptor(descriptor: int, exc_info: Any) -> None:
        failed(exc_info)
        with contextlib.suppress(Exception):
            hub.remove_descriptor(descriptor)

    hub.squelch_generic_exception = hub.squelch_timer_exception = failed
    hub.squelch_exception = failed_at_descriptor
    eventlet.patcher.original("threading").excepthook = threading.excepthook
