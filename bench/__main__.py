"""`python -m bench [NAME ...] [--quick]`: runs benchmarks, prints one table, keeps JSON results."""

import argparse
import dataclasses
import importlib
import json
import pkgutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.harness import Row, machine

_PACKAGE = Path(__file__).parent
_RESULTS = _PACKAGE / "results"
WIDTH = 170
"""Columns where no terminal says how many it has."""
_VERDICTS = {True: "met", False: "MISSED", None: ""}


def available() -> list[str]:
    """Names of the modules beside this one that can be run."""
    names = (found.name for found in pkgutil.iter_modules([str(_PACKAGE)]))
    return [name for name in names if hasattr(importlib.import_module(f"bench.{name}"), "run")]


def run_one(name: str, *, quick: bool) -> list[Row]:
    rows: list[Row] = importlib.import_module(f"bench.{name}").run(quick=quick)
    _RESULTS.mkdir(exist_ok=True)
    (_RESULTS / f"{name}.json").write_text(_report(rows, quick=quick) + "\n")
    return rows


def table(rows: list[Row]) -> Table:
    shown = Table("bench", "what", "ours", "reference", "unit", "ratio", "target", "", "note")
    for row in rows:
        shown.add_row(*_cells(row))
    return shown


def main() -> None:
    arguments = _parser().parse_args()
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    rows: list[Row] = []
    for name in arguments.names or available():
        console.print(f"{name} ...")
        rows += run_one(name, quick=arguments.quick)
    console.print(table(rows))


def _report(rows: list[Row], *, quick: bool) -> str:
    report = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "quick": quick,
        "machine": machine(),
        "rows": [dataclasses.asdict(row) | {"ratio": row.ratio, "met": row.met} for row in rows],
    }
    return json.dumps(report, indent=2, ensure_ascii=False)


def _cells(row: Row) -> tuple[str, ...]:
    bound = "at least" if row.larger_is_better else "at most"
    target = "" if row.target_ratio is None else f"{bound} {row.target_ratio:g} ×"
    reference = f"{row.reference:.4g} ({row.reference_name})"
    measured = (f"{row.ours:.4g}", reference, row.unit, f"{row.ratio:.2f} ×")
    return row.bench, row.what, *measured, target, _VERDICTS[row.met], row.note


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="which ones; all by default")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, rougher figures")
    return parser


if __name__ == "__main__":
    main()
