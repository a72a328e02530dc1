"""The command that tries a printer without an original, and measures what came out."""

import argparse
import dataclasses
from pathlib import Path

from workstation.commands import add_state, write
from workstation.ipp import JobState, Printer, PrintSettings, keep_pins_in
from workstation.offsets import Offsets
from workstation.printers import PINS, Printers, adjusted


def add_test_page(command: argparse.ArgumentParser) -> None:
    command.formatter_class = argparse.RawDescriptionHelpFormatter
    command.description = (
        "Prints a sample page on both sides. Scan each side (the whole A4 sheet, in "
        "the corner of the glass) and give the scans with --measure: the offsets are kept and "
        "applied to originals.\n"
        "打印双面测试页；将两面分别整页扫描后用 --measure 读入，自动测量偏移并用于正本。"
    )
    command.add_argument("--printer", metavar="ipp://HOST/PATH", help="the default one without it")
    command.add_argument("--out", type=Path, metavar="FILE.pdf", help="write, do not print 只生成")
    command.add_argument(
        "--measure", type=Path, nargs="+", metavar="SCAN", help="one or both sides"
    )
    command.add_argument(
        "--offsets", type=float, nargs=4, metavar="MM", help="front x, y, back x, y; typed in"
    )
    add_state(command)
    command.set_defaults(run=_test_page)


def _test_page(asked: argparse.Namespace) -> int:
    """Raises ValueError without a printer and for a scan that shows no sample page."""
    from workstation.sample_page import sample_page  # noqa: PLC0415 - drawing is slow to load

    keep_pins_in(asked.state / PINS)
    if asked.out:
        asked.out.write_bytes(sample_page())
        return 0
    printers = Printers.load(asked.state)
    uri = asked.printer or printers.default
    if uri is None:
        raise ValueError("请指定打印机 name a printer: --printer ipp://host/path")
    printers.add(uri)
    if asked.offsets or asked.measure:
        known = printers.known[uri]
        offsets = _typed(asked.offsets) if asked.offsets else _measured(asked, known.offsets)
        printers.known[uri] = dataclasses.replace(known, offsets=offsets)
        printers.save(asked.state)
        write({"printer": uri, "offsets_mm": dataclasses.asdict(offsets)})
        return 0
    printer, pdf = Printer(uri), adjusted(sample_page(), uri, asked.state)
    settings = PrintSettings.at(printer.get_printer_attributes())
    job = printer.print_job(pdf, name="sample page", settings=settings)
    write({"printer": uri, "job": job.job_id, "state": job.state.keyword})
    return 1 if job.state in {JobState.ABORTED, JobState.CANCELED} else 0


def _typed(values: list[float]) -> Offsets:
    front_x, front_y, back_x, back_y = values
    return Offsets(front_x=front_x, front_y=front_y, back_x=back_x, back_y=back_y)


def _measured(asked: argparse.Namespace, before: Offsets) -> Offsets:
    """The page was printed with the offsets of before, so what is left corrects them."""
    from PIL import Image  # noqa: PLC0415 - for this command alone

    from workstation.sample_scan import measure  # noqa: PLC0415 - as above

    off: dict[str, float] = {}
    for file in asked.measure:
        with Image.open(file) as scan:
            seen = measure(scan)
        off |= {f"{seen.side}_x": round(seen.x, 2), f"{seen.side}_y": round(seen.y, 2)}
    return before.corrected(Offsets(**off))
