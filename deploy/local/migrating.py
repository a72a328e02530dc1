"""Runs migrations: what they import is imported once, and each runs in a fork of that process.

Their imports, which are those of the services, take ten times as long as the migrations. Standard
input holds a `Run` by the name of each; standard output gets their exit codes. This file is run by
its path, because the tree whose code migrates may be that of another release.
"""

import ctypes
import importlib
import json
import multiprocessing
import os
import runpy
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TypedDict


class Run(TypedDict):
    """One migration, as `python -m` would run it."""

    arguments: list[str]
    """The module and what it is told."""
    needs: list[str]
    """Modules that take long to import."""
    environment: dict[str, str]
    folder: str
    log: str
    """Of this run alone."""


_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


def main() -> None:
    runs: dict[str, Run] = json.load(sys.stdin)
    for module in sorted({module for run in runs.values() for module in run["needs"]}):
        importlib.import_module(module)
    for run in runs.values():
        Path(run["log"]).unlink(missing_ok=True)
    fork = multiprocessing.get_context("fork")
    forks = {name: fork.Process(target=_migrate, args=(run,)) for name, run in runs.items()}
    for each in forks.values():
        each.start()
    for each in forks.values():
        each.join()
    print(json.dumps({name: each.exitcode for name, each in forks.items()}))


def become(environment: Mapping[str, str], log: str) -> None:
    """A fork that has an environment and a log of its own, and dies with its parent."""
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    opened = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for descriptor in (1, 2):
        os.dup2(opened, descriptor)
    os.environ.clear()
    os.environ.update(environment)


def _migrate(run: Run) -> None:
    become(run["environment"], run["log"])
    os.chdir(run["folder"])
    sys.argv = run["arguments"]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
