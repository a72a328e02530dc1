"""Uploads: spooled within a hard limit, stored encrypted for one call, then deleted."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from typing import BinaryIO, TypeVar, cast
from uuid import NAMESPACE_URL, uuid4, uuid5

import structlog
from fastapi import Request
from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from chassis.errors import Transient
from contracts.errors import Refused
from contracts.values import ObjectRef
from gateway.body_limits import MIB, allow_upload
from gateway.errors import BadRequest
from gateway.parts import Objects, Uploads
from gateway.problems import Fault
from gateway.spools import Room, Spool

log = structlog.get_logger()

MOST_FIELDS = 20
LARGEST_FIELD = 16 * 1024
MULTIPART = "multipart/form-data"

FormT = TypeVar("FormT", bound=BaseModel)


class _SpoolingParser(MultiPartParser):
    """starlette's, with files that no disk ever sees unencrypted."""

    room: Room
    sender: str

    def on_headers_finished(self) -> None:
        super().on_headers_finished()
        file = self._current_part.file
        if file is not None:
            file.file.close()
            spool = Spool(self.room, self.sender)
            self._files_to_close_on_error.append(spool)  # type: ignore[arg-type] # it closes
            self._current_part.file = UploadFile(
                cast("BinaryIO", spool), size=0, filename=file.filename, headers=file.headers
            )


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that has arrived whole, and the text fields that came with it."""

    content: Spool
    fields: dict[str, str]


@asynccontextmanager
async def arrived(
    request: Request, name: str, uploads: Uploads, sender: str, *, raw: str | None = None
) -> AsyncIterator[Upload]:
    """The file `name` of a multipart form, or the whole body when its type is `raw`.

    It is forgotten afterwards. One `sender` may have only so many on their way; who works on what
    has arrived waits its turn, in which no slow sender stands.
    Refused: request.content_type, service.too_many_requests, service.unavailable; BadRequest for a
    form that is not right.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in {MULTIPART, raw}:
        raise Refused("request.content_type", {"expected": MULTIPART})
    allow_upload(request, uploads.limit_mib)
    async with contextlib.AsyncExitStack() as stack:
        with uploads.senders.one(sender):
            if kind == raw:
                spool = Spool(uploads.room, sender)
                stack.callback(spool.close)
                upload = await _body(request, spool)
            else:
                form = await _form(request, uploads.room, sender)
                stack.push_async_callback(form.close)
                upload = _file_of(form, name)
        if upload.content.size > uploads.limit_mib * MIB:
            raise Refused("request.too_large", {"limit_mib": uploads.limit_mib})
        async with uploads.slots.one(sender):
            yield upload


async def _body(request: Request, spool: Spool) -> Upload:
    async for chunk in request.stream():
        spool.write(chunk)
    return Upload(spool, {})


async def _form(request: Request, room: Room, sender: str) -> FormData:
    try:
        async with aclosing(request.stream()) as stream:
            parser = _SpoolingParser(
                request.headers,
                stream,
                max_files=1,
                max_fields=MOST_FIELDS,
                max_part_size=LARGEST_FIELD,
            )
            parser.room, parser.sender = room, sender
            return await parser.parse()
    except MultiPartException as error:
        raise BadRequest([Fault(place="body", reason=error.message)]) from error


def _file_of(form: FormData, name: str) -> Upload:
    file = form.get(name)
    if not isinstance(file, UploadFile):
        raise BadRequest([Fault(place=f"body.{name}", reason="A file is required here")])
    fields = {key: value for key, value in form.items() if isinstance(value, str)}
    return Upload(cast("Spool", file.file), fields)


def form_of(form: type[FormT], upload: Upload) -> FormT:
    """Raise BadRequest for fields that are missing, wrong or not of the form."""
    try:
        return form.model_validate(upload.fields)
    except ValidationError as error:
        raise BadRequest.of(error, "body") from error


@asynccontextmanager
async def stored(
    objects: Objects, content: Spool, owner: str, idempotency: str | None = None
) -> AsyncIterator[ObjectRef]:
    """The upload as an object of its owner's, an enterprise's code, that lives as long as the call.

    `idempotency` names caller and key: the same call again then gives the same object key, so
    that the service sees the same request.
    """
    content.seek(0)
    key = f"uploads/{_name(content, idempotency)}/scan"
    try:
        yield await asyncio.to_thread(objects.put_stream, key, content, content.size, owner=owner)
    finally:
        try:
            await asyncio.to_thread(objects.delete, key)
        except Transient as error:
            log.warning("upload_left_behind", key=key, error=str(error))


def _name(content: Spool, idempotency: str | None) -> str:
    if idempotency is None:
        return str(uuid4())
    return str(uuid5(NAMESPACE_URL, f"originprint:{idempotency}:{content.sha256}"))
