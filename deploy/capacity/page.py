"""`python -m deploy.capacity.page`: docs/capacity.md, its prose and below it the figures."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from deploy.capacity.assumptions import SOURCES
from deploy.capacity.report import markdown, tables

PAGE: Final = Path("docs/capacity.md")
MARK: Final = "<!-- From here on `make docs` writes what deploy/capacity works out. -->"


def page(current: str) -> str:
    """The page with everything below its mark written anew."""
    prose, mark, _ = current.partition(MARK)
    if not mark:
        raise ValueError("docs/capacity.md has lost the mark below which the figures are shown")
    return prose + mark + "\n\n" + "\n".join(_lines())


def _lines() -> Iterator[str]:
    for table in tables():
        yield from (f"## {table.title}", "", *markdown(table), "")
    yield from ("## Assumptions and their sources", "")
    yield from ("| taken as given | from |", "| --- | --- |")
    yield from (f"| {what} | {source} |" for what, source in SOURCES)
    yield ""


if __name__ == "__main__":
    sys.stdout.write(page(PAGE.read_text()))
