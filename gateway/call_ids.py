"""The call id: one per HTTP request, on every log line, in every RPC and in the response."""

from contextvars import ContextVar
from uuid import uuid4

from chassis.logs import bind_call

HEADER = "X-Call-Id"

_current: ContextVar[str] = ContextVar("call_id", default="")


def begin_call() -> str:
    """From here on, in this task, `call_id` answers with a new one."""
    fresh = uuid4().hex
    _current.set(fresh)
    bind_call([fresh])
    return fresh


def call_id() -> str:
    """Of the task that asks, 32 hexadecimal digits; begun where there is none yet."""
    return _current.get() or begin_call()
