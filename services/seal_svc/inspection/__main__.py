"""Command line: `python -m services.seal_svc.inspection SCAN --kind seal|signature`."""

import argparse
import json
import sys
from pathlib import Path
from typing import Final

from services.seal_svc.inspection import Inspection, Verdict, inspect

_UNREADABLE: Final = 2


def main(arguments: list[str] | None = None) -> int:
    """Print the report as JSON, save the pictures asked for; the exit status."""
    options = _parser().parse_args(arguments)
    try:
        data = options.scan.read_bytes()
    except OSError as error:
        print(f"{options.scan}: {error.strerror}", file=sys.stderr)
        return _UNREADABLE
    inspection = inspect(data, kind=options.kind)
    print(json.dumps(inspection.report.to_dict(), ensure_ascii=False, indent=2))
    _save(options.cutout, inspection.cutout_png)
    _save(options.overlay, inspection.overlay_png)
    return exit_status(inspection)


def exit_status(inspection: Inspection) -> int:
    """0 for ok and warn, 1 for refuse, 2 for a file that cannot be read."""
    if not inspection.report.readable:
        return _UNREADABLE
    return int(inspection.report.verdict is Verdict.REFUSE)


def _save(path: Path | None, png: bytes | None) -> None:
    if path is None:
        return
    if png is None:
        print(f"{path}: not written, there is nothing to show", file=sys.stderr)
        return
    path.write_bytes(png)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m services.seal_svc.inspection",
        description="Inspect the scan of a seal or signature and print the findings as JSON.",
    )
    parser.add_argument("scan", type=Path)
    parser.add_argument("--kind", required=True, choices=("seal", "signature"))
    parser.add_argument("--cutout", type=Path, metavar="OUT.png")
    parser.add_argument("--overlay", type=Path, metavar="OUT.png")
    return parser


if __name__ == "__main__":
    sys.exit(main())
