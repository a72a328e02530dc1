"""What one address may keep open counts WebSockets too, for as long as they last."""

from contextlib import asynccontextmanager

import pytest
import uvicorn
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidHandshake

from gateway.http_protocol import bounded

pytestmark = pytest.mark.anyio


async def answering(scope, receive, send):
    """Accepts every WebSocket and waits for its end."""
    await receive()
    await send({"type": "websocket.accept"})
    await receive()


@asynccontextmanager
async def served(most_of_an_address):
    protocol = bounded(head_seconds=10, most_of_an_address=most_of_an_address, proxies=())
    config = uvicorn.Config(
        answering,
        host="127.0.0.1",
        port=0,
        http=protocol,
        ws="websockets-sansio",
        lifespan="off",
        log_config=None,
    )
    server = uvicorn.Server(config)
    config.load()
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    [sock] = server.servers[0].sockets
    yield f"ws://127.0.0.1:{sock.getsockname()[1]}"
    await server.shutdown()


async def come_and_go(address, times):
    for _ in range(times):
        async with connect(address):
            pass


async def test_a_workstation_that_connects_again_and_again_is_not_shut_out():
    async with served(most_of_an_address=2) as address:
        await come_and_go(address, times=5)
        async with connect(address) as last:
            await last.ping()


async def test_an_open_websocket_counts():
    async with served(most_of_an_address=2) as address, connect(address), connect(address):
        with pytest.raises((InvalidHandshake, OSError, EOFError)):
            await connect(address)
