"""What the program reports of itself: JSON lines on standard error.

Written here, because a library that does it is slower to load than all else that `run` needs.
"""

import json
import sys
import traceback
from contextlib import suppress
from datetime import UTC, datetime


def info(event: str, **facts: object) -> None:
    _write("info", event, facts)


def warning(event: str, **facts: object) -> None:
    _write("warning", event, facts)


def failure(event: str, error: Exception, **facts: object) -> None:
    """What nobody expected, with the lines that it came through."""
    lines = "".join(traceback.format_exception(error))
    _write("error", event, {**facts, "reason": repr(error), "traceback": lines})


def _write(level: str, event: str, facts: dict[str, object]) -> None:
    """In one piece, because several threads report; a full disk stops nothing but the report."""
    now = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    line = {"timestamp": now, "level": level, "event": event, **facts}
    with suppress(OSError):
        sys.stderr.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
        sys.stderr.flush()
