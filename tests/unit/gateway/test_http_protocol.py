"""What one address may keep open: WebSockets count, and who did not wait for the answer."""

import asyncio
from contextlib import asynccontextmanager

import pytest
import uvicorn
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError, InvalidHandshake

from gateway import websocket_protocol
from gateway.http_protocol import bounded
from gateway.websocket_protocol import INTERNAL_ERROR, ListeningProtocol

pytestmark = pytest.mark.anyio


async def answering(scope, receive, send):
    """Accepts every WebSocket and waits for its end."""
    await receive()
    await send({"type": "websocket.accept"})
    await receive()


class Silent:
    """Answers nobody, and notices who hangs up."""

    def __init__(self):
        self.gone = asyncio.Semaphore(0)

    async def __call__(self, scope, receive, send):
        while (await receive())["type"] != "http.disconnect":
            pass
        self.gone.release()


@asynccontextmanager
async def served(most_of_an_address, app=answering):
    protocol = bounded(head_seconds=10, most_of_an_address=most_of_an_address, proxies=())
    config = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=0,
        http=protocol,
        ws=ListeningProtocol,
        ws_ping_interval=None,
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


async def test_a_websocket_of_which_nothing_is_heard_is_ended_and_counts_no_more(monkeypatch):
    monkeypatch.setattr(websocket_protocol, "SILENT_SECONDS", 0.3)
    async with served(most_of_an_address=1) as address:
        async with connect(address, ping_interval=None) as silent:
            with pytest.raises(ConnectionClosedError) as ended:
                await silent.recv()
        async with connect(address) as next_one:
            await next_one.ping()

    assert ended.value.rcvd.code == INTERNAL_ERROR


async def test_a_websocket_that_pings_stays(monkeypatch):
    monkeypatch.setattr(websocket_protocol, "SILENT_SECONDS", 1.0)
    async with (
        served(most_of_an_address=1) as address,
        connect(address, ping_interval=0.2) as pinging,
    ):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(pinging.recv(), 2.5)


async def test_who_hangs_up_before_the_answer_counts_a_while_longer():
    app = Silent()
    async with served(most_of_an_address=1, app=app) as address:
        host, port = address.removeprefix("ws://").split(":")
        _, asking = await asyncio.open_connection(host, int(port))
        asking.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        await asking.drain()
        asking.close()
        await app.gone.acquire()

        answer, another = await asyncio.open_connection(host, int(port))
        said = await answer.read()
        another.close()

    assert said == b""
