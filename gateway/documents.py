"""Stored pictures and documents on their way to the caller."""

import asyncio

from fastapi import Response

from contracts.values import ObjectRef
from gateway.parts import Objects

PDF = "application/pdf"
PNG = "image/png"


async def read_object(objects: Objects, ref: ObjectRef) -> bytes:
    """Checked against its SHA-256; Refused or Transient as the store says."""
    return await asyncio.to_thread(objects.get, ref)


async def send_object(
    objects: Objects, ref: ObjectRef, media_type: str, headers: dict[str, str] | None = None
) -> Response:
    """Checked against its SHA-256, never cached; Refused or Transient as the store says."""
    content = await read_object(objects, ref)
    return Response(
        content,
        media_type=media_type,
        headers={
            "X-Content-SHA256": ref.sha256,
            "Cache-Control": "no-store",
            **(headers or {}),
        },
    )


def inline(filename: str) -> dict[str, str]:
    """`filename` is ASCII."""
    return {"Content-Disposition": f'inline; filename="{filename}"'}


def attachment(filename: str) -> dict[str, str]:
    """`filename` is ASCII."""
    return {"Content-Disposition": f'attachment; filename="{filename}"'}
