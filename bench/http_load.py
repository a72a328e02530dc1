"""Asks addresses over kept-alive connections, cheaply enough not to be what is measured."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Load:
    calls_per_second: float
    median_ms: float
    p99_ms: float


def load(*urls: str, token: str = "", connections: int, calls: int) -> Load:
    """`calls` GETs over so many connections at once, spread over the addresses in turn.

    ValueError for any answer but 200.
    """
    return asyncio.run(_load(urls, token, connections, calls))


async def _load(urls: Sequence[str], token: str, connections: int, calls: int) -> Load:
    each = calls // connections
    spread = islice(cycle(urls), connections)
    begun = time.perf_counter()
    taken = await asyncio.gather(*(_calls(url, token, each) for url in spread))
    seconds = time.perf_counter() - begun
    milliseconds = sorted(one * 1000 for connection in taken for one in connection)
    return Load(
        calls_per_second=len(milliseconds) / seconds,
        median_ms=milliseconds[len(milliseconds) // 2],
        p99_ms=milliseconds[len(milliseconds) * 99 // 100],
    )


async def _calls(url: str, token: str, calls: int) -> list[float]:
    """Seconds of each."""
    address = urlsplit(url)
    request = (
        f"GET {address.path}?{address.query} HTTP/1.1\r\nHost: {address.netloc}\r\n"
        f"Authorization: Bearer {token}\r\n\r\n"
    ).encode()
    reader, writer = await asyncio.open_connection(address.hostname, address.port or 80)
    taken = []
    for _ in range(calls):
        begun = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise ValueError(head.decode())
        await reader.readexactly(_length(head))
        taken.append(time.perf_counter() - begun)
    writer.close()
    await writer.wait_closed()
    return taken


def _length(head: bytes) -> int:
    return int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
