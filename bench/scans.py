"""Seal scans from bytes to verdict, cut-out and overlay, against Pillow decoding the same file."""

import time
from collections.abc import Callable
from io import BytesIO
from unittest.mock import patch

from PIL import Image, ImageFile

from bench.harness import Row, alternate, peak_memory
from deploy.local.specimen_scans import seal_scan
from services.seal_svc.inspection import inspect

_MEGABYTE = 1e6


def run(*, quick: bool = False) -> list[Row]:
    """Memory comes first: its children are forked before OpenCV starts threads of its own."""
    jpeg = seal_scan(name="SPECIMEN", credit_code="SPECIMEN", seed=1)
    files = {"JPEG": (jpeg, 1.3), "PNG": (_as_png(jpeg), 1.15)}
    rounds = 5 if quick else 21
    memory = [_memory(name, data) for name, (data, _) in files.items()]
    times = [_time(name, data, target, rounds) for name, (data, target) in files.items()]
    return [*times, *memory]


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
