"""JSON logs: one object a line, with the call id that runs through all services."""

import logging
import sys
import threading
from collections.abc import MutableMapping
from functools import partial
from typing import Any

import structlog
from structlog.contextvars import bind_contextvars, clear_contextvars

from contracts.masking import mask_secrets


def configure_logs(process: str, level: str) -> None:
    """All that this process and its libraries say goes to standard error, as JSON."""
    shared: list[Any] = [
        partial(_name_process, process),
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        mask_secrets,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for noisy in ("amqp", "kombu", "urllib3", "pika", "httpx", "aio_pika", "aiormq", "nameko"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, root.level))
    logging.getLogger("urllib3.connectionpool").setLevel(logging.ERROR)
    logging.getLogger("nameko.containers").setLevel(logging.CRITICAL)
    _log_what_nobody_caught()


def _log_what_nobody_caught() -> None:
    """Python would print it as it is, over many lines."""
    log = structlog.get_logger()
    logging.captureWarnings(capture=True)
    logging.raiseExceptions = False

    def main_thread(*exc_info: Any) -> None:
        log.critical("process_failed", exc_info=exc_info)

    def other_thread(failed: threading.ExceptHookArgs) -> None:
        exc_info = (failed.exc_type, failed.exc_value, failed.exc_traceback)
        log.error("thread_failed", exc_info=exc_info)

    def destructor(failed: "sys.UnraisableHookArgs") -> None:
        exc_info = (failed.exc_type, failed.exc_value, failed.exc_traceback)
        log.error("error_ignored", where=repr(failed.object), exc_info=exc_info)

    sys.excepthook, threading.excepthook, sys.unraisablehook = main_thread, other_thread, destructor


def bind_call(call_id_stack: list[str], **fields: Any) -> None:
    """From here on, in this greenlet or task, every line carries the call."""
    clear_contextvars()
    bind_contextvars(call_id=call_id_stack[0] if call_id_stack else None, **fields)


def _name_process(
    process: str, _: Any, __: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    event.setdefault("process", process)
    return event
