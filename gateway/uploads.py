"""Uploads: read into memory within a hard limit, stored encrypted for one call, then deleted."""

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar
from uuid import NAMESPACE_URL, uuid4, uuid5

import structlog
from fastapi import Request
from pydantic import BaseModel, ValidationError
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from chassis.errors import Transient
from contracts.errors import Refused
from contracts.values import ObjectRef
from gateway.body_limits import MIB, allow_upload
from gateway.errors import BadRequest
from gateway.parts import Objects
from gateway.problems import Fault

log = structlog.get_logger()

UPLOAD_SECONDS = 120
MOST_FIELDS = 20
LARGEST_FIELD = 16 * 1024
MULTIPART = "multipart/form-data"

FormT = TypeVar("FormT", bound=BaseModel)


class _MemoryParser(MultiPartParser):
    """Never spools: a scan must not touch a disk unencrypted (promise 5)."""

    spool_max_size = 1024 * MIB


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in memory, and the text fields that came with it."""

    content: bytes
    fields: dict[str, str]


async def read_upload(
    request: Request, name: str, limit_mib: int, *, raw: str | None = None
) -> Upload:
    """The file `name` of a multipart form, or the whole body when its type is `raw`.

    Refused: request.content_type, request.too_slow; BadRequest for a form that is not right.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in {MULTIPART, raw}:
        raise Refused("request.content_type", {"expected": MULTIPART})
    allow_upload(request, limit_mib)
    try:
        async with asyncio.timeout(UPLOAD_SECONDS):
            if kind == raw:
                return Upload(await request.body(), {})
            return await _read_form(request, name, limit_mib)
    except TimeoutError as error:
        raise Refused("request.too_slow", {"limit_seconds": UPLOAD_SECONDS}) from error


async def _read_form(request: Request, name: str, limit_mib: int) -> Upload:
    try:
        async with aclosing(request.stream()) as stream:
            parser = _MemoryParser(
                request.headers,
                stream,
                max_files=1,
                max_fields=MOST_FIELDS,
                max_part_size=LARGEST_FIELD,
            )
            form = await parser.parse()
    except MultiPartException as error:
        raise BadRequest([Fault(place="body", reason=error.message)]) from error
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(form.close)
        file = form.get(name)
        if not isinstance(file, UploadFile):
            raise BadRequest([Fault(place=f"body.{name}", reason="A file is required here")])
        if (file.size or 0) > limit_mib * MIB:
            raise Refused("request.too_large", {"limit_mib": limit_mib})
        fields = {key: value for key, value in form.items() if isinstance(value, str)}
        return Upload(await file.read(), fields)


def form_of(form: type[FormT], upload: Upload) -> FormT:
    """Raise BadRequest for fields that are missing, wrong or not of the form."""
    try:
        return form.model_validate(upload.fields)
    except ValidationError as error:
        raise BadRequest.of(error, "body") from error


@asynccontextmanager
async def stored(
    objects: Objects, content: bytes, idempotency: str | None = None
) -> AsyncIterator[ObjectRef]:
    """The upload as an object that lives as long as the call.

    `idempotency` names caller and key: the same call again then gives the same object key, so
    that the service sees the same request.
    """
    key = f"uploads/{_name(content, idempotency)}/scan"
    try:
        yield await asyncio.to_thread(objects.put, key, content)
    finally:
        try:
            await asyncio.to_thread(objects.delete, key)
        except Transient as error:
            log.warning("upload_left_behind", key=key, error=str(error))


def _name(content: bytes, idempotency: str | None) -> str:
    if idempotency is None:
        return str(uuid4())
    digest = hashlib.sha256(content).hexdigest()
    return str(uuid5(NAMESPACE_URL, f"originprint:{idempotency}:{digest}"))
