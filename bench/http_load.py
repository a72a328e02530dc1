"""Asks one address over kept-alive connections, cheaply enough not to be what is measured."""

import asyncio
import time
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Load:
    calls_per_second: float
    median_ms: float
    p99_ms: float


def load(url: str, *, token: str = "", connections: int, calls: int) -> Load:
    """`calls` GETs over so many connections at once; ValueError for any answer but 200."""
    return asyncio.run(_load(url, token, connections, calls))


async def _load(url: str, token: str, connections: int, calls: int) -> Load:
    address = urlsplit(url)
    request = (
        f"GET {address.path}?{address.query} HTTP/1.1\r\nHost: {address.netloc}\r\n"
        f"Authorization: Bearer {token}\r\n\r\n"
    ).encode()
    place = (address.hostname or "", address.port or 80)
    begun = time.perf_counter()
    each = calls // connections
    taken = await asyncio.gather(*(_calls(place, request, each) for _ in range(connections)))
    seconds = time.perf_counter() - begun
    milliseconds = sorted(one * 1000 for connection in taken for one in connection)
    return Load(
        calls_per_second=len(milliseconds) / seconds,
        median_ms=milliseconds[len(milliseconds) // 2],
        p99_ms=milliseconds[len(milliseconds) * 99 // 100],
    )


async def _calls(place: tuple[str, int], request: bytes, calls: int) -> list[float]:
    reader, writer = await asyncio.open_connection(*place)
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
