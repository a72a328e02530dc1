"""A plain page of how every process does, for a machine without Grafana; on loopback alone.

Each look at it asks the processes anew: what it shows is of this moment, and it keeps nothing.
"""

import contextlib
import json
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

import httpx
from prometheus_client.parser import text_string_to_metric_families

from deploy.local.server import LOOPBACK

ASK_SECONDS: Final = 5.0
LAST_ERRORS: Final = 5
_TAIL_BYTES: Final = 256 * 1024
_REFRESH_SECONDS: Final = 5
_WORSE: Final = frozenset({"error", "critical"})


@dataclass(frozen=True)
class Condition:
    """Of one process. `checks` is empty when it does not answer; ages are in seconds."""

    name: str
    checks: Mapping[str, bool]
    outbox_depth: int = 0
    outbox_age: float = 0
    queues: Mapping[str, int] | None = None
    """Those in which anything waits; None where it has none."""
    errors: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        if not self.checks:
            return "不应答 does not answer"
        if lacking := [check for check, holds in self.checks.items() if not holds]:
            return f"未就绪 without {', '.join(lacking)}"
        return "就绪 ready"

    @property
    def is_well(self) -> bool:
        return bool(self.checks) and all(self.checks.values())


def condition_of(name: str, address: str, log: Path) -> Condition:
    """As the process itself says, and what its log says last."""
    errors = tuple(last_errors(log))
    try:
        checks = httpx.get(f"{address}/readyz", timeout=ASK_SECONDS).json()
        text = httpx.get(f"{address}/metrics", timeout=ASK_SECONDS).text
    except (httpx.TransportError, ValueError):
        return Condition(name, {}, errors=errors)
    samples = [one for each in text_string_to_metric_families(text) for one in each.samples]
    values = {one.name: one.value for one in samples if not one.labels}
    queues = {
        one.labels["queue"]: int(one.value)
        for one in samples
        if one.name == "originprint_queue_messages"
    }
    return Condition(
        name,
        checks if isinstance(checks, dict) else {},
        int(values.get("originprint_outbox_depth", 0)),
        values.get("originprint_outbox_age_seconds", 0),
        {queue: count for queue, count in queues.items() if count} if queues else None,
        errors,
    )


def last_errors(log: Path) -> Iterator[str]:
    """The newest first: when, what, and the call that leads through all logs."""
    found = 0
    for line in reversed(_tail(log).splitlines()):
        if found == LAST_ERRORS:
            return
        with contextlib.suppress(ValueError):
            said = json.loads(line)
            if isinstance(said, dict) and said.get("level") in _WORSE:
                found += 1
                yield " ".join(str(said.get(key, "")) for key in ("timestamp", "event", "call_id"))


def _tail(log: Path) -> str:
    with contextlib.suppress(OSError), log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - _TAIL_BYTES))
        return file.read().decode(errors="replace")
    return ""


_HEAD: Final = f"""<!doctype html><html lang="zh"><meta charset="utf-8">
<meta http-equiv="refresh" content="{_REFRESH_SECONDS}"><title>运行状态 Status</title>
<style>body{{font:15px sans-serif;margin:2em}}td,th{{text-align:left;vertical-align:top;
padding:.4em 1.2em .4em 0;border-bottom:1px solid #ccc}}.bad{{color:#b00020;font-weight:bold}}
</style><h1>运行状态 Status</h1><table><tr><th>进程 Process<th>状态 State<th>待发事件 Unpublished
<th>队列 Waiting in queues<th>最近错误 Last errors</tr>"""


def page(conditions: list[Condition]) -> str:
    """HTML. Dead letters are everybody's and so shown once, below."""
    dead = max((one.queues or {}).get("dead_letters", 0) for one in conditions)
    mark = ' class="bad"' if dead else ""
    rows = "".join(map(_row, conditions))
    return f"{_HEAD}{rows}</table><p{mark}>死信 Dead letters: {dead}</p></html>"


def _row(one: Condition) -> str:
    mark = "" if one.is_well else ' class="bad"'
    unpublished = f"{one.outbox_depth} ({one.outbox_age:.0f} s)" if one.outbox_depth else ""
    queues = [f"{name}: {n}" for name, n in (one.queues or {}).items() if name != "dead_letters"]
    cells = [_lines([unpublished]), _lines(queues), _lines(one.errors)]
    tail = "".join(f"<td>{cell}</td>" for cell in cells)
    return f"<tr><td>{escape(one.name)}</td><td{mark}>{escape(one.word)}</td>{tail}</tr>"


def _lines(texts: list[str] | tuple[str, ...]) -> str:
    return "<br>".join(map(escape, texts))


@contextlib.contextmanager
def status_page(addresses: Mapping[str, str], logs: Path) -> Iterator[str]:
    """Serves it at the address that is given; whoever asks by another name gets nothing."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.headers.get("Host") != f"{LOOPBACK}:{self.server.server_port}":  # type: ignore[attr-defined] # an HTTPServer
                self.send_error(421)
                return
            content = page(look(addresses, logs)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header(
                "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"
            )
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Nobody reads who looked."""

    server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        serving.join()


def look(addresses: Mapping[str, str], logs: Path) -> list[Condition]:
    """All at once, so that one which hangs keeps nobody else waiting."""
    with ThreadPoolExecutor(max_workers=len(addresses)) as asking:
        return list(
            asking.map(
                lambda name: condition_of(name, addresses[name], logs / f"{name}.log"),
                sorted(addresses),
            )
        )
