"""The process: console, relay and consumer, each in a thread; all stop when one must."""

import signal
import socket
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import structlog
import uvicorn

from contracts import tracing
from customs.broker.consumer import Consumer
from customs.broker.relay import Relay
from customs.console.app import make_app
from customs.objects import Objects
from customs.parts import Parts
from customs.settings import Settings
from customs.storage.database import is_up, make_engine
from customs.telemetry import configure_logs, record_traces

log = structlog.get_logger()

STOP_SECONDS = 15.0


def run(settings: Settings) -> int:
    """Return 0 after a stop that was asked for, 1 when a thread died or the port is taken."""
    configure_logs(settings.log_level)
    record_traces(settings)
    listening = _listen(settings)
    if listening is None:
        return 1
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    parts = Parts(
        make_engine(settings.database_url), Objects(settings), settings, lambda: datetime.now(UTC)
    )
    relay, consumer = Relay(parts, stop), Consumer(parts, stop)
    checks = {
        "database": lambda: is_up(parts.engine),
        "object_store": parts.objects.is_up,
        "relay": lambda: relay.connected,
        "consumer": lambda: consumer.connected,
    }
    server = uvicorn.Server(
        uvicorn.Config(make_app(parts, checks), log_config=None, access_log=False, lifespan="off")
    )
    log.info("customs_started", host=settings.http_host, port=settings.http_port)
    well = _run_until_stopped(
        {
            "relay": relay.run,
            "consumer": consumer.run,
            "console": lambda: server.run(sockets=[listening]),
        },
        stop,
        before_joining=lambda: setattr(server, "should_exit", True),
    )
    parts.engine.dispose()
    tracing.stop()
    log.info("customs_stopped", well=well)
    return 0 if well else 1


def _listen(settings: Settings) -> socket.socket | None:
    try:
        return socket.create_server((settings.http_host, settings.http_port))
    except OSError as error:
        log.error(  # noqa: TRY400 - the port says it all
            "port_not_free", host=settings.http_host, port=settings.http_port, error=str(error)
        )
        return None


def _run_until_stopped(
    jobs: Mapping[str, Callable[[], None]],
    stop: threading.Event,
    *,
    before_joining: Callable[[], None],
) -> bool:
    """Run each job in a thread of its own; False when one ended by an error."""
    failed = threading.Event()
    threads = [
        threading.Thread(target=_guarded, args=(name, job, stop, failed), name=name, daemon=True)
        for name, job in jobs.items()
    ]
    for thread in threads:
        thread.start()
    stop.wait()
    before_joining()
    for thread in threads:
        thread.join(STOP_SECONDS)
    return not failed.is_set()


def _guarded(
    name: str, job: Callable[[], None], stop: threading.Event, failed: threading.Event
) -> None:
    """However the job ends, the process does too, so that it is started anew."""
    try:
        job()
    except BaseException:
        log.exception("thread_died", thread=name)
        failed.set()
    finally:
        stop.set()
