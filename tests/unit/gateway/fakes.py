"""Stand-ins for the services and the object store; each passes its real twin's suite."""

import asyncio
import hashlib
import json
from collections.abc import Callable
from typing import Any, Self

import httpx
from fastapi import FastAPI

from contracts.base import Reply, Request
from contracts.errors import Refused
from contracts.values import ObjectRef
from gateway.rpc import failed, unavailable

Answer = Callable[[Any], Reply]


class FakeRpc:
    """Answers what it was told to; everything passes through JSON as on the wire."""

    def __init__(self) -> None:
        self.asked: list[Request] = []
        self._answers: dict[type[Request], Answer] = {}

    def answer(self, request_type: type[Request], answer: Answer | Reply) -> None:
        self._answers[request_type] = answer if callable(answer) else lambda _: answer

    def refuse(self, request_type: type[Request], code: str, **details: Any) -> None:
        def refusing(_: Any) -> Reply:
            raise Refused(code, details)

        self._answers[request_type] = refusing

    async def call(self, request: Request) -> Any:
        asked = type(request).from_wire(json.loads(json.dumps(request.to_wire())))
        self.asked.append(asked)
        answer = self._answers.get(type(request))
        if answer is None:
            raise unavailable()
        try:
            reply = answer(asked)
        except Refused:
            raise
        except Exception as error:
            raise failed() from error
        return request.reply_type().from_wire(json.loads(json.dumps(reply.to_wire())))

    async def relay(self, request: Request) -> bytes:
        return (await self.call(request)).model_dump_json().encode()

    def last(self, request_type: type[Request]) -> Any:
        return [request for request in self.asked if isinstance(request, request_type)][-1]


class FakeObjects:
    """Objects in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.owners: dict[str, str] = {}
        self.deleted: list[str] = []
        self.up = True

    def put(
        self,
        key: str,
        data: bytes,
        content_type: str = "application/octet-stream",
        *,
        owner: str = "",
    ) -> ObjectRef:
        self.kept[key] = data
        self.owners[key] = owner
        return ObjectRef(key=key, sha256=hashlib.sha256(data).hexdigest())

    def put_stream(self, key: str, source: Any, size: int, *, owner: str = "") -> ObjectRef:
        return self.put(key, source.read(size), owner=owner)

    def get(self, ref: ObjectRef) -> bytes:
        if ref.key not in self.kept:
            raise Refused("object.missing", {"key": ref.key})
        if hashlib.sha256(self.kept[ref.key]).hexdigest() != ref.sha256:
            raise Refused("object.altered", {"key": ref.key})
        return self.kept[ref.key]

    def delete(self, key: str) -> None:
        self.kept.pop(key, None)
        self.deleted.append(key)

    def is_up(self) -> bool:
        return self.up


class Http:
    """A client of the application in this process; blocks, so that tests read in order."""

    def __init__(self, app: FastAPI, **headers: str) -> None:
        self._runner = asyncio.Runner()
        self._client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app, raise_app_exceptions=False),
            base_url="http://gateway.test",
            headers=headers,
        )

    def __call__(self, method: str, path: str, **options: Any) -> httpx.Response:
        return self._runner.run(self._client.request(method, path, **options))

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self("GET", path, **options)

    def post(self, path: str, **options: Any) -> httpx.Response:
        return self("POST", path, **options)

    def delete(self, path: str, **options: Any) -> httpx.Response:
        return self("DELETE", path, **options)

    def close(self) -> None:
        self._runner.run(self._client.aclose())
        self._runner.close()


class Socket:
    """A WebSocket to the application in this process (ASGI 3, websocket)."""

    def __init__(self, app: FastAPI, path: str) -> None:
        self._to_app: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._from_app: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        scope = {
            "type": "websocket",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": [],
            "client": ("127.0.0.1", 1),
            "subprotocols": [],
        }
        self._running = asyncio.create_task(app(scope, self._to_app.get, self._from_app.put))

    async def __aenter__(self) -> Self:
        await self._to_app.put({"type": "websocket.connect"})
        assert (await self._next())["type"] == "websocket.accept"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._to_app.put({"type": "websocket.disconnect", "code": 1000})
        await asyncio.wait_for(self._running, 5)

    async def hear(self) -> Any:
        """The next message, from JSON."""
        return json.loads((await self._next())["text"])

    async def end(self) -> int:
        """The code with which the application closes."""
        return (await self._next())["code"]

    async def say(self, message: Any) -> None:
        await self._to_app.put({"type": "websocket.receive", "text": json.dumps(message)})

    async def _next(self) -> dict[str, Any]:
        return await asyncio.wait_for(self._from_app.get(), 5)
