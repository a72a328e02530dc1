"""A process that does nothing but inspect scans, so that a hostile one can take nobody along.

Started by `scanning`; its standard input is a socket: first the object store's address, then
jobs, one a line; each is answered with one line.
"""

import contextlib
import os
import resource
import signal
import socket
import sys
import traceback
import warnings
from collections.abc import Iterator
from io import BytesIO

import cv2
from PIL import Image

from chassis.errors import Transient
from chassis.objects import ObjectStore
from contracts.errors import Refused
from contracts.values import ObjectRef
from services.seal_svc.inspection import Inspection, Verdict, inspect
from services.seal_svc.worker_protocol import (
    Broken,
    Inspected,
    Job,
    Outcome,
    Picture,
    Postponed,
    Rejected,
    read_store,
)

PREVIEW_DPI = 100
MEMORY_BYTES = 2 * 2**30
"""Address space, of which the libraries alone map half a gigabyte; beyond it a scan fails."""


def main() -> None:
    _keep_to_yourself()
    with socket.socket(fileno=sys.stdin.fileno()) as line, line.makefile("rwb") as stream:
        line.setblocking(True)
        objects = ObjectStore.of(read_store(stream.readline()))
        for request in stream:
            outcome = _carried_out(objects, Job.model_validate_json(request))
            stream.write(outcome.model_dump_json().encode() + b"\n")
            stream.flush()


def _keep_to_yourself() -> None:
    """The service comes first; it ends its workers itself, by hanging up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(10)
    cv2.setNumThreads(1)
    warnings.simplefilter("ignore")


def _carried_out(objects: ObjectStore, job: Job) -> Outcome:
    try:
        return carry_out(objects, job)
    except Refused as refused:
        return Rejected(code=refused.code, details=refused.details)
    except Transient as error:
        return Postponed(reason=str(error))
    except Exception:  # noqa: BLE001 - told to the service, which reports it as its own defect
        return Broken(traceback=traceback.format_exc())


def carry_out(objects: ObjectStore, job: Job) -> Inspected:
    """Nothing stays behind of a job that fails half way."""
    scan = objects.get(job.scan)
    with _time_limit(job.seconds):
        inspection = inspect(scan, kind=job.kind.value)
    images: dict[str, ObjectRef] = {}
    if job.even_if_refused or inspection.report.verdict is not Verdict.REFUSE:
        images = _stored(objects, job, _pictures(scan, inspection))
    return Inspected(report=inspection.report.to_dict(), images=images)


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """SIGPROF, left as it is, ends the process even inside a decoder that never returns."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _pictures(scan: bytes, inspection: Inspection) -> dict[Picture, bytes]:
    pictures: dict[Picture, bytes] = {"scan": scan}
    if inspection.overlay_png is not None:
        pictures["overlay"] = inspection.overlay_png
    if inspection.cutout_png is not None:
        pictures["cutout"] = inspection.cutout_png
        pictures["preview"] = preview_of(inspection.cutout_png, inspection.report.dpi or 600.0)
    return pictures


def _stored(objects: ObjectStore, job: Job, pictures: dict[Picture, bytes]) -> dict[str, ObjectRef]:
    stored: dict[str, ObjectRef] = {}
    try:
        for name, key in job.keys.items():
            if name in pictures:
                stored[name] = objects.put(key, pictures[name], owner=job.owner)
    except BaseException:
        with contextlib.suppress(Transient):
            for ref in stored.values():
                objects.delete(ref.key)
        raise
    return stored


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


if __name__ == "__main__":
    main()
