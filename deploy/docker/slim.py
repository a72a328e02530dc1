"""Takes from an environment what no process reads: `python slim.py ENVIRONMENT`, at the build.

Libraries come with their tests, with the sources they were compiled from and with the symbols of
their debuggers; together these are a quarter of what they need.
"""

import shutil
import subprocess
import sys
from pathlib import Path

TESTS = frozenset({"tests", "SelfTest"})
"""Folders of tests. `testing` is none: numpy and sqlalchemy import theirs."""
SOURCES = frozenset({".a", ".c", ".cpp", ".h", ".hpp", ".pxd", ".pxi", ".pyi", ".pyx", ".sfd"})
VENDORED = ".libs"
"""Folders of libraries whose wheels rewrote them; `strip` would break some of these."""


def slim(environment: Path) -> None:
    """Raises CalledProcessError when a library cannot be stripped."""
    for folder in sorted(environment.rglob("*"), reverse=True):
        if folder.name in TESTS and folder.is_dir():
            shutil.rmtree(folder)
    for file in sorted(environment.rglob("*")):
        if file.suffix in SOURCES and file.is_file():
            file.unlink()
        elif is_library(file):
            subprocess.run(["strip", "--strip-debug", file], check=True)


def is_library(file: Path) -> bool:
    """Whether it is a shared library as its compiler made it."""
    rewritten = any(parent.name.endswith(VENDORED) for parent in file.parents)
    return ".so" in file.suffixes and file.is_file() and not file.is_symlink() and not rewritten


if __name__ == "__main__":
    slim(Path(sys.argv[1]))
