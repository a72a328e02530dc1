"""Seal scans from bytes to verdict, cut-out and overlay, against Pillow decoding the same file."""

import ctypes
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from unittest.mock import patch

import cv2
from PIL import Image, ImageFile

from bench.harness import Row, alternate, peak_memory
from deploy.local.specimen_scans import seal_scan
from services.seal_svc.inspection import inspect

_MEGABYTE = 1e6


def run(*, quick: bool = False) -> list[Row]:
    """Memory comes first: its children are forked before OpenCV starts threads of its own.

    A small scan before it loads the libraries' code, which is no part of a scan's memory.
    """
    jpeg = seal_scan(name="SPECIMEN", credit_code="SPECIMEN", seed=1)
    files = {"JPEG": (jpeg, 1.3), "PNG": (_as_png(jpeg), 1.15)}
    rounds = 5 if quick else 21
    with _one_thread():
        inspect(seal_scan(name="SPECIMEN", credit_code="SPECIMEN", dpi=150), kind="seal")
        memory = [_memory(name, data) for name, (data, _) in files.items()]
    times = [_time(name, data, target, rounds) for name, (data, target) in files.items()]
    return [*times, *memory]


@contextmanager
def _one_thread() -> Iterator[None]:
    """OpenCV's threads would not survive the fork."""
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        cv2.setNumThreads(threads)


def _time(name: str, data: bytes, target: float, rounds: int) -> Row:
    ours, reference = alternate(_inspection(data), _decoding(data), rounds=rounds)
    return Row(
        bench="scans",
        what=f"A4 at 600 dpi, {name}: verdict, cut-out, overlay",
        ours=ours * 1000,
        reference=reference * 1000,
        reference_name="Pillow decoding the file whole",
        unit="ms",
        target_ratio=target,
        note=f"{_decoding_share(data):.0%} of ours is decoding",
    )


def _memory(name: str, data: bytes) -> Row:
    """What the process has freed goes back first, or the child would grow into it unseen."""
    ctypes.CDLL(None).malloc_trim(0)
    with Image.open(BytesIO(data)) as image:
        raw = image.width * image.height * 3
    return Row(
        bench="scans",
        what=f"A4 at 600 dpi, {name}: peak memory",
        ours=peak_memory(_inspection(data)) / _MEGABYTE,
        reference=raw / _MEGABYTE,
        reference_name="the raw RGB page",
        unit="MB",
        target_ratio=1.5,
    )


def _inspection(data: bytes) -> Callable[[], object]:
    return lambda: inspect(data, kind="seal")


def _decoding(data: bytes) -> Callable[[], object]:
    return lambda: Image.open(BytesIO(data)).load()


def _decoding_share(data: bytes) -> float:
    """Time inside Pillow's decoders as a share of one whole inspection."""
    inside = 0.0
    load = ImageFile.ImageFile.load

    def timed(image: ImageFile.ImageFile) -> object:
        nonlocal inside
        begin = time.perf_counter()
        try:
            return load(image)
        finally:
            inside += time.perf_counter() - begin

    with patch.object(ImageFile.ImageFile, "load", timed):
        begin = time.perf_counter()
        inspect(data, kind="seal")
        whole = time.perf_counter() - begin
    return inside / whole


def _as_png(jpeg: bytes) -> bytes:
    """The same page as a scanner program would save it losslessly."""
    buffer = BytesIO()
    with Image.open(BytesIO(jpeg)) as image:
        image.save(buffer, "PNG", dpi=(600, 600))
    return buffer.getvalue()
