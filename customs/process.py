"""The process: console, relay and consumer, each in a thread; all stop when one must."""

import signal
import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime

import structlog
import uvicorn

from customs.console.app import make_app
from customs.consumer import Consumer
from customs.database import is_up, make_engine
from customs.desk import Desk
from customs.hearing import Hearing
from customs.objects import Objects
from customs.relay import Relay
from customs.settings import Settings
from customs.telemetry import configure_logs

log = structlog.get_logger()

STOP_SECONDS = 15.0


def now() -> datetime:
    return datetime.now(UTC)


def run(settings: Settings) -> int:
    """Return 0 after a stop that was asked for, 1 when a thread died or the port is taken."""
    configure_logs(settings.log_level)
    listening = _listen(settings)
    if listening is None:
        return 1
    stop, failed = threading.Event(), threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    engine = make_engine(settings.database_url)
    objects = Objects(settings)
    desk = Desk(engine, objects, settings, now)
    relay = Relay(desk, stop)
    consumer = Consumer(Hearing(engine, objects, settings, now), settings.amqp_url, stop)
    checks = {
        "database": lambda: is_up(engine),
        "object_store": objects.is_up,
        "relay": lambda: relay.connected,
        "consumer": lambda: consumer.connected,
    }
    server = uvicorn.Server(
        uvicorn.Config(make_app(desk, checks), log_config=None, access_log=False, lifespan="off")
    )
    jobs = {"relay": relay.run, "consumer": consumer.run, "console": _console(server, listening)}
    threads = [_start(name, job, stop, failed) for name, job in jobs.items()]
    log.info("customs_started", port=settings.http_port)
    stop.wait()
    server.should_exit = True
    for thread in threads:
        thread.join(STOP_SECONDS)
    engine.dispose()
    log.info("customs_stopped", failed=failed.is_set())
    return int(failed.is_set())


def _listen(settings: Settings) -> socket.socket | None:
    try:
        return socket.create_server((settings.http_host, settings.http_port))
    except OSError as error:
        log.error(  # noqa: TRY400 - the port says it all
            "port_not_free", host=settings.http_host, port=settings.http_port, error=str(error)
        )
        return None


def _console(server: uvicorn.Server, listening: socket.socket) -> Callable[[], None]:
    return lambda: server.run(sockets=[listening])


def _start(
    name: str, job: Callable[[], None], stop: threading.Event, failed: threading.Event
) -> threading.Thread:
    """A thread whose unexpected end stops the process, so that it is started anew."""

    def guarded() -> None:
        try:
            job()
        except BaseException:
            log.exception("thread_died", thread=name)
            failed.set()
        finally:
            stop.set()

    thread = threading.Thread(target=guarded, name=name, daemon=True)
    thread.start()
    return thread
