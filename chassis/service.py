"""What every service class has: its database, the relay, observation and health."""

import contextlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

import eventlet
import eventlet.wsgi
import psycopg2
import structlog
from eventlet.event import Event as Signal
from nameko.extensions import DependencyProvider
from sqlalchemy import Engine, event

from chassis.auditing import Refusals
from chassis.broker import BatchPublisher
from chassis.clock import Clock, Now, utc_now
from chassis.database import is_up, make_engine
from chassis.deliveries import Delivery, Group
from chassis.errors import Transient
from chassis.forgetting import KEPT, forget_some
from chassis.health import health_app
from chassis.hidden_columns import use_keys
from chassis.logs import bind_call
from chassis.metrics import observed
from chassis.objects import ObjectStore
from chassis.outbox import Relay
from chassis.proofs import Proof, Proofs
from chassis.queue_depths import QueueDepths
from chassis.subscriptions import Subscription
from chassis.topology import queues_of
from chassis.tracing import Traced
from chassis.transactions import UnitOfWork
from contracts.errors import Refused
from contracts.forgetting import Kept
from contracts.recorded import ActionRecorded

log = structlog.get_logger()

LONGEST_CAUSE = 300

CONNECT_SECONDS = 5.0
RELAY_IDLE_SECONDS = 2.0
"""What is committed here wakes the relay: this look is for what dead processes left behind."""
RELAY_AWAY_SECONDS = 1.0
HOUSEKEEPING_SECONDS = 10.0
"""Gauges are so old at most."""
FORGETTING_SECONDS = 300.0
"""What is kept for days may stay some minutes more; each process looks."""


class Database(DependencyProvider):
    """Injects a UnitOfWork; runs the outbox relay of this process."""

    def setup(self) -> None:
        config = self.container.config
        self.engine: Engine = make_engine(config["database_url"], pool_size=config["max_workers"])
        if "column_keys" in config:
            use_keys(self.engine, config["column_keys"])
        event.listen(self.engine, "do_connect", _connect_in_time)
        self._publisher = BatchPublisher(config["amqp_url"])
        self._relay = Relay(self.engine, self._publisher, config["dead_letter_sealing_key"])
        self._refusals = Refusals()
        self._queues = QueueDepths(config["amqp_url"], _queue_names(self.container))
        self._wake = Signal()
        self._stopped = Signal()

    def start(self) -> None:
        spawn = self.container.spawn_managed_thread
        keeping = (self._keep_relaying, self._keep_house, self._keep_forgetting)
        self._keeping = [spawn(keep) for keep in keeping]

    def stop(self) -> None:
        """Send what is committed, if the broker takes it at once; the rest stays in the table.

        First whoever uses a connection ends: another one that closed it, or sent over it too,
        would fail in the middle of a read.
        """
        self._stopped.send()
        self._signal()
        for greenlet in self._keeping:
            greenlet.wait()
        self._record(self._refusals.due())
        with contextlib.suppress(Transient):
            while self._relay.run_once():
                pass
        self._publisher.close()
        self._queues.close()
        self.engine.dispose()

    def get_dependency(self, worker_ctx: Any) -> UnitOfWork:
        delivery = Delivery(
            handler=f"{worker_ctx.service_name}.{worker_ctx.entrypoint.method_name}",
            call_id_stack=tuple(worker_ctx.call_id_stack),
            group=_group(worker_ctx),
        )
        return UnitOfWork(self.engine, delivery, self._signal, refusals=self._refusals)

    def _signal(self) -> None:
        if not self._wake.ready():
            self._wake.send()

    def _keep_relaying(self) -> None:
        while not self._stopped.ready():
            try:
                count = self._relay.run_once()
            except Transient as error:
                log.warning(
                    "relay_waits", error=str(error), cause=repr(error.__cause__)[:LONGEST_CAUSE]
                )
                self._rest(RELAY_AWAY_SECONDS)
            else:
                if not count:
                    self._sleep_until_woken()

    def _sleep_until_woken(self) -> None:
        with eventlet.Timeout(RELAY_IDLE_SECONDS, exception=False):
            self._wake.wait()
        self._wake = Signal()

    def _keep_house(self) -> None:
        while not self._stopped.ready():
            self._record(self._refusals.due(utc_now()))
            for chore in (self._relay.measure, self._queues.measure):
                self._try(chore)
            self._rest(HOUSEKEEPING_SECONDS)

    def _keep_forgetting(self) -> None:
        while not self._stopped.ready():
            for kept in KEPT:
                self._try(partial(self._forget, kept))
            self._rest(FORGETTING_SECONDS)

    def _forget(self, kept: Kept) -> None:
        while not self._stopped.ready() and forget_some(self.engine, kept):
            pass

    def _rest(self, seconds: float) -> None:
        """Ends at once when the service stops."""
        with eventlet.Timeout(seconds, exception=False):
            self._stopped.wait()

    def _record(self, refused: Sequence[ActionRecorded]) -> None:
        delivery = Delivery(f"{self.container.service_name}.refusals")
        UnitOfWork(self.engine, delivery, self._signal, refusals=self._refusals).record(refused)

    @staticmethod
    def _try(chore: Callable[[], None]) -> None:
        try:
            chore()
        except Transient as error:
            log.warning("housekeeping_waits", error=str(error))


def _connect_in_time(dialect: Any, _record: Any, args: Any, kwargs: Any) -> Any:
    """libpq's connect_timeout does not hold where psycopg2 lets other greenlets run.

    As there, each server of a list has its time: the first may be the one that is cut off.
    """
    servers = 1 + str(kwargs.get("host", "")).count(",")
    silence = psycopg2.OperationalError("the database does not answer")
    with eventlet.Timeout(servers * CONNECT_SECONDS, silence):
        return dialect.connect(*args, **kwargs)


def _group(worker_ctx: Any) -> Group[Any]:
    """The events of an event handler, each with the worker added to its calls."""
    if not isinstance(worker_ctx.entrypoint, Subscription):
        return ()
    own = worker_ctx.call_id_stack[-1]
    [group] = worker_ctx.args
    return tuple(replace(one, call_id_stack=(*one.call_id_stack, own)) for one in group)


def _queue_names(container: Any) -> list[str]:
    """Its events, their retries, its calls, and the dead letters of everybody."""
    return sorted({queue.name for queue in queues_of(container.service_cls)})


class Objects(DependencyProvider):
    """Injects the object store."""

    def setup(self) -> None:
        self.store = ObjectStore.of(self.container.config["settings"])

    def get_dependency(self, _worker_ctx: Any) -> ObjectStore:
        return self.store


class Config(DependencyProvider):
    """Injects the service's settings."""

    def get_dependency(self, _worker_ctx: Any) -> Any:
        return self.container.config["settings"]


class Observation(DependencyProvider):
    """Times every entrypoint and puts the call id on every line it logs."""

    def setup(self) -> None:
        self._open: dict[Any, contextlib.AbstractContextManager[None]] = {}

    def worker_setup(self, worker_ctx: Any) -> None:
        entrypoint = f"{worker_ctx.service_name}.{worker_ctx.entrypoint.method_name}"
        bind_call(worker_ctx.call_id_stack, entrypoint=entrypoint)
        watch = observed(entrypoint)
        watch.__enter__()
        self._open[worker_ctx] = watch

    def worker_result(self, worker_ctx: Any, _result: Any = None, exc_info: Any = None) -> None:
        watch = self._open.pop(worker_ctx, None)
        if watch is None:
            return
        with contextlib.suppress(BaseException):
            watch.__exit__(*(exc_info or (None, None, None)))
        if exc_info is not None and not isinstance(exc_info[1], Refused | Transient):
            log.error("entrypoint_failed", exc_info=exc_info)


class Health(DependencyProvider):
    """Serves `/healthz`, `/readyz` and `/metrics` while the container runs."""

    def start(self) -> None:
        config = self.container.config
        address = (config["metrics_host"], config["metrics_port"])
        self._socket = eventlet.listen(address)
        self._server = self.container.spawn_managed_thread(self._serve)

    def stop(self) -> None:
        self._socket.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            eventlet.wsgi.server(
                self._socket,
                health_app(self._checks()),
                log=logging.getLogger("chassis.health"),
                log_output=False,
            )

    def _checks(self) -> dict[str, Callable[[], bool]]:
        started = self.container.config["ready"].ready
        checks: dict[str, Callable[[], bool]] = {"started": started, "broker": self._consumes}
        for provider in self.container.dependencies:
            if isinstance(provider, Database):
                checks["database"] = partial(is_up, provider.engine)
            if isinstance(provider, Objects):
                checks["objects"] = provider.store.is_up
        return checks

    def _consumes(self) -> bool:
        return all(
            channel is not None and channel.connection is not None
            for extension in self.container.extensions
            for consumer in getattr(extension, "_consumers", {}).values()
            for channel in [getattr(consumer, "channel", None)]
        )


class Service:
    """Base of the six services."""

    name: ClassVar[str]

    if TYPE_CHECKING:  # what a worker sees in place of the providers below
        db: UnitOfWork
        now: Now
        settings: Any
        proof: Proof
    else:
        db = Database()
        now = Clock()
        settings = Config()
        proof = Proofs()
    observation = Observation()
    traced = Traced()
    health = Health()


class KeepsObjects(Service):
    """Base of what reads or writes objects; its settings are `S3Settings` too."""

    if TYPE_CHECKING:
        objects: ObjectStore
    else:
        objects = Objects()
