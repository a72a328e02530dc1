"""Runs inspections off the event loop, a few at a time, and keeps what they yield."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from uuid import UUID

from eventlet import tpool
from eventlet.semaphore import Semaphore
from nameko.extensions import DependencyProvider
from PIL import Image

from chassis.objects import ObjectStore
from contracts.errors import Refused
from contracts.values import ObjectRef, StampKind
from services.seal_svc.inspection import Inspection, inspect

PREVIEW_DPI = 100
RETRY_SECONDS = 3


class Scanner:
    """At most `at_once` scans in work and `waiting` more in line; the rest is Refused."""

    def __init__(self, at_once: int, waiting: int) -> None:
        self._working = Semaphore(at_once)
        self._places = Semaphore(at_once + waiting)

    def inspect(self, data: bytes, kind: StampKind) -> Inspection:
        with self._place(), self._working:
            result: Inspection = tpool.execute(inspect, data, kind=kind.value)
            return result

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise Refused("scan.busy", {"seconds": RETRY_SECONDS})
        try:
            yield
        finally:
            self._places.release()


class Scanning(DependencyProvider):  # type: ignore[misc]
    """Injects the process's one Scanner."""

    def setup(self) -> None:
        settings = self.container.config["settings"]
        self.scanner = Scanner(settings.scans_at_once, settings.scans_waiting)

    def get_dependency(self, worker_ctx: Any) -> Scanner:  # noqa: ARG002
        return self.scanner


def preview_of(cutout_png: bytes, dpi: float) -> bytes:
    """The cut-out on white at PREVIEW_DPI: enough to recognise, too little to reproduce."""
    with Image.open(BytesIO(cutout_png)) as image:
        scale = min(1.0, PREVIEW_DPI / dpi)
        size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
        small = image.convert("RGBA").resize(size, Image.Resampling.LANCZOS)
    page = Image.new("RGB", size, "white")
    page.paste(small, mask=small.getchannel("A"))
    out = BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def store_images(
    objects: ObjectStore, stamp_id: UUID, kind: StampKind, scan: bytes, inspection: Inspection
) -> dict[str, ObjectRef]:
    """Scan, cut-out, overlay and preview, all encrypted; nothing stays when one fails."""
    cutout = inspection.cutout_png or b""
    pictures: Mapping[str, bytes] = {
        "scan": scan,
        "cutout": cutout,
        "overlay": inspection.overlay_png or b"",
        "preview": tpool.execute(preview_of, cutout, inspection.report.dpi or 600.0),
    }
    stored: dict[str, ObjectRef] = {}
    try:
        for name, data in pictures.items():
            stored[name] = objects.put(f"{kind}s/{stamp_id}/{name}", data)
    except BaseException:
        remove_images(objects, stored)
        raise
    return stored


def remove_images(objects: ObjectStore, images: Mapping[str, ObjectRef]) -> None:
    for ref in images.values():
        objects.delete(ref.key)
