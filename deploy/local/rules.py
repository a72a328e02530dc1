"""`python -m deploy.local.rules`: each business rule, its owner, where it is enforced, its tests.

The rules and the known gaps come from docs/rules.md, the places from the code that names them, the
tests from their markers, `@pytest.mark.rule("R36")`; nothing is listed here. A line shows how many
places and tests there are and the first of each; with `--all` it shows all of them.
"""

import argparse
import ast
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table

REPOSITORY: Final = Path(__file__).parents[2]
CODE: Final = ("contracts", "chassis", "services", "gateway", "customs", "workstation", "portal")
SUFFIXES: Final = frozenset({".py", ".ts", ".vue"})
ELSEWHERE: Final = "elsewhere: "
UNKNOWN: Final = "unknown: "
WIDTH: Final = 120
DOMAIN: Final = frozenset({"domain", "inspection", "rendering"})
"""Folders of pure code, where a rule is decided."""
_ROW: Final = re.compile(r"^\| (R\d+) \| (.*) \| ([^|]*) \|$", re.MULTILINE)
_GAP: Final = re.compile(r"^\| (R\d+) \| ([^|]*) \|$", re.MULTILINE)
_NUMBER: Final = re.compile(r"\bR\d{1,3}\b")
_RANGE: Final = re.compile(r"\bR(\d{1,3})-R?(\d{1,3})\b")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of docs/rules.md with what was found of it; paths are relative to the repository.

    The first place is the owner's own, its domain before the rest. `gap` is why no test holds it.
    """

    number: str
    text: str
    owner: str
    places: tuple[str, ...]
    tests: tuple[str, ...]
    gap: str = ""

    @property
    def state(self) -> str:
        """full, elsewhere, unknown (data that no source gives), or what is missing."""
        for mark in (ELSEWHERE, UNKNOWN):
            if self.owner.startswith(mark):
                return mark.removesuffix(": ")
        found = {"code": self.places, "test": self.tests}
        missing = [name for name, places in found.items() if not places]
        return f"no {', no '.join(missing)}" if missing else "full"

    @property
    def is_gap(self) -> bool:
        return self.state.startswith("no ")

    @property
    def is_misfiled(self) -> bool:
        """A gap that docs/rules.md does not admit, or one that it still lists and is none."""
        return self.is_gap != bool(self.gap)


def rules(repository: Path = REPOSITORY) -> list[Rule]:
    """All rules in their order."""
    places = _places(repository)
    tests = _tests(repository / "tests")
    book = (repository / "docs" / "rules.md").read_text()
    gaps = dict(_GAP.findall(book))
    return [
        Rule(
            number,
            text,
            owner,
            tuple(sorted(places.get(number, ()), key=lambda place: _rank(place, owner))),
            tuple(tests.get(number, ())),
            gaps.get(number, ""),
        )
        for number, text, owner in _ROW.findall(book)
    ]


def named(text: str) -> set[str]:
    """The rules a text names, be it one by one or as a range such as R43-R58."""
    spans = [(int(first), int(last)) for first, last in _RANGE.findall(text)]
    within = {f"R{number}" for first, last in spans for number in range(first, last + 1)}
    return within | set(_NUMBER.findall(text))


def named_in_code(repository: Path = REPOSITORY) -> set[str]:
    """Every rule that some module names, whether docs/rules.md has it or not."""
    return set(_places(repository))


def named_by_tests(repository: Path = REPOSITORY) -> set[str]:
    """Every rule that some marker names, whether docs/rules.md has it or not."""
    return set(_tests(repository / "tests"))


def table(found: Iterable[Rule], *, whole: bool = False) -> Table:
    """One line for each rule, or with `whole` one for each of its places and tests."""
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading, width in (("rule", 4), ("owner", 21), ("enforced in", 36), ("tests", 36)):
        shown.add_column(
            heading, width=width, no_wrap=not whole, overflow="fold" if whole else "ellipsis"
        )
    shown.add_column("state")
    for rule in found:
        owner, _, reason = rule.owner.partition(": ")
        shown.add_row(
            rule.number,
            owner,
            reason or _listed(rule.places, whole=whole),
            _listed(rule.tests, whole=whole),
            rule.state,
            style="red" if rule.is_gap else "",
        )
    return shown


def summary(found: Iterable[Rule]) -> str:
    """Such as `110 rules: 90 full, 9 elsewhere, 11 gaps`."""
    counted = Counter("gaps" if rule.is_gap else rule.state for rule in found)
    states = [f"{counted[state]} {state}" for state in ("full", "elsewhere", "unknown", "gaps")]
    return f"{counted.total()} rules: {', '.join(line for line in states if line[0] != '0')}"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m deploy.local.rules")
    parser.add_argument("--all", action="store_true", help="all places and tests of each rule")
    whole = parser.parse_args(arguments).all
    found = rules()
    Console(width=None if sys.stdout.isatty() else WIDTH).print(table(found, whole=whole))
    for rule in found:
        if rule.is_gap:
            print(f"{rule.number}: {rule.state}. {rule.gap or 'Not among the known gaps.'}")
        elif rule.is_misfiled:
            print(f"{rule.number} is no gap any more: take it off the list in docs/rules.md.")
    print(summary(found))
    return 1 if any(rule.is_misfiled for rule in found) else 0


def _listed(paths: tuple[str, ...], *, whole: bool) -> str:
    """All paths one below the other, or their number and the file of the first."""
    if whole or not paths:
        return "\n".join(paths)
    return f"{len(paths):>2} {paths[0].partition('::')[0]}"


def _rank(place: str, owner: str) -> tuple[bool, bool, bool, str]:
    """The owner's own code first, and of that its domain."""
    parts = Path(place).with_suffix("").parts
    own = set(owner.split("/")) <= set(parts)
    return not own, not DOMAIN & set(parts), parts[0] != "services", place


def _places(repository: Path) -> dict[str, list[str]]:
    places: dict[str, list[str]] = {}
    for file in _files(repository):
        for number in named(file.read_text()):
            places.setdefault(number, []).append(str(file.relative_to(repository)))
    return places


def _files(repository: Path) -> Iterator[Path]:
    for folder in CODE:
        for file in sorted((repository / folder).rglob("*")):
            if file.suffix in SUFFIXES and not {"migrations", "node_modules"} & set(file.parts):
                yield file


def _tests(folder: Path) -> dict[str, list[str]]:
    tests: dict[str, list[str]] = {}
    for file in sorted(folder.rglob("test_*.py")):
        for name, numbers in _marked(ast.parse(file.read_text())):
            for number in numbers:
                tests.setdefault(number, []).append(f"{file.relative_to(folder)}::{name}")
    return tests


def _marked(module: ast.Module) -> Iterator[tuple[str, list[str]]]:
    """Each test function with the rules its own markers name.

    A module's `pytestmark` says of no test that it holds the rule, and does not count.
    """
    for function in ast.walk(module):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            numbers = [
                argument.value
                for decorator in function.decorator_list
                if isinstance(decorator, ast.Call)
                and ast.unparse(decorator.func) == "pytest.mark.rule"
                for argument in decorator.args
                if isinstance(argument, ast.Constant)
            ]
            if numbers:
                yield function.name, [str(number) for number in numbers]


if __name__ == "__main__":
    raise SystemExit(main())
